package io.millrace.detection.model;

/**
 * tanh and sigmoid as quotients of polynomials, without branches or calls, so that the JIT compiler vectorises a loop over them.
 *
 * <p>tanh(x) = x·P(x²)/Q(x²) with P and Q of degree four, fitted for the least largest error on [−8.5, 8.5] (1e-8 in exact
 * arithmetic; the rest is float rounding) and held constant outside. Both may pass their exact bounds by two units in the last place.
 */
public final class FastActivations {

    /** Largest absolute difference from the exact functions, for every float that is a number. */
    public static final float MAX_ERROR = 5e-7f;

    private static final float EDGE = 8.5f;

    private static final float P0 = 0.99999994f;
    private static final float P1 = 0.13406204f;
    private static final float P2 = 3.5258173e-3f;
    private static final float P3 = 2.1121543e-5f;
    private static final float P4 = 1.4099215e-8f;

    private static final float Q1 = 0.46739516f;
    private static final float Q2 = 2.5991129e-2f;
    private static final float Q3 = 3.3356872e-4f;
    private static final float Q4 = 8.0736055e-7f;

    private FastActivations() {}

    /** Hyperbolic tangent within {@link #MAX_ERROR}; NaN stays NaN. */
    public static float tanh(float x) {
        float t = Math.max(-EDGE, Math.min(EDGE, x));
        float y = t * t;
        float p = (((P4 * y + P3) * y + P2) * y + P1) * y + P0;
        float q = (((Q4 * y + Q3) * y + Q2) * y + Q1) * y + 1f;
        return t * p / q;
    }

    /** Logistic function 1/(1 + e^−x) = ½ + ½·tanh(x/2) within {@link #MAX_ERROR}; NaN stays NaN. */
    public static float sigmoid(float x) {
        return 0.5f + 0.5f * tanh(0.5f * x);
    }
}
