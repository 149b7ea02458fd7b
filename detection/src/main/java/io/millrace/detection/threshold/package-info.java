/**
 * From scores to yes or no: policies that find a threshold on unlabelled scores, and the thresholds a model carries. A window is anomalous
 * when score / threshold exceeds 1.
 */
package io.millrace.detection.threshold;
