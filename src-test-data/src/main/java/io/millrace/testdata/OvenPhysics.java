package io.millrace.testdata;

/** A tunnel oven: set points rise with throughput, goods carry heat away, the heater covers goods and losses. */
final class OvenPhysics extends Physics {

    private final double calibration = tolerance(1, 0.01);
    private final double insulation = tolerance(2, 0.03);
    private final double goods = tolerance(3, 0.02);
    private final double fan = tolerance(4, 0.02);
    private final double drive = tolerance(5, 0.02);
    private final Lag zone1 = new Lag(4);
    private final Lag zone2 = new Lag(5);
    private final Lag exhaust = new Lag(3);

    OvenPhysics(long machineSeed) {
        super(machineSeed);
    }

    @Override
    void stepLength(long stepMillis) {
        zone1.stepLength(stepMillis);
        zone2.stepLength(stepMillis);
        exhaust.stepLength(stepMillis);
    }

    @Override
    void advance(double running, double load, double ambient, double[] values) {
        double setPoint = calibration * (115 + 40 * running + 65 * load);
        double first = zone1.follow(setPoint);
        double second = zone2.follow(setPoint + 12 + 6 * running);
        double losses = 0.2 * insulation * (first + second - 2 * ambient) * 0.5;
        values[0] = first;
        values[1] = second;
        values[2] = Math.max(0, losses + 55 * goods * load + 0.35 * (setPoint - first) + 10 * running);
        values[3] = 400 + fan * (450 * running + 580 * load);
        values[4] = 3.2 * drive * load;
        values[5] = exhaust.follow(ambient + 0.5 * (second - ambient) + 18 * load);
    }
}
