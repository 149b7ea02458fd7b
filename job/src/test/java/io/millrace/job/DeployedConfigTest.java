package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.job.config.JobConfig;
import io.millrace.job.config.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files under deploy/ that the job reads are files that it takes. */
class DeployedConfigTest {
    private static final Path DEPLOY = Path.of("..", "deploy");

    @TempDir
    Path directory;

    @Test
    void theCommentedExampleIsTaken() {
        JobConfig config = JobConfig.load(List.of("--config=" + DEPLOY.resolve("conf/millrace.yaml")), Map.of());

        assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.alerts().format()).isEqualTo(OutputFormat.JSON);
    }

    @Test
    void theConfigMapIsTaken() throws IOException {
        String manifest = Files.readString(DEPLOY.resolve("kubernetes/millrace-job.yaml"));
        String configMap = manifest.split("(?m)^---$")[1];
        JsonNode document = new YAMLMapper().readTree(configMap);
        Path file = Files.writeString(
                directory.resolve("millrace.yaml"),
                document.path("data").path("millrace.yaml").asText());

        assertThat(JobConfig.load(List.of("--config=" + file), Map.of()).kafka().groupId())
                .isEqualTo("millrace");
    }
}
