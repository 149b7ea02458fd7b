package io.millrace.testdata;

/**
 * Random numbers that can be asked for in any order: a hash of seed and coordinates instead of a sequence.
 *
 * <p>Not {@code java.util.Random}'s Gaussian: its algorithm may change between JDKs, and checked-in series must not.
 *
 * <p>References: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (the
 * finaliser and the increment).
 */
final class Randomness {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Randomness() {}

    /** The 64-bit finaliser: a bijection whose output bits all depend on all input bits. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static long hash(long seed, long coordinate) {
        return mix(mix(seed + GOLDEN_GAMMA) + GOLDEN_GAMMA * (coordinate + 1));
    }

    static long hash(long seed, long first, long second) {
        return hash(hash(seed, first), second);
    }

    /** Uniform in [0, 1). */
    static double unit(long hash) {
        return (hash >>> 11) * 0x1p-53;
    }

    /** Uniform in [low, high). */
    static double between(double low, double high, long hash) {
        return low + (high - low) * unit(hash);
    }

    /**
     * Zero mean, unit variance, bounded by ±3.46: the sum of four uniforms cut from one hash. The short tails are wanted:
     * normal noise must never look like a fault.
     */
    static double noise(long hash) {
        long sum = (hash & 0xFFFF) + ((hash >>> 16) & 0xFFFF) + ((hash >>> 32) & 0xFFFF) + (hash >>> 48);
        return (sum - 131_070.0) * (1.7320508075688772 / 65_536.0);
    }

    /** 3u² − 2u³, clamped to [0, 1]: how a controlled machine moves from one level to another. */
    static double smoothStep(double u) {
        double x = Math.max(0, Math.min(1, u));
        return x * x * (3 - 2 * x);
    }

    /** A stream of {@link #noise} values. One per machine, not thread-safe. */
    static final class NoiseStream {
        private long state;

        NoiseStream(long seed) {
            this.state = seed;
        }

        double next() {
            state += GOLDEN_GAMMA;
            return noise(mix(state));
        }
    }
}
