package io.millrace.training.crossval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How a table is divided. */
public enum Folding {
    /**
     * Each class's rows, shuffled, are dealt out to k parts; of a regression the rows in the order of their values. Says how well labels are told apart, not
     * how well tomorrow is: neighbours of a test row may have been learned from.
     */
    STRATIFIED {
        @Override
        List<Fold> folds(LearningTable table, int k, long seed) {
            int[] labelled = table.labelled();
            var part = new int[table.rows()];
            var byLabel = new TreeMap<Double, List<Integer>>();
            for (int r : labelled) {
                byLabel.computeIfAbsent(table.isRegression() ? 0 : table.labels()[r], unseen -> new ArrayList<>())
                        .add(r);
            }
            var random = new Random(seed);
            int next = 0;
            for (List<Integer> rows : byLabel.values()) {
                Collections.shuffle(rows, random);
                if (table.isRegression()) {
                    rows.sort(Comparator.comparingDouble(r -> table.labels()[r]));
                }
                for (int r : rows) {
                    part[r] = next++ % k;
                }
            }
            return byPart(labelled, part, k, "part ");
        }
    },

    /** The table is cut in time into k + 1 blocks; each but the first is judged by what was learned from all blocks before it. */
    TIME_ORDERED {
        @Override
        List<Fold> folds(LearningTable table, int k, long seed) {
            if (!table.ordered()) {
                throw new IllegalArgumentException(table.name() + " has no time order: cross-validate it stratified");
            }
            int[] byTime = IntStream.of(table.labelled())
                    .boxed()
                    .sorted(Comparator.comparingLong(r -> table.times()[r]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            var folds = new ArrayList<Fold>();
            for (int f = 1; f <= k; f++) {
                int from = (int) ((long) byTime.length * f / (k + 1));
                int to = (int) ((long) byTime.length * (f + 1) / (k + 1));
                folds.add(new Fold("block " + f, Arrays.copyOf(byTime, from), Arrays.copyOfRange(byTime, from, to)));
            }
            return folds;
        }
    },

    /** Machines, shuffled, are dealt out to k parts: a machine is either learned from or judged by. */
    BY_MACHINE {
        @Override
        List<Fold> folds(LearningTable table, int k, long seed) {
            List<String> machines = new ArrayList<>(IntStream.of(table.labelled())
                    .mapToObj(r -> table.machines()[r])
                    .distinct()
                    .toList());
            if (machines.size() < k) {
                throw new IllegalArgumentException(table.name() + " has " + machines.size() + " machines, " + k
                        + " parts need as many: use fewer parts");
            }
            Collections.shuffle(machines, new Random(seed));
            var part = new int[table.rows()];
            for (int r : table.labelled()) {
                part[r] = machines.indexOf(table.machines()[r]) % k;
            }
            return byPart(table.labelled(), part, k, "machines ");
        }
    },

    /** All machines that may be learned from, judged by those that the data's authors set aside. */
    SET_ASIDE {
        @Override
        List<Fold> folds(LearningTable table, int k, long seed) {
            return List.of(new Fold("machines set aside", table.labelled(), table.labelledAside()));
        }
    };

    /**
     * @param k parts, ≥ 2
     * @throws IllegalArgumentException if the table cannot be divided so
     */
    abstract List<Fold> folds(LearningTable table, int k, long seed);

    private static List<Fold> byPart(int[] rows, int[] part, int k, String name) {
        var folds = new ArrayList<Fold>();
        for (int f = 0; f < k; f++) {
            int own = f;
            folds.add(new Fold(
                    name + (f + 1),
                    IntStream.of(rows).filter(r -> part[r] != own).toArray(),
                    IntStream.of(rows).filter(r -> part[r] == own).toArray()));
        }
        return folds;
    }

    /** As it stands on the command line. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
