package io.millrace.testdata;

/** Affinity laws of a centrifugal pump: flow follows speed, head its square; losses warm the bearing. */
final class PumpPhysics extends Physics {

    private final double capacity = tolerance(1, 0.02);
    private final double head = tolerance(2, 0.02);
    private final double winding = tolerance(3, 0.02);
    private final double friction = tolerance(4, 0.03);
    private final double balance = tolerance(5, 0.03);
    private final Lag bearing = new Lag(12);

    PumpPhysics(long machineSeed) {
        super(machineSeed);
    }

    @Override
    void stepLength(long stepMillis) {
        bearing.stepLength(stepMillis);
    }

    @Override
    void advance(double running, double load, double ambient, double[] values) {
        double speed = 0.35 * running + 0.65 * load;
        double suction = 2.4 - 0.45 * load * load;
        values[0] = 118 * capacity * load;
        values[1] = suction;
        values[2] = suction + 5.1 * head * speed * speed;
        values[3] = winding * (11 * running + 47 * load);
        values[4] = bearing.follow(ambient + friction * (9 * running + 27 * load));
        values[5] = 0.3 + balance * (0.8 * speed + 1.7 * speed * speed);
    }
}
