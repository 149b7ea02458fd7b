package io.millrace.job;

import io.millrace.job.config.CheckpointConfig;
import io.millrace.job.config.JobConfig;
import io.millrace.job.config.StateBackendKind;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the topology asks of Flink. */
final class JobEnvironment {
    private static final int TOLERATED_CHECKPOINT_FAILURES = 10;
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(10);

    private JobEnvironment() {}

    static void configure(StreamExecutionEnvironment env, JobConfig config) {
        Configuration flink = new Configuration();
        // Complain early: an operator without uid or a type that would fall back to Kryo stops the job before it
        // starts.
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        // Safe: what flows between chained operators is immutable, or handed on by its only owner.
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        // Flink's own 100 ms would be most of a score's delay; under load buffers fill sooner anyway.
        flink.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        flink.set(PipelineOptions.MAX_PARALLELISM, config.parallelism().maxParallelism());
        checkpoints(flink, config.checkpoint());
        env.configure(flink, JobEnvironment.class.getClassLoader());
        config.parallelism().parallelism().ifPresent(env::setParallelism);
    }

    private static void checkpoints(Configuration flink, CheckpointConfig config) {
        Duration interval = config.interval();
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, config.timeout());
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        // A slow checkpoint must leave time for work before the next.
        flink.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, interval.dividedBy(2));
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, TOLERATED_CHECKPOINT_FAILURES);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        config.directory().ifPresent(directory -> flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory));
        boolean onDisk = config.backend() == StateBackendKind.ROCKSDB;
        flink.set(StateBackendOptions.STATE_BACKEND, onDisk ? "rocksdb" : "hashmap");
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, onDisk);
    }
}
