package io.millrace.detection.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every metric agrees with the TSB-AD benchmark's own evaluation on its test cases. They lie beside the data sets, whose
 * folder {@code MILLRACE_DATASETS} names; without them the test is skipped and says so.
 */
class PublishedMetricCasesTest {

    private static final int CASES = 13;

    @TestFactory
    List<DynamicTest> agreesWithTheBenchmarkOnEveryCase() throws IOException {
        Path file = Path.of(System.getenv().getOrDefault("MILLRACE_DATASETS", "../../shared/datasets"))
                .resolveSibling("reference")
                .resolve("metric_cases.json");
        Assumptions.assumeTrue(
                Files.isReadable(file),
                () -> "skipped: no metric cases at " + file.toAbsolutePath().normalize()
                        + "; set MILLRACE_DATASETS to the data sets' folder beside them to run this test");
        try (InputStream json = Files.newInputStream(file)) {
            List<MetricCase> cases = MetricCase.read(json);
            assertThat(cases).hasSizeGreaterThanOrEqualTo(CASES);
            return cases.stream()
                    .map(each -> DynamicTest.dynamicTest(each.name(), each::verify))
                    .toList();
        }
    }
}
