package io.millrace.cli.cluster;

import io.millrace.cli.BadInputException;
import io.millrace.cli.InputFiles;
import io.millrace.cluster.BuiltFiles;
import io.millrace.cluster.ClusterException;
import io.millrace.cluster.JobLife;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.cluster.rest.JobRequest;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jars, configurations and places for a job, on their way to a cluster. */
final class JobStart {

    private JobStart() {}

    /**
     * The jar that is meant.
     *
     * @param given null for the one that the build left
     */
    static Path jar(Path given) {
        try {
            Path jar = InputFiles.readable(given != null ? given : BuiltFiles.jobJar());
            byte[] head = new byte[2];
            try (var in = Files.newInputStream(jar)) {
                if (in.readNBytes(head, 0, 2) < 2 || head[0] != 'P' || head[1] != 'K') {
                    throw new BadInputException(jar + " is no jar: expected job/target/millrace-job-…-cluster.jar");
                }
            }
            return jar;
        } catch (ClusterException e) {
            throw new BadInputException(e.getMessage(), e);
        } catch (IOException e) {
            throw new BadInputException(given + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Refuses a job for which there is no room: it would wait without a word.
     *
     * @param freed slots that become free before it starts
     */
    static void requireSlots(FlinkRest rest, Map<String, String> settings, int freed) {
        int wanted = JobConfig.of(settings).parallelism().parallelism().orElse(1);
        int free = rest.overview().freeSlots() + freed;
        if (wanted > free) {
            throw new BadInputException("the job wants " + wanted + " slots (parallelism.default), the cluster has "
                    + free + " for it: lower it, or start the cluster with more --task-managers or --slots");
        }
    }

    static List<String> arguments(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }

    /** Runs what was submitted, from a savepoint if there is one, and remembers it. */
    static Submission run(
            Path directory, FlinkRest rest, Path keptJar, Map<String, String> settings, Optional<String> savepoint)
            throws IOException, InterruptedException {
        String job = new JobLife(rest).start(keptJar, new JobRequest(arguments(settings), savepoint));
        Submission submission = new Submission(rest.address().toString(), job, keptJar.toString(), settings);
        submission.remember(directory);
        return submission;
    }
}
