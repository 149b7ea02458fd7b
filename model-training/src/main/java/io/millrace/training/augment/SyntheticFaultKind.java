package io.millrace.training.augment;

import io.millrace.testdata.FaultKind;
import io.millrace.testdata.FaultShape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What can be planted into one sensor of a recorded series. Sizes are measured by the sensor's healthy values: σ is their standard deviation,
 * the range is from the lowest to the highest. Where a kind is one of the plant simulator's too, shape and size are the simulator's.
 */
public enum SyntheticFaultKind {

    /** Up by 50 to 100 % of the sensor's largest absolute value. */
    SPIKE(FaultShape.OFFSET, 5, 5) {
        @Override
        double size(SensorRanges ranges, int sensor, int rows, SplittableRandom random) {
            return random.nextDouble(0.5, 1) * ranges.magnitude(sensor);
        }
    },

    /** Off by 2 to 4 σ, to either side, to the end of the series. */
    LEVEL_SHIFT(FaultShape.OFFSET, 0, 0) {
        @Override
        double size(SensorRanges ranges, int sensor, int rows, SplittableRandom random) {
            return side(random) * random.nextDouble(2, 4) * ranges.deviation()[sensor];
        }
    },

    /** Leaves the true value by 0.01 to 0.05 σ a row, to either side, to the end of the series. */
    TREND(FaultShape.RAMP, 0, 0) {
        @Override
        double size(SensorRanges ranges, int sensor, int rows, SplittableRandom random) {
            return side(random) * random.nextDouble(0.01, 0.05) * rows * ranges.deviation()[sensor];
        }
    },

    /** Stays what it was. */
    STUCK(FaultShape.HELD, 40, 80),

    /** Falls to a quarter of the range below the lowest value. */
    DROPOUT(FaultShape.RAIL, 10, 30),

    /** Noise with a standard deviation of 16 to 25 % of the range. */
    NOISE_BURST(FaultShape.NOISE, 30, 60) {
        @Override
        double size(SensorRanges ranges, int sensor, int rows, SplittableRandom random) {
            return share(FaultKind.NOISE_BURST, random) * ranges.span(sensor);
        }
    },

    /** Swings with an amplitude of 20 to 32 % of the range and a period of 6 to 12 rows. */
    OSCILLATION(FaultShape.SWING, 30, 60) {
        @Override
        double size(SensorRanges ranges, int sensor, int rows, SplittableRandom random) {
            return share(FaultKind.OSCILLATION, random) * ranges.span(sensor);
        }
    },

    /**
     * Runs against the other sensors: mirrored about its own mean over the fault, so that mean and spread stay and the correlation changes its
     * sign. Borne by a sensor that correlates with another by 0.5 or more, else by the one that correlates most.
     */
    CORRELATION_BREAK(null, 60, 120);

    private final FaultShape shape;
    private final int fewest; // rows; 0 for a fault that lasts to the end
    private final int most;

    SyntheticFaultKind(FaultShape shape, int fewest, int most) {
        this.shape = shape;
        this.fewest = fewest;
        this.most = most;
    }

    /** As commands and files call it. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException for a name that no kind has; names all that there are */
    public static SyntheticFaultKind of(String optionName) {
        return Arrays.stream(values())
                .filter(kind -> kind.optionName().equals(optionName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + optionName
                        + "' is no kind of fault that can be planted: choose among "
                        + Arrays.stream(values())
                                .map(SyntheticFaultKind::optionName)
                                .collect(Collectors.joining(", "))));
    }

    /** Names of all kinds, in the order of reports. */
    public static List<String> optionNames() {
        return Arrays.stream(values()).map(SyntheticFaultKind::optionName).toList();
    }

    /** @param left rows from the fault's first to the end of the series */
    int rows(int left, SplittableRandom random) {
        return fewest == 0 ? left : Math.min(left, random.nextInt(fewest, most + 1));
    }

    /** In the sensor's unit, signed where the direction matters; 0 for a fault without a size of its own. */
    double size(SensorRanges ranges, int sensor, int rows, SplittableRandom random) {
        return 0;
    }

    /**
     * Bends a sensor's readings in place.
     *
     * @param rows [rows][sensors]
     */
    void plant(double[][] rows, SyntheticFault fault, int sensor, SensorRanges ranges, SplittableRandom random) {
        if (this == CORRELATION_BREAK) {
            mirror(rows, fault, sensor);
            return;
        }
        double held = rows[fault.start()][sensor];
        double rail = ranges.lowest()[sensor] - FaultShape.RAIL_BELOW * ranges.span(sensor);
        int period = random.nextInt(6, 13);
        for (int row = fault.start(); row < fault.end(); row++) {
            int step = row - fault.start();
            var moment = new FaultShape.Moment(step + 1, fault.rows(), step, period, held, rail, random.nextLong());
            rows[row][sensor] = shape.of(rows[row][sensor], fault.size(), moment);
        }
    }

    private static void mirror(double[][] rows, SyntheticFault fault, int sensor) {
        double sum = 0;
        for (int row = fault.start(); row < fault.end(); row++) {
            sum += rows[row][sensor];
        }
        double mean = sum / fault.rows();
        for (int row = fault.start(); row < fault.end(); row++) {
            rows[row][sensor] = 2 * mean - rows[row][sensor];
        }
    }

    private static int side(SplittableRandom random) {
        return random.nextBoolean() ? 1 : -1;
    }

    private static double share(FaultKind kind, SplittableRandom random) {
        return random.nextDouble(kind.smallest(), kind.largest());
    }
}
