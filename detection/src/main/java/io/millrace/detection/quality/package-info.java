/**
 * How good a detector is, measured the way the field measures it.
 *
 * <p>Everything here is a pure function of three arrays or lists of one series: the scores (one per row, higher is
 * stranger), the labels (true where the row is anomalous) and the predicted rows or {@linkplain
 * io.millrace.detection.quality.Interval intervals}. Nothing here knows of sensors, models, machines or files.
 *
 * <pre>
 *   scores + labels ─────► ScoreQuality        AUC-ROC, AUC-PR, VUS-ROC, VUS-PR, F1 at the best threshold
 *   predicted + labels ──► PredictionQuality   confusion, point-adjusted, event-based, range-based, affiliation
 *   intervals ───────────► EventMatching       event precision / recall, detection delay, false alarms
 *   a corpus of series ──► NabScore            the Numenta Anomaly Benchmark's own profiles
 * </pre>
 *
 * <p>Three habits hold throughout. A threshold {@code t} means {@code score > t}, whatever convention the source of a
 * metric uses. A figure that the data cannot define (no anomalous row, no event) is {@code NaN}, never a flattering
 * zero or one. A figure at the <em>best</em> threshold has seen the labels: it is an oracle figure, and says so in
 * its name.
 */
package io.millrace.detection.quality;
