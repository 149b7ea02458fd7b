package io.millrace.detection.artefact;

import io.millrace.schemas.DetectorSpec;

/** The numbers of a detector's record, checked while they are read. */
record Parameters(DetectorSpec spec) {

    static final String STEPS = "steps";
    static final String FEATURES = "features";

    private static final int MOST = 1 << 20;

    /** A whole number from {@code least} to about a million. */
    int whole(String name, int least) {
        Double value = spec.getParameters().get(name);
        if (value == null || value < least || value > MOST || value != Math.rint(value)) {
            throw new IllegalArgumentException("parameter '" + name + "' of a " + spec.getKind()
                    + " must be a whole number from " + least + " to " + MOST + ", found "
                    + (value == null ? "none" : value));
        }
        return value.intValue();
    }

    /** A number > 0, which may be infinite. */
    double positive(String name) {
        Double value = spec.getParameters().get(name);
        if (value == null || !(value > 0)) {
            throw new IllegalArgumentException("parameter '" + name + "' of a " + spec.getKind()
                    + " must be a number > 0, found " + (value == null ? "none" : value));
        }
        return value;
    }

    /** 1 for yes, 0 or absent for no. */
    boolean flag(String name) {
        double value = spec.getParameters().getOrDefault(name, 0.0);
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException(
                    "parameter '" + name + "' of a " + spec.getKind() + " must be 0 or 1, found " + value);
        }
        return value == 1;
    }
}
