package io.millrace.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.detection.detector.EnsembleDetector;
import io.millrace.training.report.RootCausePage;
import io.millrace.training.suite.Suite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of five waves with two blatant faults whose causes are written down. */
class RootCauseQualityTest {

    private static final int ROWS = 600;
    private static final int SENSORS = 5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"window-pca", EnsembleDetector.NAME})
    void blatantFaultsAreNamedByEveryRankingButTheLot(String detector) throws Exception {
        writeServer();

        RootCauseQuality quality = measure(detector);

        assertThat(quality.events()).isEqualTo(2);
        assertThat(quality.meanCauses()).isEqualTo(1.5);
        assertThat(quality.meanSensors()).isEqualTo(5);
        for (Ranking ranking : List.of(Ranking.EVENT_ERROR, Ranking.PEAK_ERROR, Ranking.SHAPLEY, Ranking.SURROGATE)) {
            assertThat(quality.rates().get(ranking).at100()).as(ranking.label()).isEqualTo(1);
            assertThat(quality.rates().get(ranking).at150()).isEqualTo(1);
        }
        // by lot: one of five for one cause, two of five for two; half as many again are one and three
        assertThat(quality.rates().get(Ranking.RANDOM).at100()).isCloseTo((0.2 + 0.4) / 2, within(1e-12));
        assertThat(quality.rates().get(Ranking.RANDOM).at150()).isCloseTo((0.2 + 0.6) / 2, within(1e-12));
    }

    @Test
    void figuresGoBetweenTheMarksOfThePage() throws Exception {
        writeServer();
        String page = "# Page\n\n<!-- measured, asd: begin -->\nold\n<!-- measured, asd: end -->\n\nThe end.\n";

        RootCauseQuality measured = measure("window-pca");
        String written = RootCausePage.with(page, List.of(measured));

        assertThat(written)
                .startsWith("# Page\n\n<!-- measured, asd: begin -->\n")
                .contains(
                        "**asd, `window-pca`**: 2 events, 1.5 causes of 5.0 scored sensors on average.",
                        "| random | 0.300 | 0.400 |",
                        "| Shapley values, peak window | 1.000 ± 0.000 | 1.000 ± 0.000 |")
                .endsWith("<!-- measured, asd: end -->\n\nThe end.\n")
                .doesNotContain("old");
        assertThatThrownBy(() -> RootCausePage.with("# Page", List.of(measured)))
                .hasMessageContaining("the page has no line '<!-- measured, asd: begin -->'");
    }

    private RootCauseQuality measure(String detector) throws Exception {
        return SuiteRunner.open(SuiteConfigurations.of(Suite.ASD), folder, ScoreCache.in(folder.resolve("cache")))
                .rootCauses(detector, 1, EvaluationProgress.SILENT);
    }

    @Test
    void asksForASuiteWhoseCausesAreKnown() throws Exception {
        writeServer();
        Files.delete(folder.resolve("asd/interpretation_label/server.txt"));

        assertThatThrownBy(() -> measure("window-pca"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("suite asd has no event whose causes are known: choose asd or smd");
    }

    private void writeServer() throws IOException {
        write("asd/train/server.npy", npy("(%d, %d)".formatted(ROWS, SENSORS), waves(1, false)));
        write("asd/test/server.npy", npy("(%d, %d)".formatted(ROWS, SENSORS), waves(2, true)));
        var labels = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            labels[r] = faulty(r) ? 1 : 0;
        }
        write("asd/test_label/server.npy", npy("(%d,)".formatted(ROWS), labels));
        write("asd/interpretation_label/server.txt", "300-309:2\n450-459:1,4\n".getBytes(StandardCharsets.UTF_8));
    }

    private static boolean faulty(int row) {
        return row >= 300 && row < 310 || row >= 450 && row < 460;
    }

    private static double[] waves(int phase, boolean faults) {
        var values = new double[ROWS * SENSORS];
        for (int r = 0; r < ROWS; r++) {
            for (int s = 0; s < SENSORS; s++) {
                boolean off = faults && (r < 400 ? s == 1 : s == 0 || s == 3) && faulty(r);
                values[r * SENSORS + s] =
                        Math.sin(phase + r / (3.0 + s)) + 0.1 * ((r * 7 + s * 3) % 11) / 11 + (off ? 6 : 0);
            }
        }
        return values;
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static byte[] npy(String shape, double[] values) {
        byte[] header = "{'descr': '<f8', 'fortran_order': False, 'shape': %s, }\n"
                .formatted(shape)
                .getBytes(StandardCharsets.ISO_8859_1);
        var buffer = ByteBuffer.allocate(10 + header.length + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length);
        buffer.put(header);
        for (double value : values) {
            buffer.putDouble(value);
        }
        return buffer.array();
    }
}
