/**
 * The commands that measure detectors on the public benchmarks and tune thresholds. Knows options, the terminal and files; what is
 * measured, and how, is the training side's.
 */
package io.millrace.cli.evaluate;
