package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.schemas.WindowScore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Boosted trees of every task, from recorded rows to a model, to the job on a broker: the same answers as in batch. */
@Timeout(600)
class TrainedTreesITCase {

    private static final List<String> SENSORS = List.of("temperature", "load");
    private static final int ROWS = 160;
    private static final long START = 1_700_000_000_000L;

    private final TestingCommand command = new TestingCommand();

    @TempDir
    private Path folder;

    @Test
    void theJobScoresTrainedTreesAsTheyWereTrained() throws Exception {
        Map<String, Path> models = new TreeMap<>();
        models.put("oven", train("oven", "xgboost", oven(), "--label-field anomalous"));
        models.put("mill", train("mill", "lightgbm", oven(), "--fault-field fault --set learns=faults"));
        models.put(
                "pump",
                train(
                        "pump",
                        "xgboost",
                        pumps(),
                        "--set learns=remaining-life --set life=40 --set alarm-life=20 --set learning-rate=0.3"));
        Map<String, double[][]> series = new TreeMap<>();
        series.put("oven-1", hotAtTheEnd(7));
        series.put("mill-1", hotAtTheEnd(8));
        series.put("pump-1", wearing(new Random(9)));

        Map<String, List<WindowScore>> scores = ServedReadings.scores(
                Map.of(
                        "models.files",
                        String.join(
                                ",",
                                models.entrySet().stream()
                                        .map(model -> model.getKey() + "-*=" + model.getValue())
                                        .toList())),
                SENSORS,
                START,
                series);

        Map<String, String> alarmed = new LinkedHashMap<>();
        for (Map.Entry<String, Path> named : models.entrySet()) {
            ModelArtefact model = ArtefactFile.read(named.getValue());
            String machine = named.getKey() + "-1";
            double[] expected = new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing())
                    .score(series.get(machine))
                    .smoothed();
            assertThat(scores.get(machine).stream().map(WindowScore::getScore))
                    .as(machine)
                    .containsExactly(Arrays.stream(expected).boxed().toArray(Double[]::new));
            double threshold = model.thresholds().forMachine(machine);
            var rows = new ArrayList<Integer>();
            for (int n = 0; n < expected.length; n++) {
                if (expected[n] > threshold) {
                    rows.add(n + model.ringRows() - 1);
                }
            }
            alarmed.put(machine, rows.isEmpty() ? "never" : rows.get(0) + " to " + rows.get(rows.size() - 1));
        }
        // what is wrong in the series: from row 120 on it is hot, or worn; smoothing takes a row or some
        assertThat(alarmed.get("oven-1")).matches("12\\d to 159");
        assertThat(alarmed.get("mill-1")).matches("12\\d to 159");
        assertThat(alarmed.get("pump-1")).matches("1[45]\\d to 159");
        assertThat(answer(models.get("mill"), 95, 50)).isEqualTo("overheated");
        assertThat(answer(models.get("mill"), 60, 20)).isEqualTo("idle");
        assertThat(answer(models.get("mill"), 60, 50)).isEqualTo("normal");
    }

    /** What {@code score} says of readings that stay as they are. */
    private String answer(Path model, double temperature, double load) throws Exception {
        String one = "{\"temperature\":" + temperature + ",\"load\":" + load + "}";
        int code = command.run(
                "score " + model + " --json --reading [" + String.join(",", List.of(one, one, one, one)) + "]");
        assertThat(code).as(command.err()).isEqualTo(ExitCode.OK);
        return command.json().get("prediction").asText();
    }

    private Path train(String name, String kind, List<String> lines, String options) throws Exception {
        Path data = Files.write(folder.resolve(name + ".csv"), lines);
        Path model = folder.resolve(name + ".model");
        int code = command.run("train " + data + " --detector " + kind
                + " --steps 4 --set trees=30 --sensors temperature,load " + options + " -o " + model);
        assertThat(code).as(command.err()).isEqualTo(ExitCode.OK);
        return model;
    }

    /** Hot for ten rows of every forty, idle for ten others; both have a name. */
    private static List<String> oven() {
        var random = new Random(1);
        var lines = new ArrayList<>(List.of("timestamp,temperature,load,anomalous,fault"));
        for (int r = 0; r < 400; r++) {
            boolean hot = r % 40 >= 30;
            boolean idle = r % 40 < 10;
            lines.add("%d,%s,%s,%d,%s"
                    .formatted(
                            START / 1000 + r,
                            (hot ? 95 : 60) + random.nextGaussian(),
                            (idle ? 20 : 50) + random.nextGaussian(),
                            hot || idle ? 1 : 0,
                            hot ? "overheated" : idle ? "idle" : "normal"));
        }
        return lines;
    }

    /** Normal rows of the oven and then hot ones. */
    private static double[][] hotAtTheEnd(long seed) {
        var random = new Random(seed);
        var rows = new double[ROWS][];
        for (int t = 0; t < ROWS; t++) {
            rows[t] = new double[] {(t >= 120 ? 95 : 60) + random.nextGaussian(), 50 + random.nextGaussian()};
        }
        return rows;
    }

    /** Pumps that get warmer over their last forty rows, and fail. */
    private static List<String> pumps() {
        var lines = new ArrayList<>(List.of("timestamp,machine,temperature,load"));
        for (int m = 0; m < 8; m++) {
            double[][] rows = wearing(new Random(m));
            for (int t = 0; t < ROWS; t++) {
                lines.add((START / 1000 + t) + ",p" + m + "," + rows[t][0] + "," + rows[t][1]);
            }
        }
        return lines;
    }

    private static double[][] wearing(Random random) {
        var rows = new double[ROWS][];
        for (int t = 0; t < ROWS; t++) {
            rows[t] =
                    new double[] {60 + Math.max(0, t - 120) + 0.3 * random.nextGaussian(), 50 + random.nextGaussian()};
        }
        return rows;
    }
}
