package io.millrace.cli.augment;

import io.millrace.cli.BadInputException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.UserData;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.file.WholeFile;
import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.augment.FaultEpisode;
import io.millrace.training.augment.FaultEpisodes;
import io.millrace.training.augment.GeneratorKind;
import io.millrace.training.augment.HealthyRuns;
import io.millrace.training.augment.SyntheticFaultKind;
import io.millrace.training.augment.SyntheticSeries;
import io.millrace.training.pipeline.InputFit;
import io.millrace.training.series.CsvSeriesWriter;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes synthetic data of recorded data, or measures what it is good for. */
@Command(
        name = "augment",
        mixinStandardHelpOptions = true,
        header = "Makes windows that nobody recorded, or plants labelled faults into recorded series.",
        sortOptions = false,
        description = {
            "With --windows: windows of normal operation like those recorded, as DIR/windows.csv, each a machine of its own."
                    + " Training puts such windows beside recorded ones by itself: train --augment.",
            "With --faults: a labelled test set. Pieces of the recordings, each with one fault in one sensor, and the same pieces"
                    + " unaltered, as DIR/episodes.csv; DIR/faults.csv lists the faults.",
            "With --measure: how many planted faults of each kind every detector finds (faults), or whether training with synthetic"
                    + " windows helps on a public benchmark (gain)."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written or measured",
            "1:writing or measuring failed",
            "2:usage",
            "3:a file, value or data set cannot be used",
            "130:interrupted; of --measure gain, what was scored stays in the cache"
        })
public final class AugmentCommand implements Callable<Integer> {

    private static final String ALL = "all";
    static final String WINDOWS_FILE = "windows.csv";
    static final String EPISODES_FILE = "episodes.csv";
    static final String FAULTS_FILE = "faults.csv";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description =
                    "Recorded series of one layout: CSV, Parquet or .npy files. Rows that are labelled anomalous are left alone.")
    private List<Path> files = List.of();

    @Option(
            names = "--windows",
            paramLabel = "GENERATOR",
            description =
                    "Make windows of normal operation: ${COMPLETION-CANDIDATES}. LIGHT are random walks with the level, drift and"
                            + " spread of recorded windows; VAE is a variational autoencoder, which learns for seconds.")
    private GeneratorKind generator;

    @Option(
            names = "--factor",
            paramLabel = "SHARE",
            description =
                    "With --windows: how many, as a share of the recorded windows that do not overlap, above 0 to 10 (default: 0.3).")
    private Double factor;

    @Option(names = "--count", paramLabel = "N", description = "With --windows: how many, instead of a share.")
    private Integer count;

    @Option(names = "--steps", paramLabel = "N", description = "With --windows: rows of a window (default: 60).")
    private Integer steps;

    @Option(
            names = "--faults",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Plant faults: spike, level-shift, trend, stuck, dropout, noise-burst, oscillation, correlation-break, joined by"
                            + " commas, or all.")
    private List<String> faults = List.of();

    @Option(names = "--per-kind", paramLabel = "N", description = "Faults of each kind (default: 10).")
    private Integer perKind;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows of a piece with a fault, 240 or more (default: 400).")
    private Integer rows;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Everything random follows from it (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where the files go; made if it is missing.")
    private Path output;

    @Mixin
    private CsvFields fields = new CsvFields();

    @Mixin
    private MeasureFields measuring = new MeasureFields();

    @Option(names = "--json", description = "Print the result as one JSON object on the last line.")
    private boolean json;

    public AugmentCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean plants = !faults.isEmpty();
        check(
                (generator != null ? 1 : 0) + (plants ? 1 : 0) + (measuring.any() ? 1 : 0) == 1,
                "augment expects one of --windows GENERATOR, --faults KIND and --measure WHAT");
        check(
                generator != null || (factor == null && count == null && steps == null),
                "--factor, --count and --steps expect --windows");
        check(factor == null || count == null, "expected --factor or --count, found both");
        check(generator == null || (perKind == null && rows == null), "--per-kind and --rows expect --faults");
        if (measuring.any()) {
            check(files.isEmpty() && output == null, "--measure brings its own data: leave out FILE and --output");
            return measure();
        }
        check(measuring.alone().isEmpty(), measuring.alone() + " expects --measure");
        check(!files.isEmpty(), "augment expects a FILE of recorded series, found none");
        check(output != null, "augment expects --output DIR, found none");
        Set<SyntheticFaultKind> kinds = plants ? kinds() : Set.of();
        if (Files.exists(output) && !Files.isDirectory(output)) {
            throw new BadInputException(output + " is a file: --output expects a directory");
        }
        List<Series> recordings = recordings();
        try {
            if (plants) {
                plant(recordings, kinds);
            } else {
                generate(recordings);
            }
        } catch (IllegalArgumentException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        }
        return ExitCode.OK;
    }

    private List<Series> recordings() throws IOException {
        var all = new ArrayList<Series>();
        for (Path file : files) {
            all.addAll(UserData.series(file, fields).series());
        }
        try {
            InputFit.requireOneLayout(all);
        } catch (IllegalArgumentException several) {
            throw new BadInputException(several.getMessage(), several);
        }
        return all;
    }

    private void generate(List<Series> recordings) throws IOException {
        int length = steps == null ? 60 : steps;
        check(length >= 2, "--steps expects 2 or more, found " + length);
        check(count == null || count >= 1, "--count expects 1 or more, found " + count);
        int wanted = count != null ? count : share(recordings, length);
        List<Series> windows = SyntheticSeries.of(recordings, generator, length, wanted, seed);
        Path file = output.resolve(WINDOWS_FILE);
        CsvSeriesWriter.write(file, windows);
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("file", file.toString());
            result.put("generator", generator.optionName());
            result.put("windows", windows.size());
            result.put("steps", length);
            terminal.line(Json.line(result));
        } else {
            terminal.line("Wrote " + Text.count(windows.size(), "window") + " of " + length + " rows to " + file + ".");
        }
    }

    private int share(List<Series> recordings, int length) {
        int apart = HealthyRuns.of(recordings).stream()
                .mapToInt(run -> run.length() / length)
                .sum();
        return new AugmentOptions(generator, factor == null ? AugmentOptions.USUAL_FACTOR : factor).count(apart);
    }

    private void plant(List<Series> recordings, Set<SyntheticFaultKind> kinds) throws IOException {
        List<FaultEpisode> episodes = episodes().of(recordings, HealthyRuns.of(recordings), kinds);
        var series = new ArrayList<Series>();
        episodes.stream().limit(episodes().perKind()).map(FaultEpisode::healthy).forEach(series::add);
        episodes.stream().map(FaultEpisode::faulty).forEach(series::add);
        Path file = output.resolve(EPISODES_FILE);
        CsvSeriesWriter.write(file, series);
        WholeFile.write(output.resolve(FAULTS_FILE), FaultList.csv(episodes));
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("file", file.toString());
            result.put("faults", output.resolve(FAULTS_FILE).toString());
            result.put("episodes", episodes.size());
            result.put("unaltered", episodes().perKind());
            result.put(
                    "kinds", kinds.stream().map(SyntheticFaultKind::optionName).toList());
            terminal.line(Json.line(result));
        } else {
            terminal.line("Wrote " + Text.count(episodes.size(), "piece") + " with a fault and "
                    + Text.count(episodes().perKind(), "piece") + " without to " + file + ".");
            terminal.line("The faults are listed in " + output.resolve(FAULTS_FILE) + ".");
        }
    }

    private FaultEpisodes episodes() {
        return new FaultEpisodes(perKind == null ? 10 : perKind, rows == null ? FaultEpisodes.USUAL_ROWS : rows, seed);
    }

    private Set<SyntheticFaultKind> kinds() {
        var kinds = new LinkedHashSet<SyntheticFaultKind>();
        try {
            for (String name : faults) {
                if (name.strip().equals(ALL)) {
                    kinds.addAll(List.of(SyntheticFaultKind.values()));
                } else {
                    kinds.add(SyntheticFaultKind.of(name.strip()));
                }
            }
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), unknown.getMessage() + ", or all", unknown);
        }
        return kinds;
    }

    private int measure() throws IOException, InterruptedException {
        FaultEpisodes test;
        try {
            test = episodes();
        } catch (IllegalArgumentException outOfRange) {
            throw new BadInputException(outOfRange.getMessage(), outOfRange);
        }
        var measurement = new Measurement(terminal, measuring, test, seed);
        Map<String, Object> result = measurement.run();
        if (json) {
            terminal.line(Json.line(result));
        }
        return ExitCode.OK;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }
}
