/**
 * Reads flat Parquet files column by column. The footer's structures and the decoding of pages are the Parquet project's own
 * ({@code parquet-format-structures}, {@code parquet-column}); finding the pages in the file and unpacking them is done here, because the
 * project's own file reader does not load without Hadoop. Knows numbers, times and text, nothing of machines.
 */
package io.millrace.training.parquet;
