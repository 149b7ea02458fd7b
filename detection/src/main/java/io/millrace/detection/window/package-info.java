/**
 * From single readings to windows: the order of a machine's readings in event time, gaps between them, the ring of the
 * last rows, and batches of windows for the kernels. Knows nothing of scaling and models: rows are raw values here.
 */
package io.millrace.detection.window;
