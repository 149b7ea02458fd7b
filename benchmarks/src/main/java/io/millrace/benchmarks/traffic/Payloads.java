package io.millrace.benchmarks.traffic;

/**
 * Readings of a fleet as bytes, encoded beforehand: taking one costs next to nothing, so that only what is done with it is measured. They
 * repeat, which nobody who takes them can tell: machine and time are told separately.
 */
public final class Payloads {

    private static final int PAYLOADS = 1 << 12; // power of two
    private static final int MACHINES = 64;

    private final byte[][] readings = new byte[PAYLOADS][];

    public Payloads(int sensors) {
        var fleet = new Fleet(MACHINES, sensors);
        for (int i = 0; i < PAYLOADS; i++) {
            // a healthy stretch: explanations of anomalies are rare in a plant, too
            readings[i] = fleet.reading(0, i % (Fleet.FAULT_EVERY - Fleet.FAULT_STEPS), i);
        }
    }

    /** The reading of a machine at a step. */
    public byte[] of(int machine, long step) {
        return readings[(int) (machine * 31L + step) & PAYLOADS - 1];
    }
}
