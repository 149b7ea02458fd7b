package io.millrace.cli.demo;

import io.millrace.cli.CtrlC;
import io.millrace.cli.demo.Traffic.Outgoing;
import io.millrace.cli.local.LocalBroker;
import io.millrace.cli.local.LocalJob;
import io.millrace.cli.local.ModelReleases;
import io.millrace.cli.local.ModelReleases.Release;
import io.millrace.cli.local.ReadingWriter;
import io.millrace.cli.local.TopicTail;
import io.millrace.cli.terminal.Progress;
import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.job.config.JobConfig;
import io.millrace.job.config.TopicsConfig;
import io.millrace.schemas.Alert;
import io.millrace.schemas.RejectReason;
import io.millrace.schemas.RejectedReading;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One run through a broker and a job in this process: started, models released, readings written, everything processed,
 * ended. Used by one thread; Ctrl-C interrupts it.
 */
final class DemoSession implements AutoCloseable {

    private static final Duration USUAL_TTL = Duration.ofDays(7);
    private static final Duration USUAL_SILENCE = Duration.ofHours(1);
    private static final Duration MODEL_TIMEOUT = Duration.ofSeconds(60);

    private final Terminal terminal;
    private final Settings settings;
    private final JobConfig config;
    private final LocalBroker broker;
    private final LocalJob job;
    private final DemoConsole console;
    private final CtrlC ctrlC;

    /**
     * @param partitions of every topic
     * @param outOfOrderness disorder that the job puts right, event time
     * @param longestGap longest pause that a window survives
     * @param units sensor name to physical unit
     */
    record Settings(
            int partitions,
            int parallelism,
            Duration outOfOrderness,
            Duration longestGap,
            Map<String, String> units,
            boolean keepRunning,
            DemoConsole.Wish console) {}

    /**
     * @param elapsed clock time from the first reading written to the last one processed
     */
    record Outcome(ReadingCounts counts, AlertLog alerts, Duration elapsed) {}

    private DemoSession(
            Terminal terminal,
            Settings settings,
            JobConfig config,
            LocalBroker broker,
            LocalJob job,
            DemoConsole console,
            CtrlC ctrlC) {
        this.terminal = terminal;
        this.settings = settings;
        this.config = config;
        this.broker = broker;
        this.job = job;
        this.console = console;
        this.ctrlC = ctrlC;
    }

    static DemoSession start(Terminal terminal, Settings settings) throws Exception {
        CtrlC ctrlC = CtrlC.watch();
        LocalBroker broker = null;
        DemoConsole console = null;
        try {
            long started = System.nanoTime();
            // The topics' names do not depend on where the broker listens.
            TopicsConfig topics = config(settings, "127.0.0.1:9092").topics();
            broker = LocalBroker.start(topics, settings.partitions());
            double brokerSeconds = seconds(started);
            JobConfig config = config(settings, broker.bootstrapServers());
            // Says where it is before anything else is said: whoever watches a demo wants to open it at once.
            console = DemoConsole.start(terminal, settings.console(), config);
            step(terminal, "Kafka broker on " + broker.bootstrapServers(), brokerSeconds);
            started = System.nanoTime();
            LocalJob job = LocalJob.start(config, settings.parallelism());
            step(terminal, "Flink cluster with the job, parallelism " + settings.parallelism(), seconds(started));
            console.ask(job);
            return new DemoSession(terminal, settings, config, broker, job, console, ctrlC);
        } catch (Exception e) {
            if (console != null) {
                console.close();
            }
            if (broker != null) {
                broker.close();
            }
            ctrlC.close();
            throw e;
        }
    }

    private static JobConfig config(Settings settings, String bootstrapServers) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("kafka.bootstrap-servers", bootstrapServers);
        keys.put("source.start-offsets", "earliest");
        keys.put("ordering.out-of-orderness", settings.outOfOrderness().toMillis() + " ms");
        keys.put("window.gap.restart-after", settings.longestGap().toMillis() + " ms");
        // The job insists that a machine is not forgotten within a gap that its window survives.
        Duration ttl = settings.longestGap().multipliedBy(4);
        keys.put("window.state-ttl", (ttl.compareTo(USUAL_TTL) > 0 ? ttl : USUAL_TTL).toMillis() + " ms");
        // A pause that the file makes within a series is no silence.
        Duration silence = settings.longestGap().multipliedBy(2);
        keys.put(
                "alerts.silence-after",
                (silence.compareTo(USUAL_SILENCE) > 0 ? silence : USUAL_SILENCE).toMillis() + " ms");
        // Fewer updates than usual: each becomes a line that somebody reads.
        keys.put("alerts.update-every-windows", "60");
        keys.put("alerts.update-peak-rise", "0.5");
        if (settings.console().wanted()) {
            keys.put("scores.output", "all");
        }
        keys.put("parallelism.default", String.valueOf(settings.parallelism()));
        return JobConfig.of(keys);
    }

    /** Releases the models to the running job and waits until it serves them. */
    void release(List<Release> models) throws InterruptedException {
        long started = System.nanoTime();
        TopicsConfig topics = config.topics();
        ModelReleases.releaseAndAwait(broker, topics.models(), topics.modelStatus(), models, MODEL_TIMEOUT);
        String names = models.stream()
                .map(model -> model.artefact().modelId() + " for " + model.machinePattern())
                .reduce((left, right) -> left + ", " + right)
                .orElse("none");
        step(terminal, "Models released and accepted: " + names, seconds(started));
    }

    private static double seconds(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    private static void step(Terminal terminal, String what, double seconds) {
        terminal.line(terminal.styled(Style.GOOD, "ok ")
                + what
                + terminal.styled(Style.FAINT, String.format(Locale.ROOT, " (%.1f s)", seconds)));
    }

    /**
     * Writes the readings and waits until the job has processed them all. Ends the job, unless it is to be kept running.
     *
     * @param perSecond pace of writing, infinite for none
     */
    Outcome replay(Traffic traffic, double perSecond) throws Exception {
        AlertLog alerts = new AlertLog();
        AlertPrinter printer = new AlertPrinter(terminal, settings.units());
        printer.header();
        Map<RejectReason, Long> rejected = new ConcurrentHashMap<>();
        TopicsConfig topics = config.topics();
        try (TopicTail alertTail = TopicTail.start(broker.bootstrapServers(), topics.alerts(), Alert.class, alert -> {
                    if (alerts.add(alert)) {
                        printer.print(alert);
                    }
                });
                TopicTail rejectedTail = TopicTail.start(
                        broker.bootstrapServers(),
                        topics.readingsRejected(),
                        RejectedReading.class,
                        reading -> rejected.merge(reading.getReason(), 1L, Long::sum))) {
            long started = System.nanoTime();
            long written = write(traffic, perSecond);
            if (settings.keepRunning()) {
                job.awaitQuiet();
            } else {
                job.drain();
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
            alertTail.finish();
            rejectedTail.finish();
            return new Outcome(counts(written, rejected), alerts, elapsed);
        }
    }

    private long write(Traffic traffic, double perSecond) throws InterruptedException {
        try (ReadingWriter writer = new ReadingWriter(
                        broker.bootstrapServers(), config.topics().readings(), broker.partitions(), perSecond);
                Progress progress = Progress.start(terminal, "readings", traffic.expectedRecords())) {
            for (Iterator<Outgoing> records = traffic.records(); records.hasNext(); ) {
                Outgoing record = records.next();
                writer.write(record.keyBytes(), record.value(), record.partitionHint());
                if (writer.written() % 64 == 0) {
                    progress.at(job.readingsTaken());
                    job.throwIfFailed();
                }
            }
            writer.flush();
            job.awaitTaken(writer.written(), progress::at);
            return writer.written();
        }
    }

    private ReadingCounts counts(long written, Map<RejectReason, Long> onTopic) {
        Map<String, Long> rejected = new HashMap<>();
        onTopic.forEach((reason, count) -> {
            if (reason != RejectReason.LATE) {
                rejected.put(words(reason), count);
            }
        });
        Map<String, Long> unscored = new HashMap<>();
        job.unscoredByReason().forEach((reason, count) -> unscored.put(reason.replace('_', ' '), count));
        return new ReadingCounts(written, job.scored(), unscored, rejected, job.late(), job.duplicates());
    }

    private static String words(RejectReason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** With the option, says how to reach the broker and waits for Ctrl-C. */
    void keepRunningIfWanted() throws Exception {
        if (!settings.keepRunning()) {
            return;
        }
        TopicsConfig topics = config.topics();
        terminal.note("");
        terminal.note("Still running, until Ctrl-C. Kafka listens on " + broker.bootstrapServers() + "; topics: "
                + String.join(
                        ", ",
                        topics.readings(),
                        topics.models(),
                        topics.alerts(),
                        topics.scores(),
                        topics.readingsRejected(),
                        topics.modelStatus())
                + ".");
        try {
            job.awaitEnd();
        } catch (InterruptedException e) {
            terminal.note("Stopping.");
        }
    }

    @Override
    public void close() {
        try (ctrlC;
                broker;
                console) {
            job.close();
        }
    }
}
