package io.millrace.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.training.evaluate.BenchRuns;
import io.millrace.training.evaluate.SuiteEvaluation;
import io.millrace.training.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    private Path folder;

    @Test
    void leavesEveryFileOfARun() throws Exception {
        List<SuiteEvaluation> runs = BenchRuns.of(folder.resolve("data"), 2);
        Path out = folder.resolve("run");
        RunFolder.write(out, runs);

        assertThat(names(out))
                .containsExactlyInAnyOrder(
                        "report.html",
                        "metrics.json",
                        "batch_summary.csv",
                        "ALL_EVENTS.csv",
                        "TOP10_by_F1.csv",
                        "BOTTOM10_by_F1.csv",
                        "histogram_f1.png",
                        "histogram_precision.png",
                        "histogram_recall.png",
                        "series");
        assertThat(names(out.resolve("series/valve1_0")))
                .containsExactlyInAnyOrder(
                        "metrics.json", "windows.csv", "scores.png", "pr_curve.png", "roc_curve.png");
        for (String picture : List.of("histogram_f1.png", "series/valve1_0/scores.png")) {
            assertThat(ImageIO.read(out.resolve(picture).toFile())).isNotNull();
        }
        assertThat(Files.readAllLines(out.resolve("batch_summary.csv"))).hasSize(1 + 2 * 2);
        List<String> events = Files.readAllLines(out.resolve("ALL_EVENTS.csv"));
        assertThat(events.get(0)).startsWith("series,start,end,length,peakScore,meanScore,topSensors");
        assertThat(events.get(1)).startsWith("valve1/0,").contains("Pressure");
    }

    @Test
    void metricsNameDetectorGroupsMediansAndProvenance() throws Exception {
        Path out = folder.resolve("run");
        RunFolder.write(out, BenchRuns.of(folder.resolve("data"), 1));

        JsonNode metrics =
                new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
        assertThat(metrics.path("suite").asText()).isEqualTo("skab");
        assertThat(metrics.path("detector").asText()).isEqualTo("window-pca");
        assertThat(metrics.path("groups").path("SKAB").path("tp").isInt()).isTrue();
        assertThat(metrics.path("groups").path("SKAB").has("nabStandard"))
                .as("absent figures are left out")
                .isFalse();
        assertThat(metrics.path("medians").path("f1").asDouble()).isPositive();
        assertThat(metrics.path("others").has("last-value")).isTrue();
        assertThat(metrics.path("provenance").path("threshold").asText()).isEqualTo("1.5 x train quantile 1.0");
    }

    @Test
    void theReportNeedsNothingElse() throws Exception {
        Path out = folder.resolve("run");
        RunFolder.write(out, BenchRuns.of(folder.resolve("data"), 1));

        String page = Files.readString(out.resolve(RunFolder.REPORT));
        assertThat(page).contains("data:image/png;base64,").contains("Conv-AE").contains("Worst false alarms");
        assertThat(page).doesNotContain("<script").doesNotContain("src=\"http").doesNotContain("href=");
    }

    @Test
    void everyPublishedFigureHasASourceAndAGroupOfItsSuite() {
        for (Suite suite : Suite.values()) {
            assertThat(Published.of(suite)).allSatisfy(one -> {
                assertThat(one.source()).isNotBlank();
                assertThat(one.group()).isNotBlank();
                assertThat(one.value()).isBetween(0.0, 100.0);
            });
        }
        assertThat(Published.of(Suite.SMAP_MSL)).hasSize(14);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
