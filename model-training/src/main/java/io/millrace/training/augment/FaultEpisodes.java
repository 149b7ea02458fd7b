package io.millrace.training.augment;

import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Plants faults into healthy recordings: the labelled test set. Each episode is a piece of a recording with one fault in one sensor, which
 * begins in the piece's second quarter at the earliest, so that any detector has whole windows before it. Which pieces and which faults
 * follows from the seed alone; the same number gives the same piece whatever the kind.
 *
 * @param perKind episodes of each kind, ≥ 1
 * @param rows of a piece, {@value #FEWEST_ROWS} or more
 * @param seed of everything random
 */
public record FaultEpisodes(int perKind, int rows, long seed) {

    /** Two windows of the longest kind of detector, and a fault. */
    public static final int FEWEST_ROWS = 240;

    /** A piece of 400 rows shows a slow trend and is no longer than the shortest training part of the public suites. */
    public static final int USUAL_ROWS = 400;

    /** A sensor whose values move less than this share of its deviation while it is stuck does not show it. */
    private static final double ALIVE = 0.1;

    private static final double CORRELATED = 0.5;

    public FaultEpisodes {
        if (perKind < 1) {
            throw new IllegalArgumentException("faults of each kind: expected 1 or more, found " + perKind);
        }
        if (rows < FEWEST_ROWS) {
            throw new IllegalArgumentException("rows of a piece: expected " + FEWEST_ROWS
                    + " or more, so that windows fit before the fault, found " + rows);
        }
    }

    /**
     * @param recordings series of one layout; rows that are labelled anomalous are left alone
     * @param measure healthy series that sizes are measured by, of the same layout
     * @param kinds what to plant
     * @return by kind, then number
     * @throws IllegalArgumentException if no recording has a healthy piece that is long enough, or no sensor can bear a kind; says which
     */
    public List<FaultEpisode> of(List<Series> recordings, List<Series> measure, Collection<SyntheticFaultKind> kinds) {
        List<Series> runs = longEnough(recordings);
        SensorRanges ranges = SensorRanges.of(measure);
        int[] candidates = requireCandidates(ranges, measure.get(0));
        var episodes = new ArrayList<FaultEpisode>();
        List<Series> pieces = IntStream.rangeClosed(1, perKind)
                .mapToObj(number -> piece(runs, number))
                .toList();
        for (SyntheticFaultKind kind : kinds) {
            if (kind == SyntheticFaultKind.CORRELATION_BREAK && candidates.length < 2) {
                throw new IllegalArgumentException(kind.optionName()
                        + " expects two sensors or more that take more than two values, found one: leave it out");
            }
            for (int number = 1; number <= perKind; number++) {
                episodes.add(episode(kind, number, pieces.get(number - 1), ranges));
            }
        }
        return episodes;
    }

    /**
     * The whole recording with one fault in each piece of it, labelled, kinds in turn: what detectors learn from that need labels.
     *
     * @param recording healthy rows
     * @param kinds what to plant
     * @return the same rows, those after the last whole piece unaltered
     * @throws IllegalArgumentException as {@link #of}
     */
    public Series throughout(Series recording, List<SyntheticFaultKind> kinds) {
        longEnough(List.of(recording));
        SensorRanges ranges = SensorRanges.of(List.of(recording));
        requireCandidates(ranges, recording);
        double[][] values = recording.rows().clone();
        var labels = new boolean[recording.length()];
        for (int n = 0; (n + 1) * rows <= recording.length(); n++) {
            Series piece = recording.slice(n * rows, (n + 1) * rows);
            Series healthy = named(piece, recording.machineId(), "none", n, piece.rows(), new boolean[rows]);
            Series faulty =
                    episode(kinds.get(n % kinds.size()), n + 1, healthy, ranges).faulty();
            System.arraycopy(faulty.rows(), 0, values, n * rows, rows);
            System.arraycopy(faulty.labels().orElseThrow(), 0, labels, n * rows, rows);
        }
        return new Series(
                recording.machineId(), recording.layout(), recording.timestamps(), values, Optional.of(labels));
    }

    private static int[] requireCandidates(SensorRanges ranges, Series measured) {
        int[] candidates = ranges.candidates();
        if (candidates.length == 0) {
            throw new IllegalArgumentException(
                    "no sensor of " + measured.layout()
                            + " takes more than two values: no fault of an instrument shows in a switch or in what stands still");
        }
        return candidates;
    }

    private Series piece(List<Series> runs, int number) {
        var random = new SplittableRandom(seed * 1_000_003 + number);
        long chosen = random.nextLong(Donors.windows(runs, rows));
        for (Series run : runs) {
            int here = run.length() - rows + 1;
            if (chosen < here) {
                Series piece = run.slice((int) chosen, (int) chosen + rows);
                return named(piece, run.machineId(), "none", number, piece.rows(), new boolean[rows]);
            }
            chosen -= here;
        }
        throw new IllegalStateException("the pieces counted are not those that there are");
    }

    /** Healthy runs that hold a piece. */
    private List<Series> longEnough(List<Series> recordings) {
        List<Series> runs = HealthyRuns.of(recordings);
        List<Series> enough = runs.stream().filter(run -> run.length() >= rows).toList();
        if (enough.isEmpty()) {
            throw new IllegalArgumentException("faults are planted into pieces of " + rows
                    + " rows without an anomalous label; the longest such run of rows has "
                    + runs.stream().mapToInt(Series::length).max().orElse(0)
                    + ": give longer series of healthy operation, or shorter pieces");
        }
        return enough;
    }

    private FaultEpisode episode(SyntheticFaultKind kind, int number, Series healthy, SensorRanges ranges) {
        var random = new SplittableRandom(31 * (seed * 1_000_003 + number) + kind.ordinal());
        int start = random.nextInt(rows * 3 / 8, rows / 2 + 1);
        int end = start + kind.rows(rows - start, random);
        int sensor = sensor(kind, healthy.rows(), start, end, ranges, random);
        var fault = new SyntheticFault(
                kind,
                healthy.layout().sensor(sensor).name(),
                start,
                end,
                kind.size(ranges, sensor, end - start, random));
        var values = new double[rows][];
        var labels = new boolean[rows];
        for (int r = 0; r < rows; r++) {
            values[r] = healthy.rows()[r].clone();
            labels[r] = start <= r && r < end;
        }
        kind.plant(values, fault, sensor, ranges, random);
        String machine = healthy.machineId();
        machine = machine.substring(0, machine.lastIndexOf(".none."));
        Series faulty = named(healthy, machine, kind.optionName(), number, values, labels);
        return new FaultEpisode(number, healthy, faulty, fault);
    }

    private static int sensor(
            SyntheticFaultKind kind,
            double[][] rows,
            int start,
            int end,
            SensorRanges ranges,
            SplittableRandom random) {
        int[] fitting = ranges.candidates();
        if (kind == SyntheticFaultKind.CORRELATION_BREAK) {
            fitting = bestBy(fitting, j -> ranges.partner()[j], CORRELATED);
        }
        if (kind == SyntheticFaultKind.STUCK || kind == SyntheticFaultKind.CORRELATION_BREAK) {
            fitting = bestBy(fitting, j -> deviation(rows, start, end, j) / ranges.deviation()[j], ALIVE);
        }
        return fitting[random.nextInt(fitting.length)];
    }

    private interface Merit {
        double of(int sensor);
    }

    /** Those that reach a merit; where none does, the best alone. */
    private static int[] bestBy(int[] sensors, Merit merit, double least) {
        int[] reaching = IntStream.of(sensors).filter(j -> merit.of(j) >= least).toArray();
        if (reaching.length > 0) {
            return reaching;
        }
        int best = sensors[0];
        for (int j : sensors) {
            best = merit.of(j) > merit.of(best) ? j : best;
        }
        return new int[] {best};
    }

    private static double deviation(double[][] rows, int from, int to, int sensor) {
        double sum = 0;
        double squares = 0;
        double first = rows[from][sensor];
        for (int r = from; r < to; r++) {
            double value = rows[r][sensor] - first; // small numbers: no digits are lost
            sum += value;
            squares += value * value;
        }
        int count = to - from;
        return Math.sqrt(Math.max(0, squares / count - (sum / count) * (sum / count)));
    }

    private static Series named(
            Series series, String machine, String kind, int number, double[][] rows, boolean[] labels) {
        return new Series(
                machine + "." + kind + "." + number, series.layout(), series.timestamps(), rows, Optional.of(labels));
    }
}
