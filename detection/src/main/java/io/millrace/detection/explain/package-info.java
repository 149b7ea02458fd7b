/**
 * Why a window is strange. {@link io.millrace.detection.explain.Explainer} says it at once for every alert, from the detector's own account of the
 * error: which sensors, which steps, what was seen and what was expected, how sure, and a sentence for people.
 * {@link io.millrace.detection.explain.WindowExplainer} says it at length, on demand, by asking the detector what it would have said of other
 * windows. Knows detectors, not files or topics.
 */
package io.millrace.detection.explain;
