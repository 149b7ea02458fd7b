package io.millrace.cli.demo;

import io.millrace.cli.data.CsvFields;
import io.millrace.cli.data.ModelTraining;
import io.millrace.cli.data.UserData;
import io.millrace.cli.local.ModelReleases.Release;
import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.training.pipeline.TrainedModel;
import io.millrace.training.pipeline.TrainingOptions;
import io.millrace.training.series.RecordedSeries;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The demo on the user's own file: train on its first rows, release, replay the rest, compare with its labels. */
final class FileDemo {

    private static final int MOST_PARTITIONS = 4;
    /** Enough to learn a file's ways in a minute or so; `train` takes the time that a lasting model deserves. */
    private static final int MOST_WINDOWS = 2_000;

    private static final int EPOCHS = 20;
    private static final Duration SHORTEST_GAP = Duration.ofMinutes(10);

    private final Terminal terminal;
    private final Options options;

    /**
     * @param labelFile NAB's label file, null to look for it
     * @param readingsPerSecond pace of the replay, infinite for none
     */
    record Options(
            Path file,
            CsvFields fields,
            OptionalInt trainRows,
            Path labelFile,
            OptionalInt epochs,
            double readingsPerSecond,
            long seed,
            int parallelism,
            boolean keepRunning,
            DemoConsole.Wish console) {}

    FileDemo(Terminal terminal, Options options) {
        this.terminal = terminal;
        this.options = options;
    }

    /** Runs to the end; hands the summary's fields on before it waits for Ctrl-C, if it is to be kept running. */
    void run(Consumer<Map<String, Object>> summarised) throws Exception {
        UserData data = UserData.read(options.file(), options.fields(), options.labelFile(), options.trainRows());
        describe(data);
        ModelArtefact model = train(data);
        // The last training rows come along to fill the first window, so that the first new row is scored.
        int lead = Math.min(data.split().rows(), model.ringRows() - 1);
        List<Series> replayed = data.content().series().stream()
                .map(series -> series.tail(data.split().rows() - lead))
                .toList();
        try (DemoSession session = DemoSession.start(terminal, settings(data, model))) {
            session.release(List.of(new Release(model, "*")));
            terminal.line();
            DemoSession.Outcome outcome = session.replay(FileTraffic.of(replayed), options.readingsPerSecond());
            List<Series> judged =
                    replayed.stream().map(series -> series.tail(lead)).toList();
            List<AlertSpan> alerts = outcome.alerts().spans();
            Optional<LabelMatching> matching = data.labelsFrom().map(origin -> LabelMatching.of(judged, alerts));
            FileSummary summary = new FileSummary(
                    outcome.counts(),
                    outcome.alerts().opened(),
                    outcome.alerts().closed(),
                    LabelMatching.alertedShare(judged, alerts),
                    matching,
                    outcome.elapsed());
            new SummaryPrinter(terminal).print(summary);
            summarised.accept(summary.fields());
            session.keepRunningIfWanted();
        }
    }

    private void describe(UserData data) throws IOException {
        RecordedSeries content = data.content();
        Series first = content.series().get(0);
        terminal.line(terminal.styled(Style.STRONG, options.file().getFileName().toString()) + ": "
                + Text.count(content.rowsRead(), "row") + ", "
                + Text.count(content.series().size(), "machine") + ", "
                + Text.count(first.layout().size(), "sensor") + " "
                + shortened(first.layout().names()));
        if (content.rowsDropped() > 0) {
            terminal.line(
                    "  " + Text.count(content.rowsDropped(), "row") + " left out: a value is missing or no number");
        }
        if (content.rowsReordered() > 0) {
            terminal.line("  " + Text.count(content.rowsReordered(), "row") + " put into the order of time");
        }
        if (!content.ignoredColumns().isEmpty()) {
            terminal.line("  no sensors: " + shortened(content.ignoredColumns()));
        }
        if (content.syntheticTime()) {
            terminal.line("  no time column: rows are taken to be a second apart, from 2020-01-01 on");
        }
        terminal.line("  labels: " + data.labelsFrom().orElse("none found, so alerts cannot be judged"));
        terminal.line("  training on the first " + Text.count(data.split().rows(), "row")
                + (content.series().size() > 1 ? " of each machine" : "") + " ("
                + data.split().why() + ")");
    }

    private static String shortened(List<String> names) {
        int most = 8;
        return names.size() <= most
                ? names.toString()
                : names.subList(0, most).toString().replace("]", ", … " + (names.size() - most) + " more]");
    }

    private ModelArtefact train(UserData data) {
        TrainingOptions training = TrainingOptions.defaults()
                .fit(fit -> fit.withSeed(options.seed()).withEpochs(EPOCHS))
                .split(split -> split.withMaxWindows(MOST_WINDOWS));
        if (options.epochs().isPresent()) {
            training = training.fit(fit -> fit.withEpochs(options.epochs().getAsInt()));
        }
        long started = System.nanoTime();
        TrainedModel trained = ModelTraining.train(terminal, data.training(), training, modelId(), 1);
        terminal.line(terminal.styled(Style.GOOD, "ok ") + "Trained on "
                + Text.count(trained.fitWindows(), "window") + ", "
                + Text.count(trained.curve().orElseThrow().epochs().size(), "epoch") + ", validation error "
                + Text.value(trained.curve().orElseThrow().bestEpoch().validationError()) + ", threshold "
                + Text.value(trained.artefact().thresholds().fallback())
                + terminal.styled(
                        Style.FAINT, String.format(Locale.ROOT, " (%.1f s)", (System.nanoTime() - started) / 1e9)));
        return trained.artefact();
    }

    private String modelId() {
        String name = options.file().getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private DemoSession.Settings settings(UserData data, ModelArtefact model) {
        // Training reads the rows as one series: a pause in them shall not empty the window either, up to its own
        // length.
        Duration window = Duration.ofMillis(data.intervalMillis()).multipliedBy(model.ringRows());
        return new DemoSession.Settings(
                Math.min(MOST_PARTITIONS, data.content().series().size()),
                options.parallelism(),
                Duration.ZERO,
                window.compareTo(SHORTEST_GAP) > 0 ? window : SHORTEST_GAP,
                Map.of(),
                options.keepRunning(),
                options.console());
    }
}
