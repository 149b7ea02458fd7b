package io.millrace.training.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmKernel;
import io.millrace.detection.model.LstmKernels;
import io.millrace.detection.model.ReferenceLstmKernel;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.threshold.ThresholdPolicy;
import io.millrace.detection.window.WindowBatch;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is imported computes as Keras does; see the README beside the files. */
class KerasImportTest {

    private static final double TOLERANCE = 1e-5;
    private static final List<String> SENSORS = List.of("temperature", "pressure", "vibration");

    @ParameterizedTest
    @ValueSource(strings = {"standard", "minmax", "robust"})
    void scalesReconstructsAndScoresAsKerasDoes(String scaler) throws Exception {
        ModelArtefact model = imported(scaler);
        JsonNode expected = expected();
        double[][] rows = matrix(expected.get("rows"));
        JsonNode own = expected.get(scaler);

        float[] scaled = model.preprocessing().transform(rows);
        assertClose(scaled, flat(own.get("scaled")), 1e-6);

        LstmAutoencoder network = ((ReconstructionDetector) model.detector()).model();
        for (LstmKernel kernel :
                List.of(new ReferenceLstmKernel(), LstmKernels.choose().kernel())) {
            var batch = new WindowBatch(network.steps(), network.features());
            batch.addSegment(scaled, rows.length);
            var out = new float[batch.windows() * network.steps() * network.features()];
            kernel.pack(network).newReconstructor().reconstruct(batch, out);
            assertClose(out, flat(own.get("reconstructions")), TOLERANCE);
        }

        double[] scores = new SeriesScorer(model.preprocessing(), model.detector(), Smoothing.NONE)
                .score(rows)
                .raw();
        assertThat(scores).hasSize(own.get("meanSquaredErrors").size());
        for (int n = 0; n < scores.length; n++) {
            assertThat(scores[n]).isCloseTo(own.get("meanSquaredErrors").get(n).asDouble(), within(TOLERANCE));
        }
    }

    @Test
    void layersOfDifferentSizesSurviveTheArtefact() throws Exception {
        ModelArtefact model = imported("standard");

        ModelArtefact restored = ArtefactCodec.decode(ArtefactCodec.encode(model));

        assertThat(((ReconstructionDetector) restored.detector()).model())
                .isEqualTo(((ReconstructionDetector) model.detector()).model());
    }

    @Test
    void theRangeOfAMinMaxScalerIsReadFromEitherPairOfAttributes(@TempDir Path folder) throws Exception {
        Path pair = folder.resolve("data.json");
        Files.writeString(pair, "{\"data_min_\": [10, 0], \"data_max_\": [30, 4], \"feature_range\": [-1, 1]}");
        Path other = folder.resolve("scale.json");
        Files.writeString(other, "{\"min_\": [-2, -1], \"scale_\": [0.1, 0.5]}");

        for (Path file : List.of(pair, other)) {
            var scaler = ScikitScaler.read(file, 20).scaler();
            assertThat(scaler.inverse(0, -1)).isCloseTo(10, within(1e-9));
            assertThat(scaler.inverse(1, 1)).isCloseTo(4, within(1e-9));
        }
    }

    @Test
    void aThresholdRestsOnHealthySeriesWhateverTheOrderOfItsColumns() throws Exception {
        ModelArtefact model = imported("standard");
        double[][] rows = matrix(expected().get("rows"));
        var timestamps = new long[rows.length];
        Arrays.setAll(timestamps, r -> r * 1_000L);
        var turned = new double[rows.length][];
        Arrays.setAll(turned, r -> new double[] {rows[r][2], rows[r][0], rows[r][1]});
        var healthy = new Series(
                "m",
                io.millrace.detection.reading.SensorLayout.ofNames(List.of("vibration", "temperature", "pressure")),
                timestamps,
                turned,
                Optional.empty());

        ModelArtefact calibrated =
                KerasImport.calibrated(model, List.of(healthy), new ThresholdPolicy.TrainQuantile(1, 2));

        double most = Arrays.stream(new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing())
                        .score(rows)
                        .smoothed())
                .max()
                .orElseThrow();
        assertThat(calibrated.thresholds().fallback()).isCloseTo(2 * most, within(1e-9));
        assertThat(calibrated.version()).isEqualTo(model.version());
        assertThat(calibrated.provenance())
                .containsEntry("calibration.rows", Integer.toString(rows.length))
                .containsEntry("import.network", "autoencoder.h5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weights_only.h5 | expected the attribute 'model_config', which says what the layers are, found weights alone",
                "gru.h5 | expected a layer of kind LSTM at place 1 of LSTM → RepeatVector → LSTM → TimeDistributed(Dense), found GRU 'gru'",
                "hard_sigmoid.h5 | expected layer 'lstm_1' to have recurrent_activation = sigmoid, found hard_sigmoid",
                "wrong_shape.h5 | expected 'recurrent_kernel' of layer 'lstm' to be of shape [6, 24], found [6, 20]",
                "not_finite.h5 | 'bias' of layer 'lstm' holds a value that is not finite",
                "standard.json | is no model that can be imported",
                "nowhere.h5 | there is no such file"
            })
    void refusesWhatWouldComputeSomethingElse(String file, String sentence) throws Exception {
        Path network = file("autoencoder.h5").resolveSibling(file);

        assertThatThrownBy(() -> KerasAutoencoder.read(network))
                .isInstanceOf(BadImportException.class)
                .hasMessageStartingWith(network.toString())
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 3_000, 12_000})
    void refusesACutFile(int length, @TempDir Path folder) throws Exception {
        Path cut = folder.resolve("cut.h5");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(file("autoencoder.h5")), length));

        assertThatThrownBy(() -> KerasAutoencoder.read(cut))
                .isInstanceOf(BadImportException.class)
                .hasMessageStartingWith(cut.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | expected a scaler's attributes, mean_ and scale_, min_ and scale_, data_min_ and data_max_, or center_ and scale_, found none",
                "{\"var_\": [1]} | found [var_]",
                "{\"mean_\": [1, 2]} | expected scale_ to be an array of numbers, found none",
                "{\"mean_\": [1, 2], \"scale_\": [1]} | expected two arrays of one number per sensor, found 2 and 1",
                "{\"mean_\": [1, 2], \"scale_\": [1, 0]} | scaler of sensor 1 expects a finite offset and a scale > 0",
                "{\"mean_\": [1, \"NaN\"], \"scale_\": [1, 1]} | expected mean_ to hold numbers, found \"NaN\"",
                "{\"mean_\": [1, | expected JSON"
            })
    void refusesAScalerThatIsNone(String content, String sentence, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("scaler.json"), content);

        assertThatThrownBy(() -> ScikitScaler.read(file, 20))
                .isInstanceOf(BadImportException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void networkScalerAndSensorsMustFit() throws Exception {
        assertThatThrownBy(() -> read("minmax", List.of("a", "b")))
                .hasMessageContaining("autoencoder.h5: expects 3 features, found 2 sensors [a, b]");
        assertThatThrownBy(() -> read("minmax", List.of())).hasMessageContaining("names no sensors");
        assertThatThrownBy(() -> read("standard", List.of("pressure", "temperature", "vibration")))
                .hasMessageContaining("was fitted on [temperature, pressure, vibration]");
        assertThat(read("standard", List.of()).preprocessing().layout().names()).isEqualTo(SENSORS);
    }

    private static ModelArtefact imported(String scaler) throws Exception {
        return read(scaler, SENSORS);
    }

    private static ModelArtefact read(String scaler, List<String> sensors) throws Exception {
        return KerasImport.read(file("autoencoder.h5"), file(scaler + ".json"), sensors, 20, "imported", 1, 1_000);
    }

    private static Path file(String name) throws URISyntaxException {
        return Path.of(KerasImportTest.class.getResource(name).toURI());
    }

    private static JsonNode expected() throws IOException, URISyntaxException {
        return new ObjectMapper().readTree(file("expected.json").toFile());
    }

    private static double[][] matrix(JsonNode rows) {
        var matrix = new double[rows.size()][];
        for (int r = 0; r < matrix.length; r++) {
            matrix[r] = flat(rows.get(r));
        }
        return matrix;
    }

    private static double[] flat(JsonNode node) {
        return node.isNumber()
                ? new double[] {node.asDouble()}
                : java.util.stream.IntStream.range(0, node.size())
                        .mapToObj(node::get)
                        .flatMapToDouble(inner -> Arrays.stream(flat(inner)))
                        .toArray();
    }

    private static void assertClose(float[] found, double[] expected, double tolerance) {
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).as("value %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }
}
