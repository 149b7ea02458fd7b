package io.millrace.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.cluster.process.Member;
import io.millrace.detection.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster's folder says about it, in {@value #NAME}.
 *
 * @param address of Flink's REST API
 * @param brokers bootstrap servers
 * @param slots of each TaskManager
 * @param members every process that was started and not taken down since, in order of start
 */
public record ClusterFile(String address, String brokers, boolean highAvailability, int slots, List<Member> members) {

    static final String NAME = "cluster.json";

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public ClusterFile {
        members = List.copyOf(members);
    }

    static Optional<ClusterFile> read(Path directory) {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(file.toFile(), ClusterFile.class));
        } catch (JsonProcessingException e) {
            throw new ClusterException(
                    file + " is not what `cluster up` writes: end the processes by hand and delete it", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    void write(Path directory) throws IOException {
        WholeFile.write(directory.resolve(NAME), MAPPER.writeValueAsBytes(this));
    }

    static void delete(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
    }

    ClusterFile withMembers(List<Member> others) {
        return new ClusterFile(address, brokers, highAvailability, slots, others);
    }
}
