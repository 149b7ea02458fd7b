/**
 * Measures detectors on the public benchmarks, each by its own protocol: fit on the training rows of a series, score its other rows by the
 * same code as the job, choose the threshold without labels, and only then look at the labels. Causal scores (known at a window's last
 * row) and delayed ones (known a window later) are kept apart by name, and so are oracle figures, whose threshold the labels chose.
 *
 * <pre>
 *   SuiteSeries ─► DetectorRecipe ─► ScoredSeries ─► SeriesEvaluation ─► SuiteEvaluation ─► report, JSON
 *                                    (cached on disk)   (AlarmRule)
 * </pre>
 */
package io.millrace.training.evaluate;
