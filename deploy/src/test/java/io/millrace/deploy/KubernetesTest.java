package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.job.config.JobConfig;
import io.millrace.job.config.StateBackendKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesTest {

    private static final Path KUBERNETES = Project.DEPLOY.resolve("kubernetes");
    private static final Path BASE = KUBERNETES.resolve("base");

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
    void everyResourceIsOneOfItsKind(String folder) throws IOException {
        List<JsonNode> resources = Kustomization.build(KUBERNETES.resolve(folder));

        assertThat(resources).hasSize(7 + 4);
        for (JsonNode resource : resources) {
            assertThat(Kubernetes.violations(resource)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    millrace-job.yaml | upgradeMode: last-state        | upgradeMod: last-state         | upgradeMod
                    millrace-job.yaml | upgradeMode: last-state        | upgradeMode: lost-state        | lost-state
                    millrace-job.yaml | flinkVersion: v2_0             | flinkVersion: v20              | flinkVersion
                    millrace-job.yaml | execution.checkpointing.dir:   | execution.checkpoint.dir:      | execution.checkpoint.dir
                    millrace-job.yaml | high-availability.storageDir   | high-availability.storagDir    | storagDir
                    millrace-job.yaml | image: millrace-job:0.1.0      | image: millrace-job            | not pinned
                    millrace-job.yaml | volumeMounts:                  | volumeMount:                   | volumeMount
                    millrace-job.yaml | runAsNonRoot: true             | runAsNonroot: true             | runAsNonroot
                    millrace-job.yaml | io.millrace.job.MillraceJob    | io.millrace.job.MillJob        | MillJob
                    millrace-job.yaml | memory: 4096m                  | memry: 4096m                   | memry
                    heartbeat.yaml    | readinessProbe                 | readynessProbe                 | readynessProbe
                    heartbeat.yaml    | --release                      | --releas                       | --releas
                    console.yaml      | matchLabels: {app: millrace-console} | matchLabels: {app: console} | selector
                    console.yaml      | targetPort                     | targetport                     | targetport
                    topics.yaml       | retention.ms                   | retention.millis               | retention.millis
                    """)
    void typoIsFound(String file, String right, String wrong, String named) throws IOException {
        String text = Project.text(BASE.resolve(file));
        assertThat(text).contains(right);
        List<String> violations = new ArrayList<>();
        for (JsonNode resource : Project.documents(text.replace(right, wrong))) {
            violations.addAll(Kubernetes.violations(resource));
        }

        assertThat(violations).isNotEmpty().anyMatch(violation -> violation.contains(named));
    }

    @Test
    void overlaysChangeWhatTheySay() throws IOException {
        JsonNode dev = flinkDeployment("overlays/dev").path("spec");
        JsonNode prod = flinkDeployment("overlays/prod").path("spec");

        assertThat(dev.path("taskManager").path("resource").path("memory").asText())
                .isEqualTo("2048m");
        assertThat(dev.path("flinkConfiguration")
                        .path("execution.checkpointing.dir")
                        .asText())
                .isEqualTo("s3://millrace-dev/checkpoints");
        assertThat(dev.path("flinkConfiguration").path("high-availability.type").asText())
                .isEqualTo("kubernetes");
        assertThat(prod.path("jobManager").path("replicas").asInt()).isEqualTo(2);
        assertThat(prod.path("job").path("upgradeMode").asText()).isEqualTo("last-state");
        int slots = prod.path("flinkConfiguration")
                .path("taskmanager.numberOfTaskSlots")
                .asInt();
        assertThat(prod.path("job").path("parallelism").asInt() % slots).isZero();
    }

    private static JsonNode flinkDeployment(String folder) throws IOException {
        return Kustomization.build(KUBERNETES.resolve(folder)).stream()
                .filter(resource -> resource.path("kind").asText().equals("FlinkDeployment"))
                .findFirst()
                .orElseThrow();
    }

    /** The file that becomes the ConfigMap is one that the job takes, and fits what the deployment asks of Flink. */
    @Test
    void configurationIsTaken() throws IOException {
        JobConfig config = JobConfig.load(List.of("--config=" + BASE.resolve("millrace.yaml")), Map.of());
        JsonNode generator = Project.document(BASE.resolve("kustomization.yaml"))
                .path("configMapGenerator")
                .get(0);

        assertThat(config.checkpoint().backend()).isEqualTo(StateBackendKind.ROCKSDB);
        assertThat(generator.path("files").get(0).asText()).isEqualTo("millrace.yaml");
        assertThat(Project.text(BASE.resolve("millrace-job.yaml")))
                .contains("name: " + generator.path("name").asText())
                .contains("--config=/opt/millrace/conf/millrace.yaml");
    }

    @Test
    void flinksOwnConfigurationHoldsKnownKeys() throws IOException {
        JsonNode flink = Project.document(Project.DEPLOY.resolve("conf/flink.yaml"));

        assertThat(FlinkKeys.unknown(FlinkKeys.flat("", flink))).isEmpty();
        assertThat(FlinkKeys.unknown(java.util.stream.Stream.of("taskmanager.memory.proces.size")))
                .hasSize(1);
    }
}
