/**
 * The {@code millrace} command: one class per verb. Each verb reads its options, calls into the rooms below and prints.
 *
 * <pre>
 *   verbs ──► demo ──► local ──► job, src-test-data
 *     └──────────┴───► terminal
 * </pre>
 */
package io.millrace.cli;
