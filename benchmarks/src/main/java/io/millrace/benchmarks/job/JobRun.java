package io.millrace.benchmarks.job;

import io.millrace.job.KafkaEndpoints;
import io.millrace.job.MillraceTopology;
import io.millrace.job.config.JobConfig;
import io.millrace.job.operator.RawReading;
import io.millrace.job.source.SplitRejected;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job on a Flink cluster in this JVM that is watched by its counters. */
final class JobRun implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final double LOOK_SECONDS = 2;
    private static final double COMPILING_SHARE = 0.05; // of one core's time
    private static final String SCORING = "window scoring";
    private static final String PASSED = "passed on";

    private final JobClient client;
    private final JobCounters counters;
    private final String operator;
    private final String counter;

    private JobRun(JobClient client, JobCounters counters, String operator, String counter) {
        this.client = client;
        this.counters = counters;
        this.operator = operator;
        this.counter = counter;
    }

    /** The job as it is deployed. */
    static JobRun whole(JobConfig config, int parallelism) throws Exception {
        Configuration flink = cluster();
        JobCounters counters = JobCounters.attachTo(flink);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
        MillraceTopology.define(env, config, new KafkaEndpoints(config));
        return new JobRun(env.executeAsync("millrace bench"), counters, SCORING, "numRecordsIn");
    }

    /** The same source and validation, and the shuffle to the machines' tasks; there the readings end. */
    static JobRun passThrough(JobConfig config, int parallelism) throws Exception {
        Configuration flink = cluster();
        JobCounters counters = JobCounters.attachTo(flink);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, flink);
        env.getConfig().enableObjectReuse();
        new KafkaEndpoints(config)
                .readings(env)
                .process(new SplitRejected())
                .returns(RawReading.TYPE)
                .uid("validation")
                .keyBy(RawReading::machineId, Types.STRING)
                .map(reading -> reading)
                .returns(RawReading.TYPE)
                .name(PASSED)
                .uid("passed")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");
        return new JobRun(env.executeAsync("millrace bench pass-through"), counters, PASSED, "numRecordsIn");
    }

    private static Configuration cluster() {
        Configuration flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        return flink;
    }

    /** Readings that have reached their machine's task. */
    long readings() {
        return counters.sum(operator, counter);
    }

    long scored() {
        return counters.sum(SCORING, "scored");
    }

    /** Readings that completed no window. */
    long unscored() {
        return counters.sum(SCORING, "unscored");
    }

    /**
     * Waits for something, looking fifty times a second.
     *
     * @throws IllegalStateException when the job fails, or after three minutes
     */
    void await(String what, BooleanSupplier reached) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (client.getJobExecutionResult().isCompletedExceptionally()) {
                client.getJobExecutionResult().get();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s in vain for " + what
                        + "; readings " + readings() + ", scored " + scored());
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    void awaitSeconds(double seconds) throws Exception {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        await(seconds + " s to pass", () -> System.nanoTime() >= until);
    }

    /** Waits until the JVM compiles little any more, at most so long. */
    void awaitCompiled(double mostSeconds) throws Exception {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        for (double waited = 0; waited < mostSeconds; waited += LOOK_SECONDS) {
            long before = compiler.getTotalCompilationTime();
            awaitSeconds(LOOK_SECONDS);
            if (compiler.getTotalCompilationTime() - before < 1000 * LOOK_SECONDS * COMPILING_SHARE) {
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            client.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            client.getJobExecutionResult()
                    .handle((result, failure) -> result) // cancelled, as it should be
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the job cannot be cancelled: " + e.getMessage(), e);
        }
    }
}
