/**
 * The operators between the edges: readings to scored windows, scored windows to alerts.
 *
 * <pre>
 *  RawReading ──► ScoringOperator ──► ScoredWindow ──► EventAssembly ──► Alert
 *                      ▲    └─► rejected, late, model status     └─► WindowScore
 *             ModelRelease (broadcast)
 * </pre>
 *
 * They move state in, call the detection module once, and move results out. They know neither Kafka nor files.
 */
package io.millrace.job.operator;
