package io.millrace.cli.cluster;

import io.millrace.cli.BadInputException;
import io.millrace.cli.InputFiles;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The job's configuration, as it is to be sent along: a cluster elsewhere sees neither this folder nor this environment. */
final class JobFields {

    @Option(
            names = "--config",
            paramLabel = "FILE.yaml",
            description =
                    "The job's configuration (docs/configuration.md). It is read here, checked, and sent along; MILLRACE_JOB_*"
                            + " variables are, too.")
    private Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key of the job's configuration; wins over file and environment. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--model",
            paramLabel = "[PATTERN=]FILE",
            description =
                    "A model that serves from the start, for the machines that the glob names; short for the key models.files. The"
                            + " JobManager reads the file, so it has to be there. May be repeated.")
    private List<String> models = new ArrayList<>();

    /**
     * All settings by key, secrets included.
     *
     * @param weakest what holds where nothing else is said
     * @throws BadInputException with every violation
     */
    Map<String, String> read(Map<String, String> weakest, boolean filesAreHere) throws IOException {
        List<String> arguments = new ArrayList<>();
        if (config != null) {
            arguments.add("--config=" + InputFiles.readable(config));
        }
        settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
        if (!models.isEmpty()) {
            List<String> entries = new ArrayList<>();
            for (String model : models) {
                entries.add(filesAreHere ? absolute(model) : model);
            }
            arguments.add("--models.files=" + String.join(",", entries));
        }
        try {
            Map<String, String> all = new LinkedHashMap<>(weakest);
            all.putAll(JobConfig.settings(arguments, System.getenv()));
            JobConfig.of(all);
            return all;
        } catch (ConfigException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }

    /** As above, over what a job was started with, unless a file says everything anew. */
    Map<String, String> readOver(Map<String, String> current, Optional<String> brokers, boolean filesAreHere)
            throws IOException {
        Map<String, String> weakest = new LinkedHashMap<>();
        if (config == null) {
            weakest.putAll(current);
        } else {
            brokers.ifPresent(servers -> weakest.put("kafka.bootstrap-servers", servers));
        }
        return read(weakest, filesAreHere);
    }

    /** The JobManager's working directory need not be ours. */
    private static String absolute(String entry) throws IOException {
        int equals = entry.indexOf('=');
        Path file = Path.of(entry.substring(equals + 1).strip());
        InputFiles.artefact(file);
        return entry.substring(0, equals + 1) + file.toAbsolutePath().normalize();
    }
}
