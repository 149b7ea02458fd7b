package io.millrace.cli.cluster;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a local cluster keeps what it knows. */
final class DirectoryField {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            defaultValue = "target/cluster",
            description =
                    "Folder of the cluster: processes, configuration, logs, checkpoints, savepoints, the broker's data, and what was"
                            + " submitted. Default: ${DEFAULT-VALUE}.")
    private Path directory;

    Path path() {
        return directory.toAbsolutePath().normalize();
    }
}
