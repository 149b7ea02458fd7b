package io.millrace.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.benchmarks.BenchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Writes docs/performance.md, its picture and copies of the figures from what the benchmarks have left.")
public final class ReportCommand implements Callable<Integer> {

    @Option(names = "--results", paramLabel = "DIR", description = "Where the figures are; by default target/bench.")
    private Path results;

    @Option(names = "--docs", paramLabel = "DIR", description = "Where the page goes; by default docs.")
    private Path docs;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path from = results != null
                ? results
                : BenchOptions.home().resolve("target").resolve("bench");
        Path to = docs != null ? docs : BenchOptions.home().resolve("docs");
        Results found = Results.read(from);
        if (found.byBenchmark().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    from + " holds no figures, expected " + Results.BENCHMARKS
                            + " as .json: run the benchmarks first, for example ./millrace bench job");
        }
        Path beside = Files.createDirectories(to.resolve("performance"));
        for (String benchmark : found.byBenchmark().keySet()) {
            String name = benchmark + ".json";
            if (!from.toRealPath().equals(beside.toRealPath())) {
                Files.copy(from.resolve(name), beside.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Optional<JsonNode> scale = found.of("scale");
        if (scale.isPresent()) {
            GrowthPlot.write(scale.get(), beside.resolve("scale.png"));
        }
        Files.writeString(to.resolve("performance.md"), PerformancePage.of(found));
        System.out.println("Wrote " + to.resolve("performance.md"));
        return 0;
    }
}
