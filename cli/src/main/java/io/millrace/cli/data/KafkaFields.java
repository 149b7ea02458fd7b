package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import io.millrace.cli.InputFiles;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How a command reaches Kafka, and how the job was configured that it talks about. */
public final class KafkaFields {

    @Option(names = "--brokers", paramLabel = "HOST:PORT", description = "Kafka brokers, joined by commas.")
    private String brokers;

    @Option(
            names = {"--job-config", "--config"},
            paramLabel = "FILE.yaml",
            description = "The job's configuration: kafka.* (brokers, security), topics.*, models.public-keys."
                    + " MILLRACE_JOB_ variables count, too.")
    private Path jobConfig;

    @Option(
            names = "--client-properties",
            paramLabel = "FILE",
            description =
                    "Further properties of Kafka's clients (security.protocol, sasl.*, ssl.*), in the form in which"
                            + " Kafka's own tools take them as --command-config.")
    private Path clientProperties;

    /** Whether Kafka is to be reached at all. */
    public boolean any() {
        return brokers != null || jobConfig != null || clientProperties != null;
    }

    /** @throws BadInputException with every violation */
    public JobConfig config() throws IOException {
        return config(System.getenv(), List.of());
    }

    /**
     * @param further {@code --key=value}, for this command alone
     * @throws BadInputException with every violation
     */
    JobConfig config(Map<String, String> environment, List<String> further) throws IOException {
        var arguments = new ArrayList<String>();
        if (jobConfig != null) {
            arguments.add("--config=" + InputFiles.readable(jobConfig));
        }
        Map<String, String> properties = clientProperties();
        String bootstrap = properties.remove("bootstrap.servers");
        if (brokers != null || bootstrap != null) {
            arguments.add("--kafka.bootstrap-servers=" + (brokers != null ? brokers : bootstrap));
        }
        properties.forEach((name, value) -> arguments.add("--kafka.properties." + name + "=" + value));
        arguments.addAll(further);
        try {
            return JobConfig.load(List.copyOf(arguments), environment);
        } catch (ConfigException e) {
            boolean noAddress = e.violations().stream().anyMatch(each -> each.contains("kafka.bootstrap-servers"));
            throw new BadInputException(
                    "this configuration cannot be used: " + String.join("; ", e.violations())
                            + (noAddress ? "; give --brokers HOST:PORT or --job-config FILE.yaml" : ""),
                    e);
        }
    }

    private Map<String, String> clientProperties() throws IOException {
        var sorted = new TreeMap<String, String>();
        if (clientProperties != null) {
            var properties = new Properties();
            try (Reader in =
                    Files.newBufferedReader(InputFiles.readable(clientProperties), StandardCharsets.ISO_8859_1)) {
                properties.load(in);
            } catch (IllegalArgumentException e) { // its message repeats what it could not read
                throw new BadInputException(
                        clientProperties + " is no properties file: expected lines such as sasl.mechanism=PLAIN");
            }
            properties.stringPropertyNames().forEach(name -> sorted.put(name, properties.getProperty(name)));
        }
        return sorted;
    }
}
