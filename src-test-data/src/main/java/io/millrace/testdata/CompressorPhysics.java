package io.millrace.testdata;

/** A screw compressor: net pressure droops with demand, compression heats the air and, more slowly, the oil. */
final class CompressorPhysics extends Physics {

    private final double displacement = tolerance(1, 0.02);
    private final double setPoint = tolerance(2, 0.01);
    private final double winding = tolerance(3, 0.02);
    private final double cooling = tolerance(4, 0.03);
    private final double balance = tolerance(5, 0.03);
    private final Lag receiver = new Lag(0.8);
    private final Lag air = new Lag(3);
    private final Lag oil = new Lag(8);

    CompressorPhysics(long machineSeed) {
        super(machineSeed);
    }

    @Override
    void stepLength(long stepMillis) {
        receiver.stepLength(stepMillis);
        air.stepLength(stepMillis);
        oil.stepLength(stepMillis);
    }

    @Override
    void advance(double running, double load, double ambient, double[] values) {
        values[0] = 23.5 * displacement * load;
        values[1] = receiver.follow(setPoint * (8.2 * running - 1.8 * load));
        values[2] = winding * (48 * running + 118 * load);
        values[3] = air.follow(ambient + cooling * (26 * running + 42 * load));
        values[4] = oil.follow(ambient + cooling * (20 * running + 28 * load));
        values[5] = 0.15 + balance * (0.9 * running + 1.8 * load);
    }
}
