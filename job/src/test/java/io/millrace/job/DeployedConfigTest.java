package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.config.JobConfig;
import io.millrace.job.config.OutputFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commented example is a file that the job takes; the others under deploy/ are checked there. */
class DeployedConfigTest {
    private static final Path DEPLOY = Path.of("..", "deploy");

    @Test
    void theCommentedExampleIsTaken() {
        JobConfig config = JobConfig.load(List.of("--config=" + DEPLOY.resolve("conf/millrace.yaml")), Map.of());

        assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.alerts().format()).isEqualTo(OutputFormat.JSON);
    }
}
