/**
 * The plant simulator: pumps, compressors and ovens that behave like a plant and fail on schedule, with labels.
 *
 * <p>Everything follows from the seed, bit for bit and on every platform: the arithmetic uses no transcendental function
 * that a platform may round differently. The package knows nothing of the rest of the product, so that demo, tests,
 * load generators and training can all stand on it.
 *
 * <pre>
 *   LoadProfile ──► Physics ──► sensor noise ──► FaultInjector ──► SimulatedReading ──► (Disturbance) ──► consumer
 *   (what the plan asks)  (what the machine does)          (what the instrument says)
 * </pre>
 */
package io.millrace.testdata;
