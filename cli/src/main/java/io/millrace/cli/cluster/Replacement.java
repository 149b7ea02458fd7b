package io.millrace.cli.cluster;

import io.millrace.cli.BadInputException;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cluster.ClusterException;
import io.millrace.cluster.JobLife;
import io.millrace.cluster.rest.FlinkRefusedException;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.cluster.rest.JobView;
import io.millrace.cluster.rest.VertexView;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Another form of a running job, from its own state: savepoint, end, start. What can be known beforehand is refused before the job is
 * touched; where only the restore itself tells, and it fails, the job as it was goes on from the same savepoint.
 */
final class Replacement {

    private final Terminal terminal;
    private final Path directory;
    private final FlinkRest rest;

    Replacement(Terminal terminal, Path directory, FlinkRest rest) {
        this.terminal = terminal;
        this.directory = directory;
        this.rest = rest;
    }

    /**
     * @param savepoint that the new job began from
     */
    record Outcome(Submission submission, String savepoint) {}

    /** @throws BadInputException with the reason, if the new form does not take over; the old one runs then */
    Outcome replace(JobView job, Submission current, Path keptJar, Map<String, String> settings)
            throws IOException, InterruptedException {
        requireSameKeyGroups(job, settings);
        int freed = rest.vertices(job.id()).stream()
                .mapToInt(VertexView::parallelism)
                .max()
                .orElse(0);
        JobStart.requireSlots(rest, settings, freed);
        try {
            rest.plan(rest.upload(keptJar), JobStart.arguments(settings));
        } catch (FlinkRefusedException e) {
            throw new BadInputException("refused, and the job runs on untouched: " + e.getMessage(), e);
        }
        String savepoint = new JobLife(rest).stop(job.id(), Optional.empty());
        terminal.note("savepoint " + savepoint);
        try {
            return new Outcome(JobStart.run(directory, rest, keptJar, settings, Optional.of(savepoint)), savepoint);
        } catch (ClusterException | FlinkRefusedException e) {
            Submission back =
                    JobStart.run(directory, rest, Path.of(current.jar()), current.settings(), Optional.of(savepoint));
            throw new BadInputException(
                    "refused: the state does not restore: " + e.getMessage() + "\nThe job runs as before, as "
                            + back.job() + ", from " + savepoint + ".",
                    e);
        }
    }

    /** State is cut into as many key groups as the highest parallelism; Flink cannot cut it anew. */
    private void requireSameKeyGroups(JobView job, Map<String, String> settings) {
        int wanted = JobConfig.of(settings).parallelism().maxParallelism();
        int found = rest.vertices(job.id()).stream()
                .mapToInt(VertexView::maxParallelism)
                .max()
                .orElse(wanted);
        if (found != wanted) {
            throw new BadInputException("refused, and the job runs on untouched: its state has " + found
                    + " key groups and does not restore into " + wanted + ": set parallelism.max back to " + found);
        }
    }
}
