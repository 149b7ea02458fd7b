package io.millrace.cluster;

import io.millrace.cluster.rest.FlinkRefusedException;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.cluster.rest.JobRequest;
import io.millrace.cluster.rest.JobView;
import io.millrace.cluster.rest.VertexView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The steps of a job's life on a cluster, each complete when its method returns. Used by one thread. */
public final class JobLife {

    private static final Duration RUNNING_WITHIN = Duration.ofSeconds(180);
    private static final Duration SAVED_WITHIN = Duration.ofMinutes(10);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(120);

    private final FlinkRest rest;

    public JobLife(FlinkRest rest) {
        this.rest = rest;
    }

    /** Jobs that have not come to an end. */
    public List<JobView> live() {
        return rest.jobs().stream().filter(JobView::live).toList();
    }

    /**
     * Runs a jar. A job that fails before all of its subtasks run is cancelled: it would try again for ever.
     *
     * @return the job's id
     * @throws FlinkRefusedException with the reason if the jar is refused or the job fails
     */
    public String start(Path jar, JobRequest request) throws IOException, InterruptedException {
        return start(rest.upload(jar), request);
    }

    /** As above, with a jar that has been uploaded. */
    public String start(String jarId, JobRequest request) throws InterruptedException {
        String job = rest.run(jarId, request);
        try {
            awaitFirstRun(job);
        } catch (RuntimeException | InterruptedException e) {
            cancelAfter(job, e);
            throw e;
        }
        return job;
    }

    private void awaitFirstRun(String job) throws InterruptedException {
        Waiting.until("all subtasks of job " + job + " to run", RUNNING_WITHIN, () -> {
            if (allRun(job)) {
                return true;
            }
            Optional<String> failure = rest.failure(job);
            if (failure.isPresent()) {
                throw new ClusterException("the job failed before it ran: " + failure.get());
            }
            return false;
        });
    }

    /** Whether each subtask runs at this moment. */
    public boolean allRun(String job) {
        if (!rest.state(job).equals("RUNNING")) {
            return false;
        }
        List<VertexView> vertices = rest.vertices(job);
        return !vertices.isEmpty() && vertices.stream().allMatch(vertex -> vertex.running() == vertex.parallelism());
    }

    private void cancelAfter(String job, Exception failure) {
        try {
            rest.cancel(job);
        } catch (FlinkRefusedException e) {
            failure.addSuppressed(e); // it has ended by itself, most likely
        }
    }

    /**
     * @param directory where it goes; the cluster's own place if none is named
     * @return where it is
     */
    public String savepoint(String job, Optional<String> directory) throws InterruptedException {
        String request = rest.triggerSavepoint(job, directory);
        return awaitSavepoint(job, request);
    }

    /** Ends a job with a savepoint, from which it can go on as if nothing had been. */
    public String stop(String job, Optional<String> directory) throws InterruptedException {
        return end(job, directory, false);
    }

    /** Ends a job as if its input had ended: what waits is scored, open alerts are closed, sinks commit. */
    public void drain(String job) throws InterruptedException {
        end(job, Optional.empty(), true);
    }

    private String end(String job, Optional<String> directory, boolean drain) throws InterruptedException {
        String request = rest.triggerStop(job, directory, drain);
        String savepoint = awaitSavepoint(job, request);
        awaitEnd(job);
        return savepoint;
    }

    private String awaitSavepoint(String job, String request) throws InterruptedException {
        return Waiting.untilPresent("the savepoint of job " + job, SAVED_WITHIN, () -> rest.savepoint(job, request));
    }

    /** Ends a job without a savepoint. */
    public void cancel(String job) throws InterruptedException {
        rest.cancel(job);
        awaitEnd(job);
    }

    private void awaitEnd(String job) throws InterruptedException {
        Waiting.until(
                "the end of job " + job,
                ENDED_WITHIN,
                () -> live().stream().noneMatch(view -> view.id().equals(job)));
    }
}
