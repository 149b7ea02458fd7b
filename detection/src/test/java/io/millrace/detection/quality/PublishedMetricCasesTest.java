package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every metric agrees with the TSB-AD benchmark's own evaluation on its test cases. They lie beside the data sets, whose
 * folder {@code MILLRACE_DATASETS} names; without them the test is skipped and says so.
 */
class PublishedMetricCasesTest {

    private static final int CASES = 13;
    private static final Path DATASETS =
            Path.of(System.getenv().getOrDefault("MILLRACE_DATASETS", "../../shared/datasets"));

    // Plain tests with a loop, since a skipped factory leaves no trace in the build's report.

    @Test
    void agreesWithTheBenchmarkOnEveryCase() {
        List<MetricCase> cases = cases();

        assertThat(cases).hasSizeGreaterThanOrEqualTo(CASES).allSatisfy(MetricCase::verify);
    }

    /** Cases made from a series of the benchmark name it, as in {@code M: 002_MSL_….csv}, and carry its period. */
    @Test
    void findsTheBenchmarksPeriodOfEverySeries() {
        List<MetricCase> ofSeries =
                cases().stream().filter(each -> each.name().endsWith(".csv")).toList();

        assertThat(ofSeries)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(SeriesPeriod.lengthByRank(firstColumn(each.name()), 1))
                        .as(each.name())
                        .isEqualTo(each.period()));
    }

    private static List<MetricCase> cases() {
        Path file = DATASETS.resolveSibling("reference").resolve("metric_cases.json");
        requirePresent(file);
        try (InputStream json = Files.newInputStream(file)) {
            return MetricCase.read(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] firstColumn(String caseName) throws IOException {
        String[] suiteAndFile = caseName.split(": ", 2);
        Path file =
                DATASETS.resolve("tsb_ad").resolve("TSB-AD-" + suiteAndFile[0]).resolve(suiteAndFile[1]);
        requirePresent(file);
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1)
                    .mapToDouble(line -> Double.parseDouble(line.substring(0, line.indexOf(','))))
                    .toArray();
        }
    }

    private static void requirePresent(Path file) {
        Assumptions.assumeTrue(
                Files.isReadable(file),
                () -> "skipped: nothing to compare with at "
                        + file.toAbsolutePath().normalize()
                        + "; set MILLRACE_DATASETS to the folder of the data sets to run this test");
    }
}
