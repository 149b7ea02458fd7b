/**
 * What is measured with: machines whose readings can be told from their number and step alone, and a model of any shape for them. Knows
 * nothing of clocks and results.
 */
package io.millrace.benchmarks.traffic;
