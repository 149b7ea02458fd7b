/** From the figures of a run to {@code docs/performance.md}: reads JSON, writes Markdown and a picture. Measures nothing, invents nothing. */
package io.millrace.benchmarks.report;
