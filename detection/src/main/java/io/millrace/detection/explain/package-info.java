/**
 * Why a window is strange: which sensors, which steps, what was seen and what was expected, how sure, and a sentence for people.
 */
package io.millrace.detection.explain;
