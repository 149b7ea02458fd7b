package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PerformancePageTest {

    private static final String ENVIRONMENT =
            "'environment': {'date': '2026-01-02', 'commit': 'abc', 'cpu': 'Abacus', 'cores': 2, 'memoryGib': 4,"
                    + " 'java': 'JVM 17', 'kernel': 'simd', 'loadAverage': 0.5}";

    @Test
    void tellsWhetherWhatWasAimedForWasReached() throws Exception {
        String page = PerformancePage.of(results(
                "kernel",
                "{'sgemmGflops': {'1': 100}, 'rows': ["
                        + kernelRow("simd", 32, 5000, 0.6) + ","
                        + kernelRow("onnxruntime", 32, 2000, 0.2) + ","
                        + kernelRow("onnxruntime", 256, 4000, 0.4) + "], " + ENVIRONMENT + "}"));

        assertThat(page)
                .contains("| kernel against ONNX Runtime, best batches | ≥ 2.00 × | 1.25 × | missed |")
                .contains("| kernel, share of the sgemm limit | ≥ 55 % | 60 % | reached |")
                .doesNotContain("libtorch");
    }

    @Test
    void namesMachineCommitAndDateOfEveryBenchmark() throws Exception {
        String page = PerformancePage.of(results("peers", "{'rows': [], 'quick': true, " + ENVIRONMENT + "}"));

        assertThat(page)
                .contains("| `peers` (quick) | 2026-01-02 | abc | Abacus, 2 cores, 4 GiB | JVM 17 | simd | 0.500 |");
    }

    @Test
    void givesAFigureWithItsSpread() throws Exception {
        String page = PerformancePage.of(results(
                "peers",
                "{'rows': [{'watcher': 'owl', 'sensors': 5, 'bytesPerMachine': 123456.7,"
                        + " 'readingsPerSecond': {'median': 1234.5, 'low': 99.94, 'high': 2000, 'runs': 3}}], "
                        + ENVIRONMENT + "}"));

        assertThat(page).contains("| owl | 5 | 1,235 (99.9 … 2,000) | 123,457 |");
    }

    private static String kernelRow(String variant, int batch, int windowsPerSecond, double share) {
        return "{'variant': '%s', 'features': 5, 'hidden': 64, 'batch': %d, 'threads': 1, 'windowsPerSecond': %d,"
                        .formatted(variant, batch, windowsPerSecond)
                + " 'shareOfSgemm': " + share + "}";
    }

    private static Results results(String benchmark, String json) throws Exception {
        Map<String, JsonNode> figures = new LinkedHashMap<>();
        figures.put(benchmark, new ObjectMapper().readTree(json.replace('\'', '"')));
        return new Results(figures);
    }
}
