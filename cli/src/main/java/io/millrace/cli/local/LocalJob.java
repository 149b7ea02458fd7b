package io.millrace.cli.local;

import io.millrace.cli.terminal.Text;
import io.millrace.console.job.JobFigures;
import io.millrace.detection.file.Folders;
import io.millrace.job.KafkaEndpoints;
import io.millrace.job.MillraceTopology;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job of a cluster, on a Flink cluster in this JVM. Used by one thread.
 *
 * <p>A failure ends it: whoever watches a demo wants to see the reason, not a job that tries again for ever.
 */
public final class LocalJob implements AutoCloseable {

    /** Name of the operator that reads the readings topic. */
    private static final String SOURCE = "Source: readings topic";

    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(120);
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** No reading more in this time means that something hangs. */
    private static final Duration STALL = Duration.ofSeconds(120);

    private final JobClient client;
    private final JobMetrics metrics;
    private final Path directory; // of checkpoints and of the final savepoint
    private final CompletableFuture<?> end;

    private LocalJob(JobClient client, JobMetrics metrics, Path directory) {
        this.client = client;
        this.metrics = metrics;
        this.directory = directory;
        this.end = client.getJobExecutionResult();
    }

    /** Returns when all tasks run. */
    public static LocalJob start(JobConfig config, int parallelism) throws Exception {
        Path directory = Files.createTempDirectory("millrace-flink");
        Configuration flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        JobMetrics metrics = JobMetrics.attachTo(flink);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
        MillraceTopology.define(env, config, new KafkaEndpoints(config));
        LocalJob job = new LocalJob(env.executeAsync("millrace"), metrics, directory);
        try {
            job.await("the job to start", START_PATIENCE, job::running);
        } catch (Exception e) {
            job.close();
            throw e;
        }
        return job;
    }

    private boolean running() {
        try {
            return client.getJobStatus().get() == JobStatus.RUNNING;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Records that the job has taken from the readings topic. */
    public long readingsTaken() {
        return metrics.sumOf(SOURCE, "numRecordsIn");
    }

    /** Waits until the job has taken as many records from the readings topic. */
    public void awaitTaken(long records, LongConsumer progress) throws InterruptedException {
        long taken = readingsTaken();
        while (taken < records) {
            long before = taken;
            await("reading " + (before + 1) + " of " + records, STALL, () -> readingsTaken() > before);
            taken = readingsTaken();
            progress.accept(taken);
        }
    }

    /** Waits until the counters have come to rest: all that can be scored without newer readings is. */
    public void awaitQuiet() throws InterruptedException {
        long before = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < QUIET.toNanos()) {
            long now = settled();
            if (now != before) {
                before = now;
                since = System.nanoTime();
            }
            pause();
            throwIfFailed();
        }
    }

    private long settled() {
        return scored()
                + late()
                + duplicates()
                + unscoredByReason().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    public long scored() {
        return metrics.sum("scored");
    }

    /** By the reason's name in lower case. */
    public Map<String, Long> unscoredByReason() {
        return metrics.sumsBy("unscored", "reason");
    }

    /** What the scoring operator says of its bundles, over all subtasks; for people. */
    public List<JobFigures.Figure> figures() {
        List<JobFigures.Figure> figures = new ArrayList<>();
        figures.add(new JobFigures.Figure("scored", Text.count(scored(), "window")));
        figures.add(new JobFigures.Figure("late", Text.count(late(), "reading")));
        figures.add(new JobFigures.Figure("duplicates", Text.count(duplicates(), "reading")));
        unscoredByReason()
                .forEach((reason, count) -> figures.add(
                        new JobFigures.Figure("unscored, " + reason.replace('_', ' '), Text.count(count, "reading"))));
        quantiles(figures, "bundleWindows", "windows");
        quantiles(figures, "bundleScoringMicros", "µs");
        quantiles(figures, "scoreLatencyMillis", "ms");
        return figures;
    }

    private void quantiles(List<JobFigures.Figure> figures, String histogram, String unit) {
        OptionalDouble median = metrics.quantile(histogram, 0.5);
        OptionalDouble tail = metrics.quantile(histogram, 0.99);
        if (median.isPresent() && tail.isPresent()) {
            figures.add(new JobFigures.Figure(
                    histogram,
                    "median " + Text.value(median.getAsDouble()) + ", 99 % " + Text.value(tail.getAsDouble()) + " "
                            + unit));
        }
    }

    public long late() {
        return metrics.sum("late");
    }

    public long duplicates() {
        return metrics.sum("duplicates");
    }

    /**
     * Ends the job as an upgrade would that means to give up its state: everything that waits for event time is scored,
     * open alerts are closed, sinks commit. All records must have been taken before.
     */
    public void drain() throws Exception {
        client.stopWithSavepoint(true, directory.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(DRAIN_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        end.get(DRAIN_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns when the job ends, whoever ends it. */
    public void awaitEnd() throws Exception {
        end.get();
    }

    /** Throws the job's failure, if it has failed. */
    public void throwIfFailed() {
        if (end.isCompletedExceptionally()) {
            try {
                end.join();
            } catch (RuntimeException e) {
                throw new IllegalStateException("the Flink job failed: " + e.getCause(), e);
            }
        }
    }

    private void await(String what, Duration patience, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!reached.getAsBoolean()) {
            throwIfFailed();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited " + patience.toSeconds() + " s in vain for " + what);
            }
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(STEP.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Cancels the job if it runs, and deletes its checkpoints. */
    @Override
    public void close() {
        if (!end.isDone()) {
            try {
                client.cancel().get(DRAIN_PATIENCE.toSeconds(), TimeUnit.SECONDS);
                end.handle((result, failure) -> result).get(DRAIN_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("the Flink job could not be cancelled: " + e.getMessage(), e);
            }
        }
        delete(directory);
    }

    private static void delete(Path directory) {
        try {
            Folders.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the job's temporary directory " + directory + " cannot be deleted", e);
        }
    }
}
