/**
 * What a user can set: typed options, where their values come from, and the validated records that the job receives.
 *
 * <pre>
 *   file.yaml  &lt;  MILLRACE_JOB_* environment  &lt;  --key=value      (the right one wins)
 *                        │
 *                        ▼ read once, all violations listed together
 *                    JobConfig ─► each operator gets only its own record
 * </pre>
 *
 * <p>Knows no operator and opens no connection. {@code docs/configuration.md} is generated from the options.
 */
package io.millrace.job.config;
