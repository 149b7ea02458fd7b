package io.millrace.detection.simd.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape of this machine and what the layouts derive from it. */
public final class Lanes {

    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats of one vector. */
    public static final int LENGTH = SPECIES.length();

    /** Windows of one block: two vectors, so that four gates fill eight accumulators. A power of two, or C2 keeps range checks. */
    public static final int BLOCK = 2 * LENGTH;

    private Lanes() {}

    public static int padded(int count) {
        return (count + BLOCK - 1) / BLOCK * BLOCK;
    }
}
