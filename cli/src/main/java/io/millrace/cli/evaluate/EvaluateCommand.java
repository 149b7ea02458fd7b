package io.millrace.cli.evaluate;

import io.millrace.cli.BadInputException;
import io.millrace.cli.CtrlC;
import io.millrace.cli.ExitCode;
import io.millrace.cli.InputFiles;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Progress;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.file.WholeFile;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.training.evaluate.EvaluationProgress;
import io.millrace.training.evaluate.RootCauseQuality;
import io.millrace.training.evaluate.ScoreCache;
import io.millrace.training.evaluate.StandardConfigurations;
import io.millrace.training.evaluate.SuiteConfiguration;
import io.millrace.training.evaluate.SuiteConfigurations;
import io.millrace.training.evaluate.SuiteEvaluation;
import io.millrace.training.evaluate.SuiteRunner;
import io.millrace.training.network.InterruptedTrainingException;
import io.millrace.training.report.AccuracyPage;
import io.millrace.training.report.GeneratedSection;
import io.millrace.training.report.RootCausePage;
import io.millrace.training.report.RunFolder;
import io.millrace.training.series.UnreadableSeriesException;
import io.millrace.training.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a detector on a public benchmark. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        header = "Measures a detector on a public benchmark, beside naive baselines.",
        sortOptions = false,
        description = {
            "Fits on the training rows of every series, scores the others by the job's own code, sets the threshold without"
                    + " labels, and measures by the benchmark's protocol.",
            "Causal scores are known at the row itself, delayed ones a window later; oracle figures are those whose threshold"
                    + " the labels chose. Figures of the three kinds are named and never mixed.",
            "Scores are cached: a second run with another threshold takes seconds."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:measuring failed, for example on a full disk",
            "2:usage",
            "3:a data set cannot be used",
            "130:interrupted; what was scored stays in the cache"
        })
public final class EvaluateCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    private final Terminal terminal;

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            description = "smap-msl, tsb-ad, skab, nab, asd or smd; with --docs several, all without it.")
    private List<String> suites = new ArrayList<>();

    @Option(
            names = "--datasets",
            paramLabel = "DIR",
            description = "Folder above the suite's folder. Without it: the environment's MILLRACE_DATASETS, or"
                    + " ../shared/datasets beside the project.")
    private Path datasets;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "RUN",
            description = "Folder for metrics, plots and the report; made if it is not there.")
    private Path out;

    @Option(
            names = "--detector",
            paramLabel = "NAME",
            description = "Another detector than the suite's preferred one; may be given several times.")
    private List<String> detectors = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Measure with N seeds and tell the spread (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where scores are kept. Without it: target/evaluation-cache of the project.")
    private Path cache;

    @Option(names = "--no-cache", description = "Score everything again and keep nothing.")
    private boolean noCache;

    @Option(
            names = "--docs",
            paramLabel = "FILE.md",
            description =
                    "Measure the preferred detector and the LSTM autoencoder on every suite and write the accuracy page.")
    private Path docs;

    @Option(
            names = "--root-causes",
            description =
                    "Measure instead how often explanations name the sensors that caused an event, on asd and smd: Shapley"
                            + " values and surrogate beside the plain error and a ranking by lot. With --docs the figures go between the"
                            + " marks of that page.")
    private boolean rootCauses;

    @Option(
            names = "--detectors-page",
            paramLabel = "FILE.md",
            description =
                    "Measure on one suite every kind of detector that needs no labels as train --detector KIND makes it, threshold"
                            + " included, and write the table into the page's section 'results SUITE'.")
    private Path detectorsPage;

    @Option(names = "--json", description = "Print the result as one JSON object on the last line.")
    private boolean json;

    public EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Suite> chosen = chosen();
        CtrlC ctrlC = CtrlC.watch();
        try {
            if (rootCauses) {
                measureRootCauses(chosen);
            } else if (docs != null) {
                writePage(chosen);
            } else if (detectorsPage != null) {
                writeDetectors(StandardConfigurations.of(chosen.get(0)));
            } else {
                evaluate(SuiteConfigurations.of(chosen.get(0)));
            }
            return ExitCode.OK;
        } catch (UnreadableSeriesException | IllegalArgumentException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        } catch (InterruptedTrainingException interrupted) {
            return interrupted(interrupted.getMessage() + " of a training");
        } catch (InterruptedException interrupted) {
            return interrupted(interrupted.getMessage());
        } catch (IOException failed) {
            if (Thread.interrupted()) { // an interrupted write looks like a failed one
                return interrupted("interrupted while writing");
            }
            throw failed;
        } finally {
            ctrlC.close();
        }
    }

    private List<Suite> chosen() {
        if (seeds < 1) {
            throw new BadInputException("--seeds expects 1 or more, found " + seeds);
        }
        if (docs == null && !rootCauses && suites.size() != 1) {
            throw new BadInputException("--suite expects one suite, found " + suites
                    + "; several go together with --docs or --root-causes");
        }
        try {
            List<Suite> chosen = suites.isEmpty()
                    ? rootCauses ? List.of(Suite.ASD, Suite.SMD) : List.of(Suite.values())
                    : suites.stream().map(Suite::of).toList();
            for (Suite suite : chosen) {
                SuiteConfiguration known =
                        detectorsPage == null ? SuiteConfigurations.of(suite) : StandardConfigurations.of(suite);
                detectors.forEach(known::detector);
            }
            return chosen;
        } catch (IllegalArgumentException unknown) {
            throw new BadInputException(unknown.getMessage(), unknown);
        }
    }

    private void evaluate(SuiteConfiguration configuration) throws IOException, InterruptedException {
        List<SuiteEvaluation> runs = measure(configuration, names(configuration, List.of(configuration.preferred())));
        if (out != null) {
            RunFolder.write(out, runs);
        }
        SuiteTable.print(terminal, runs);
        if (out != null) {
            terminal.line("Report: " + out.resolve(RunFolder.REPORT));
        }
        if (json) {
            terminal.line(Json.line(SuiteTable.json(runs)));
        }
    }

    /** All detectors side by side, in the order of the suite. */
    private void writeDetectors(SuiteConfiguration configuration) throws IOException, InterruptedException {
        String page = Files.readString(InputFiles.readable(detectorsPage));
        String section = "results " + configuration.suite().optionName();
        GeneratedSection.replace(page, section, ""); // a page without the section is refused before hours of work
        var all = new ArrayList<>(configuration.detectors().keySet());
        List<SuiteEvaluation> runs = measure(configuration, new LinkedHashSet<>(detectors.isEmpty() ? all : detectors));
        SuiteTable.print(terminal, runs);
        WholeFile.write(detectorsPage, GeneratedSection.replace(page, section, SuiteTable.markdown(runs)));
        terminal.line("Wrote " + detectorsPage + ".");
    }

    private void writePage(List<Suite> chosen) throws IOException, InterruptedException {
        var page = new AccuracyPage(seeds);
        for (Suite suite : chosen) {
            SuiteConfiguration configuration = SuiteConfigurations.of(suite);
            if (!Files.isDirectory(folder().resolve(suite.folder()))) {
                terminal.note("There is no " + folder().resolve(suite.folder()) + ": " + suite.optionName()
                        + " is left out of the page.");
                page.absent(suite);
                continue;
            }
            List<SuiteEvaluation> runs = measure(
                    configuration,
                    names(configuration, List.of(configuration.preferred(), ReconstructionDetector.NAME)));
            SuiteTable.print(terminal, runs);
            page.add(runs);
        }
        WholeFile.write(docs, page.markdown());
        terminal.line("Wrote " + docs + ".");
    }

    private void measureRootCauses(List<Suite> chosen) throws IOException, InterruptedException {
        String page = docs == null ? "" : Files.readString(InputFiles.readable(docs));
        var measured = new ArrayList<RootCauseQuality>();
        for (Suite suite : chosen) {
            SuiteConfiguration configuration = SuiteConfigurations.of(suite);
            SuiteRunner runner = SuiteRunner.open(configuration, folder(), scores());
            List<String> usual = List.of(configuration.preferred(), KMeansWindowsDetector.NAME);
            for (String name : detectors.isEmpty() ? usual : detectors) {
                try (Progress bar =
                        Progress.start(terminal, "series", runner.series().size())) {
                    measured.add(runner.rootCauses(name, 1, new Listener(bar)));
                }
                RootCauseTable.print(terminal, measured.get(measured.size() - 1));
            }
        }
        if (docs != null) {
            WholeFile.write(docs, RootCausePage.with(page, measured));
            terminal.line("Wrote " + docs + ".");
        }
        if (json) {
            terminal.line(Json.line(RootCauseTable.json(measured)));
        }
    }

    private int interrupted(String where) {
        terminal.note("millrace evaluate: " + where + "; run the command again to go on from there.");
        return INTERRUPTED;
    }

    /** The detectors asked for, or the usual ones; the baselines behind them. */
    private Set<String> names(SuiteConfiguration configuration, List<String> usual) {
        var names = new LinkedHashSet<>(detectors.isEmpty() ? usual : detectors);
        names.addAll(SuiteConfigurations.BASELINES);
        names.forEach(configuration::detector);
        return names;
    }

    private List<SuiteEvaluation> measure(SuiteConfiguration configuration, Set<String> names)
            throws IOException, InterruptedException {
        SuiteRunner runner = SuiteRunner.open(configuration, folder(), scores());
        int runs = names.stream().mapToInt(name -> times(configuration, name)).sum();
        try (Progress bar =
                Progress.start(terminal, "series", (long) runner.series().size() * runs)) {
            var listener = new Listener(bar);
            var evaluations = new ArrayList<SuiteEvaluation>();
            for (String name : names) {
                for (int seed = 1; seed <= times(configuration, name); seed++) {
                    evaluations.add(runner.run(name, seed, listener));
                }
            }
            return evaluations;
        }
    }

    /** A detector that the seed does not change is measured once. */
    private int times(SuiteConfiguration configuration, String name) {
        return configuration.detector(name).recipe().kind().random() ? seeds : 1;
    }

    private Path folder() {
        if (datasets != null) {
            return datasets;
        }
        String named = System.getenv("MILLRACE_DATASETS");
        return named != null && !named.isBlank()
                ? Path.of(named)
                : home().resolve("../shared/datasets").normalize();
    }

    private ScoreCache scores() {
        if (noCache) {
            return ScoreCache.none();
        }
        return ScoreCache.in(cache != null ? cache : home().resolve("target").resolve("evaluation-cache"));
    }

    private static Path home() {
        return Path.of(System.getProperty("millrace.home", "."));
    }

    /** Shows where the run is. */
    private static final class Listener implements EvaluationProgress {

        private final Progress bar;
        private String now = "";
        private long done;

        Listener(Progress bar) {
            this.bar = bar;
        }

        @Override
        public void begun(String detector, String series) {
            now = detector + " " + series;
            bar.saying(now);
        }

        @Override
        public void done(String detector, String series) {
            bar.at(++done);
        }

        @Override
        public void epoch(int number, int epochs, double validationError) {
            bar.saying("%s epoch %d/%d error %.4f".formatted(now, number, epochs, validationError));
        }
    }
}
