/** Taking times: clocks, rounds, medians. Knows nothing of what is measured. */
package io.millrace.benchmarks.measure;
