/** Beside another detector that learns from streams: AWS's random cut forest, one per machine, on the same readings. */
package io.millrace.benchmarks.forest;
