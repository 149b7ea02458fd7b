package io.millrace.benchmarks.train;

import io.millrace.benchmarks.SampleModels;
import io.millrace.benchmarks.Spread;
import io.millrace.benchmarks.measure.Rate;
import io.millrace.detection.model.LstmAutoencoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures trainers at one number of features, one after the other in every round. */
final class TrainMeasurement {

    /** Largest relative difference of the losses of the first updates that is put down to rounding. */
    private static final double TOLERANCE = 1e-3;

    private final Rate rate;
    private final int rounds;
    private final Consumer<String> notes;

    TrainMeasurement(Rate rate, int rounds, Consumer<String> notes) {
        this.rate = rate;
        this.rounds = rounds;
        this.notes = notes;
    }

    List<TrainRow> measure(List<String> names, int features, int hidden) throws Exception {
        LstmAutoencoder first = SampleModels.model(features, hidden);
        float[] windows = SampleModels.windows(TrainCommand.BATCH, features);
        Map<String, Contestant> contestants = new LinkedHashMap<>();
        try {
            for (String name : names) {
                try {
                    contestants.put(name, Contestant.of(name, first));
                } catch (IllegalStateException | LinkageError unavailable) {
                    notes.accept(name + " is left out: " + unavailable.getMessage());
                }
            }
            compareLosses(contestants, windows);
            Map<String, double[]> speeds = new LinkedHashMap<>();
            contestants.keySet().forEach(name -> speeds.put(name, new double[rounds]));
            // the round before the first compiles and warms
            for (int round = -1; round < rounds; round++) {
                for (Map.Entry<String, Contestant> entry : contestants.entrySet()) {
                    Rate.Work update = () -> entry.getValue().trainBatch(windows, TrainCommand.BATCH);
                    double speed = rate.of(List.of(update), TrainCommand.BATCH);
                    if (round >= 0) {
                        speeds.get(entry.getKey())[round] = speed;
                    }
                }
            }
            List<TrainRow> rows = new ArrayList<>();
            speeds.forEach((name, values) -> rows.add(new TrainRow(name, features, Spread.of(values))));
            return rows;
        } finally {
            contestants.values().forEach(Contestant::close);
        }
    }

    /** The same weights, the same windows, the same optimiser: the losses must go the same way. */
    private static void compareLosses(Map<String, Contestant> contestants, float[] windows) {
        int updates = 4;
        double[] expected = null;
        for (Map.Entry<String, Contestant> entry : contestants.entrySet()) {
            var losses = new double[updates];
            for (int n = 0; n < updates; n++) {
                losses[n] = entry.getValue().trainBatch(windows, TrainCommand.BATCH);
            }
            if (expected == null) {
                expected = losses;
            }
            for (int n = 0; n < updates; n++) {
                if (!(Math.abs(losses[n] / expected[n] - 1) <= TOLERANCE)) {
                    throw new IllegalStateException("%s does not train the same network: loss %d is %s, expected %s"
                            .formatted(entry.getKey(), n, losses[n], expected[n]));
                }
            }
        }
    }
}
