package io.millrace.benchmarks.job;

import io.millrace.benchmarks.traffic.BenchModel;
import io.millrace.job.config.JobConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is measured, and for how long.
 *
 * @param machines that report in turn
 * @param model its sensors are the readings'
 * @param parallelism subtasks of each operator, and threads of the bare scorer
 * @param rounds saturated rounds
 * @param warmSeconds of a saturated job, at most, before it is measured: until the JVM compiles little any more
 * @param seconds of a saturated job that are measured
 * @param settleSeconds at half load, at most, before latencies count
 * @param pacedSeconds at half load altogether
 */
record JobPlan(
        int machines,
        BenchModel model,
        int parallelism,
        int rounds,
        double warmSeconds,
        double seconds,
        double settleSeconds,
        double pacedSeconds) {

    /** A machine's windows begin with its ring full. */
    long readingsToFill() {
        return (long) machines * model.steps();
    }

    JobConfig config(Broker broker, String backend, String run, String readings, Path directory, boolean scores) {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("kafka.group-id", run);
        settings.put("topics.readings", readings);
        settings.put("topics.models", run + "-models");
        settings.put("topics.alerts", run + "-alerts");
        settings.put("topics.scores", run + "-scores");
        settings.put("topics.readings-rejected", run + "-rejected");
        settings.put("topics.model-status", run + "-model-status");
        settings.put("models.files", directory.resolve("bench.model").toString());
        settings.put("scores.output", scores ? "all" : "none");
        // else a score waits for its machine's next readings, and the wait is the fleet's pace, not the job's speed
        settings.put("ordering.out-of-orderness", "0 ms");
        settings.put("checkpoint.state-backend", backend);
        settings.put(
                "checkpoint.directory",
                directory.resolve("checkpoints-" + run).toUri().toString());
        settings.put("parallelism.default", String.valueOf(parallelism));
        return JobConfig.of(settings);
    }

    static List<String> topicsOf(String run) {
        return Stream.of("alerts", "scores", "rejected", "models", "model-status")
                .map(kind -> run + "-" + kind)
                .toList();
    }
}
