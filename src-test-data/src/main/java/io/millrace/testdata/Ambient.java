package io.millrace.testdata;

/** Air temperature of the hall: warm in the afternoon, cool before dawn, some days warmer than others. */
final class Ambient {

    private final long seed;

    Ambient(long plantSeed) {
        this.seed = Randomness.hash(plantSeed, 77);
    }

    /** In °C, between 18 and 26. */
    double temperature(long timestampMillis) {
        long sinceFour = timestampMillis - 4 * LoadProfile.HOUR;
        long day = Math.floorDiv(sinceFour, LoadProfile.DAY);
        double u = Math.floorMod(sinceFour, LoadProfile.DAY) / (double) LoadProfile.DAY;
        double daily = 4 * u * (1 - u); // 0 at four in the morning, 1 at four in the afternoon
        double offset = offset(day) + (offset(day + 1) - offset(day)) * Randomness.smoothStep(u);
        return 19 + 5 * daily * daily * (3 - 2 * daily) + offset;
    }

    private double offset(long day) {
        return Randomness.between(-1, 1, Randomness.hash(seed, day));
    }
}
