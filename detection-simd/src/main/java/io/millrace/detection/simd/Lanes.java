package io.millrace.detection.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape of this machine and what the layouts derive from it. */
final class Lanes {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Floats of one vector. */
    static final int LENGTH = SPECIES.length();

    /** Windows of one block: two vectors, so that four gates fill eight accumulators. A power of two, or C2 keeps range checks. */
    static final int BLOCK = 2 * LENGTH;

    private Lanes() {}

    static int padded(int count) {
        return (count + BLOCK - 1) / BLOCK * BLOCK;
    }
}
