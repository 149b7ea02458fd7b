package io.millrace.cli.augment;

import io.millrace.cli.BadInputException;
import io.millrace.cli.CtrlC;
import io.millrace.cli.InputFiles;
import io.millrace.cli.terminal.Progress;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.TextTable;
import io.millrace.detection.file.WholeFile;
import io.millrace.training.augment.AugmentOptions;
import io.millrace.training.augment.FaultEpisodes;
import io.millrace.training.augment.SyntheticFaultKind;
import io.millrace.training.evaluate.AugmentationGain;
import io.millrace.training.evaluate.EvaluationProgress;
import io.millrace.training.evaluate.FaultRecall;
import io.millrace.training.evaluate.HealthyRecordings;
import io.millrace.training.evaluate.ScoreCache;
import io.millrace.training.evaluate.SuiteConfigurations;
import io.millrace.training.recipe.KnownKind;
import io.millrace.training.recipe.KnownKinds;
import io.millrace.training.report.AugmentationPage;
import io.millrace.training.report.GeneratedSection;
import io.millrace.training.series.UnreadableSeriesException;
import io.millrace.training.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures what synthetic data is good for, prints it, and writes it into a page. */
final class Measurement {

    private static final List<String> USUAL = List.of("lstm-autoencoder", "dense-autoencoder", "window-pca");
    private static final int SEEDS = 5;

    /** Networks of Deeplearning4j with recurrent layers take most of an hour for all recordings otherwise. */
    private static final Map<String, String> SHORT_TRAINING = Map.of("epochs", "6", "windows", "1000");

    private final Terminal terminal;
    private final MeasureFields fields;
    private final FaultEpisodes episodes;
    private final long seed;

    Measurement(Terminal terminal, MeasureFields fields, FaultEpisodes episodes, long seed) {
        this.terminal = terminal;
        this.fields = fields;
        this.episodes = episodes;
        this.seed = seed;
    }

    /** @return the figures, for programs */
    Map<String, Object> run() throws IOException, InterruptedException {
        CtrlC ctrlC = CtrlC.watch();
        try {
            return fields.what == MeasureFields.What.FAULTS ? faults() : gain();
        } catch (UnreadableSeriesException | IllegalArgumentException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        } finally {
            ctrlC.close();
        }
    }

    private Map<String, Object> faults() throws IOException, InterruptedException {
        require(fields.suite == null, "--suite belongs to --measure gain: planted faults go into healthy recordings");
        require(fields.series == null && fields.seeds == null, "--series and --seeds belong to --measure gain");
        List<KnownKind> kinds = fields.detectors.isEmpty()
                ? KnownKinds.trainable()
                : fields.detectors.stream().map(KnownKinds::of).toList();
        requireSection("faults");
        List<FaultRecall.Recording> recordings = HealthyRecordings.read(folder());
        var measured = new ArrayList<FaultRecall>();
        try (Progress bar = Progress.start(terminal, "detectors", (long) kinds.size() * recordings.size())) {
            for (KnownKind kind : kinds) {
                for (FaultRecall.Recording recording : recordings) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted before " + kind.name());
                    }
                    bar.saying(kind.name() + " " + recording.name());
                    measured.add(FaultRecall.measure(
                            kind, settings(kind), recording, episodes, seed, (epoch, epochs) -> {}));
                    bar.at(measured.size());
                }
                // a run that is ended early leaves what it has measured
                write("faults", AugmentationPage.faults(measured, episodes, SHORT_TRAINING, command()));
            }
        }
        print(AugmentationPage.faultTable(measured));
        return Map.of("faults", measured.stream().map(Measurement::fields).toList());
    }

    /** With all that decides the figures: they are to be found again. */
    private String command() {
        var words = new StringBuilder("./millrace augment --measure ")
                .append(fields.what.name().toLowerCase(Locale.ROOT));
        if (fields.what == MeasureFields.What.FAULTS) {
            words.append(" --per-kind ").append(episodes.perKind());
            words.append(episodes.rows() == FaultEpisodes.USUAL_ROWS ? "" : " --rows " + episodes.rows());
            words.append(seed == 1 ? "" : " --seed " + seed);
        } else {
            words.append(" --suite ").append(fields.suite);
            words.append(fields.series == null ? "" : " --series " + fields.series);
            words.append(" --seeds ").append(seeds());
        }
        return fields.detectors.isEmpty()
                ? words.toString()
                : words.append(" --detector ")
                        .append(String.join(",", fields.detectors))
                        .toString();
    }

    private int seeds() {
        return fields.seeds == null ? SEEDS : fields.seeds;
    }

    private static Map<String, String> settings(KnownKind kind) {
        boolean slow = kind.name().equals("lstm-classifier") || kind.name().equals("attention-lstm");
        return slow ? SHORT_TRAINING : Map.of();
    }

    private static Map<String, Object> fields(FaultRecall one) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("detector", one.kind().name());
        fields.put("recording", one.recording());
        fields.put("planted", one.planted());
        for (SyntheticFaultKind kind : SyntheticFaultKind.values()) {
            fields.put(kind.optionName(), one.found().get(kind));
        }
        fields.put("rows", one.rows());
        fields.put("rowsInAlarm", one.rowsInAlarm());
        return fields;
    }

    private Map<String, Object> gain() throws IOException, InterruptedException {
        require(fields.suite != null, "--measure gain expects --suite SUITE, found none");
        require(fields.series == null || fields.series >= 1, "--series expects 1 or more, found " + fields.series);
        require(fields.seeds == null || fields.seeds >= 1, "--seeds expects 1 or more, found " + fields.seeds);
        Suite suite = Suite.of(fields.suite);
        List<String> detectors = fields.detectors.isEmpty() ? USUAL : fields.detectors;
        detectors.forEach(SuiteConfigurations.of(suite)::detector);
        String section = "gain " + suite.optionName();
        requireSection(section);
        var gains = new ArrayList<AugmentationGain>();
        try (Progress bar = Progress.start(terminal, "series", -1)) {
            for (String detector : detectors) {
                gains.add(AugmentationGain.measure(
                        suite,
                        detector,
                        AugmentOptions.USUAL_FACTOR,
                        fields.series == null ? Integer.MAX_VALUE : fields.series,
                        seeds(),
                        folder(),
                        ScoreCache.in(home().resolve("target").resolve("evaluation-cache")),
                        new Listener(bar, detector)));
                write(section, AugmentationPage.gain(gains, command()));
            }
        }
        print(AugmentationPage.gainTable(gains));
        gains.forEach(gain -> AugmentationPage.verdicts(gain).forEach(terminal::line));
        return Map.of("gain", gains.stream().map(Measurement::fields).toList());
    }

    private static Map<String, Object> fields(AugmentationGain gain) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("suite", gain.suite().optionName());
        fields.put("detector", gain.detector());
        fields.put("series", gain.series());
        fields.put("factor", gain.factor());
        fields.put("arms", gain.arms());
        return fields;
    }

    private void print(List<List<String>> rows) {
        var table = new TextTable(2, rows.get(0).toArray(String[]::new));
        rows.subList(1, rows.size()).forEach(row -> table.row(row.toArray()));
        table.lines().forEach(terminal::line);
    }

    /** A page without the section is refused before anything is measured. */
    private void requireSection(String section) throws IOException {
        if (fields.docs != null) {
            GeneratedSection.replace(Files.readString(InputFiles.readable(fields.docs)), section, "");
        }
    }

    private void write(String section, String text) throws IOException {
        if (fields.docs != null) {
            WholeFile.write(fields.docs, GeneratedSection.replace(Files.readString(fields.docs), section, text));
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new BadInputException(rule);
        }
    }

    private Path folder() {
        if (fields.datasets != null) {
            return fields.datasets;
        }
        String named = System.getenv("MILLRACE_DATASETS");
        return named != null && !named.isBlank()
                ? Path.of(named)
                : home().resolve("../shared/datasets").normalize();
    }

    private static Path home() {
        return Path.of(System.getProperty("millrace.home", "."));
    }

    /** Shows where the run is. */
    private record Listener(Progress bar, String detector) implements EvaluationProgress {

        @Override
        public void begun(String arm, String series) {
            bar.saying(detector + " with " + arm + " on " + series);
        }
    }
}
