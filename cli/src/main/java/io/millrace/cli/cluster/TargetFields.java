package io.millrace.cli.cluster;

import io.millrace.cli.BadInputException;
import io.millrace.cluster.JobLife;
import io.millrace.cluster.LocalCluster;
import io.millrace.cluster.rest.FlinkRest;
import io.millrace.cluster.rest.JobView;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster is meant, and which job on it. */
final class TargetFields {

    @Mixin
    private DirectoryField directory = new DirectoryField();

    @Option(
            names = "--address",
            paramLabel = "URL",
            description =
                    "REST address of a Flink cluster elsewhere, such as http://host:8081. Default: the cluster of --directory.")
    private URI address;

    Path directory() {
        return directory.path();
    }

    /** The cluster of the folder, unless another is named. */
    Optional<LocalCluster> local() {
        return address == null ? LocalCluster.find(directory()) : Optional.empty();
    }

    FlinkRest rest() {
        if (address == null) {
            return local().map(LocalCluster::rest)
                    .orElseThrow(() -> new BadInputException("no cluster runs in " + directory()
                            + ": start one with `millrace cluster up`, or name one with --address http://host:8081"));
        }
        if (address.getHost() == null || !List.of("http", "https").contains(String.valueOf(address.getScheme()))) {
            throw new BadInputException("--address expects a URL such as http://host:8081, found " + address);
        }
        return new FlinkRest(address);
    }

    /**
     * The job that is meant.
     *
     * @param id null for the only one
     */
    static JobView job(FlinkRest rest, String id) {
        List<JobView> live = new JobLife(rest).live();
        if (live.isEmpty()) {
            throw new BadInputException(
                    "no job runs on " + rest.address() + ": submit one with `millrace cluster submit`");
        }
        if (id == null && live.size() > 1) {
            throw new BadInputException(live.size() + " jobs run on " + rest.address() + ": choose one with --job, of "
                    + live.stream().map(JobView::id).collect(Collectors.joining(", ")));
        }
        return live.stream()
                .filter(job -> id == null || job.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new BadInputException("no job " + id + " runs on " + rest.address() + ", found "
                        + live.stream().map(JobView::id).collect(Collectors.joining(", "))));
    }
}
