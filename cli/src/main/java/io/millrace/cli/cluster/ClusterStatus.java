package io.millrace.cli.cluster;

import io.millrace.cluster.ClusterException;
import io.millrace.cluster.JobLife;
import io.millrace.cluster.LocalCluster;
import io.millrace.cluster.Waiting;
import io.millrace.cluster.process.Member;
import io.millrace.cluster.rest.CheckpointsView;
import io.millrace.cluster.rest.FlinkRefusedException;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.cluster.rest.JobView;
import io.millrace.cluster.rest.Overview;
import io.millrace.cluster.rest.VertexView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a cluster looks like at one moment.
 *
 * @param members processes of a local cluster; none of one elsewhere
 * @param overview empty if Flink does not answer
 * @param complaint why it does not
 */
record ClusterStatus(
        String address, List<Member> members, Optional<Overview> overview, Optional<String> complaint, List<Job> jobs) {

    private static final Duration METRICS_WITHIN = Duration.ofSeconds(3);

    /** Begins the name of the vertex that reads the readings topic. */
    private static final String SOURCE = "Source: readings topic";

    /**
     * @param allRun whether every subtask runs
     * @param restarts since its start; empty of a job that has ended
     * @param lag records of the readings topic that wait to be read; empty until the source says so
     * @param failure the newest, in Flink's words
     */
    record Job(
            JobView view,
            boolean allRun,
            int parallelism,
            OptionalDouble restarts,
            OptionalDouble lag,
            CheckpointsView checkpoints,
            Optional<String> failure) {}

    static ClusterStatus of(FlinkRest rest, Optional<LocalCluster> local) throws InterruptedException {
        List<Member> members = local.map(LocalCluster::members).orElse(List.of());
        String address = rest.address().toString();
        try {
            Overview overview = rest.overview();
            List<Job> jobs = new ArrayList<>();
            for (JobView view : rest.jobs()) {
                if (view.live() || jobs.isEmpty()) { // those that run, or else the one that ended last
                    jobs.add(job(rest, view));
                }
            }
            return new ClusterStatus(address, members, Optional.of(overview), Optional.empty(), jobs);
        } catch (FlinkRefusedException e) {
            return new ClusterStatus(address, members, Optional.empty(), Optional.of(e.getMessage()), List.of());
        }
    }

    private static Job job(FlinkRest rest, JobView view) throws InterruptedException {
        OptionalDouble restarts = view.live()
                ? restarts(rest, view.id())
                : OptionalDouble.empty(); // first: the others are there then, too
        List<VertexView> vertices = rest.vertices(view.id());
        OptionalDouble lag = view.live()
                ? vertices.stream()
                        .filter(vertex -> vertex.name().startsWith(SOURCE))
                        .map(vertex -> rest.subtaskSum(view.id(), vertex, "pendingRecords"))
                        .findFirst()
                        .orElse(OptionalDouble.empty())
                : OptionalDouble.empty();
        return new Job(
                view,
                view.live() && new JobLife(rest).allRun(view.id()),
                vertices.stream().mapToInt(VertexView::parallelism).max().orElse(0),
                restarts,
                lag,
                rest.checkpoints(view.id()),
                rest.failure(view.id()));
    }

    /** Flink fetches a job's numbers from its processes when it is first asked, and answers before it has them. */
    private static OptionalDouble restarts(FlinkRest rest, String job) throws InterruptedException {
        try {
            Waiting.until(
                    "metrics",
                    METRICS_WITHIN,
                    () -> rest.metric(job, "numRestarts").isPresent());
        } catch (ClusterException e) {
            return OptionalDouble.empty();
        }
        return rest.metric(job, "numRestarts");
    }

    /** Whether every process lives, Flink answers, and a job runs with all its subtasks. */
    boolean healthy() {
        return members.stream().allMatch(Member::alive)
                && overview.isPresent()
                && jobs.stream().anyMatch(Job::allRun)
                && jobs.stream().filter(job -> job.view().live()).allMatch(Job::allRun);
    }
}
