package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.local.LocalBroker;
import io.millrace.cli.local.LocalJob;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.job.config.JobConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys, releases, refusals and rollbacks, by command, on a real broker with a job that takes signed releases alone. */
@Timeout(600)
class ReleaseITCase {

    @TempDir
    private Path directory;

    private final TestingCommand command = new TestingCommand();
    private String kafka;

    @Test
    void aModelIsReleasedRefusedRolledBackAndPromotedAsItsSignatureAllows() throws Exception {
        assertThat(command.run("keys " + directory + " --name plant")).isEqualTo(ExitCode.OK);
        assertThat(command.run("keys " + directory + " --name plant")).isEqualTo(ExitCode.BAD_INPUT);
        Path key = directory.resolve("plant.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        for (int version = 1; version <= 2; version++) {
            train("-o " + model(version) + " --model-id waves --model-version " + version + " --seed " + version);
        }
        Map<String, String> settings = new HashMap<>(Map.of("kafka.bootstrap-servers", "none:1"));
        settings.put("job.name", "line-4");
        settings.put("models.public-keys", directory.resolve("plant.pub").toString());
        try (LocalBroker broker = LocalBroker.start(JobConfig.of(settings).topics(), 2)) {
            settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
            kafka = " --brokers " + broker.bootstrapServers() + " --timeout 60";
            String signed = kafka + " --key " + key;
            try (LocalJob job = LocalJob.start(JobConfig.of(settings), 2)) {
                assertThat(command.run("release " + model(1) + signed))
                        .as(command.err() + command.out())
                        .isEqualTo(ExitCode.OK);
                assertThat(command.out()).contains("accepted waves version 1 by job line-4");
                assertThat(command.run("release " + model(1) + signed))
                        .as(command.err() + command.out())
                        .isEqualTo(ExitCode.OK);
                assertThat(command.err()).contains("not sent again");

                assertThat(command.run("release " + model(2) + kafka))
                        .as(command.err() + command.out())
                        .isEqualTo(ExitCode.REFUSED);
                assertThat(command.out())
                        .contains("refused waves version 2 by job line-4", "no signature", "version 1 serves on")
                        .contains("Version 1 of model waves was written again");
                assertServes("waves", 1, "REFUSED");

                assertThat(command.run("release " + model(2) + signed + " --json"))
                        .isEqualTo(ExitCode.OK);
                JsonNode answer = command.json().at("/releases/0/answers/0");
                assertThat(answer.get("job").asText()).isEqualTo("line-4");
                assertThat(answer.get("servingVersion").asLong()).isEqualTo(2);

                assertThat(command.run("rollback waves" + kafka))
                        .as(command.err() + command.out())
                        .isEqualTo(ExitCode.REFUSED);
                assertThat(command.run("rollback waves" + signed))
                        .as(command.err() + command.out())
                        .isEqualTo(ExitCode.OK);
                assertServes("waves", 1, "ROLLED_BACK");
                assertThat(command.run("rollback waves" + signed))
                        .as(command.err() + command.out())
                        .isEqualTo(ExitCode.BAD_INPUT);
                assertThat(command.err()).contains("no version of model waves before version 1");
                assertThat(command.run("release " + model(2) + signed))
                        .as(command.err() + command.out())
                        .isEqualTo(ExitCode.BAD_INPUT);
                assertThat(command.err()).contains("rolled back", "--model-version 3");
                job.throwIfFailed();
            }
            long restarted = System.currentTimeMillis();
            try (LocalJob again = LocalJob.start(JobConfig.of(settings), 1)) { // from nothing but the topic
                awaitAgain("waves", "ROLLED_BACK", restarted);
                assertThat(command.run("promote waves" + signed))
                        .as(command.err() + command.out())
                        .isEqualTo(ExitCode.OK);
                assertServes("waves", 2, "PROMOTED");
                inspect();
                releaseARunFolder(signed);
                again.throwIfFailed();
            }
        }
    }

    /** A job that starts anew has read the topic as far as it leads. */
    private void awaitAgain(String modelId, String lastWord, long sinceMillis) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode status = lastWordOn(modelId);
            assertThat(status.get("status").asText()).isEqualTo(lastWord);
            assertThat(Instant.parse(status.get("at").asText())).isAfter(Instant.ofEpochMilli(sinceMillis));
        });
    }

    /** What stands on the topic: version 1, an unsigned version 2, both signed, and what was done with them. */
    private void inspect() throws Exception {
        String brokers = kafka.replace(" --timeout 60", "");
        String key = " --public-key " + directory.resolve("plant.pub");
        assertThat(command.run("inspect waves" + brokers + key))
                .as(command.err() + command.out())
                .isEqualTo(ExitCode.OK);
        assertThat(command.out())
                .contains("waves, version 2", "8 steps", "promote", "plant.pub (", "not signed", "promoted version 2")
                .doesNotContain("BAD");
        assertThat(command.run("inspect " + model(2) + brokers + key + " --json"))
                .isEqualTo(ExitCode.OK);
        JsonNode file = command.json();
        assertThat(file.get("released"))
                .filteredOn(release -> release.get("sha256").equals(file.get("sha256")))
                .extracting(release -> release.get("signature").asText())
                .contains("UNSIGNED", "VALID");
        assertThat(file.at("/status/0/servingVersion").asLong()).isEqualTo(2);

        assertThat(command.run("inspect waves --model-version 1" + brokers + " --json"))
                .isEqualTo(ExitCode.OK);
        assertThat(command.json().at("/release/version").asLong()).isEqualTo(1);
        assertThat(command.json().at("/release/action").asText()).isEqualTo("ROLL_BACK");
        assertThat(command.json().at("/release/signature").asText()).isEqualTo("UNCHECKED");

        assertThat(command.run("keys " + directory + " --name other")).isEqualTo(ExitCode.OK);
        assertThat(command.run("inspect waves" + brokers + key.replace("plant", "other")))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(command.out()).contains("BAD SIGNATURE", "by none of the keys other.pub");
        assertThat(command.run("inspect wave" + brokers)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("neither a file wave nor a model", "found [waves]");
        assertThat(command.run("inspect waves --model-version 7" + brokers)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("found versions [1, 2]");
    }

    /** A general model and its machines' own, waited for one by one; then one of them is withdrawn. */
    private void releaseARunFolder(String signed) throws Exception {
        Path run = directory.resolve("fleet");
        train("--run " + run + " --fine-tune");
        assertThat(command.run("release " + run + signed + " --json"))
                .as(command.err() + command.out())
                .isEqualTo(ExitCode.OK);
        JsonNode releases = command.json().get("releases");
        List<Path> own;
        try (Stream<Path> files = Files.list(run.resolve("machines"))) {
            own = files.toList();
        }
        assertThat(own).isNotEmpty();
        assertThat(releases).hasSize(1 + own.size());
        assertThat(releases)
                .allSatisfy(release ->
                        assertThat(release.at("/answers/0/status").asText()).isEqualTo("ACCEPTED"));

        String modelId = ArtefactFile.readDelta(own.get(0)).modelId();
        rollBackAndPromote(own.get(0), modelId, signed);
        assertThat(command.run("release --withdraw " + modelId + signed))
                .as(command.err() + command.out())
                .isEqualTo(ExitCode.OK);
        assertThat(command.out()).contains("retired " + modelId);
        assertServes(modelId, null, "RETIRED");
    }

    /** One machine's own model, as a general one. */
    private void rollBackAndPromote(Path file, String modelId, String signed) throws Exception {
        assertThat(command.run("rollback " + modelId + signed))
                .as(command.err() + command.out())
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(command.err()).contains("no version of model " + modelId + " before version 1");
        ModelDelta first = ArtefactFile.readDelta(file);
        Path second = Files.write(
                directory.resolve("second.model"),
                ArtefactCodec.encode(new ModelDelta(
                        modelId,
                        first.version() + 1,
                        first.createdAtMillis(),
                        first.machineId(),
                        first.baseModelId(),
                        first.baseVersion(),
                        first.baseSha256(),
                        first.recurrent(),
                        first.output(),
                        2 * first.threshold(),
                        first.thresholdPolicy(),
                        first.provenance())));
        assertThat(command.run("release " + second + signed))
                .as(command.err() + command.out())
                .isEqualTo(ExitCode.OK);
        assertThat(command.run("rollback " + modelId + signed))
                .as(command.err() + command.out())
                .isEqualTo(ExitCode.OK);
        assertThat(command.out()).contains("rolled back " + modelId + " version 1", "serves machine");
        assertServes(modelId, 1, "ROLLED_BACK");
        assertThat(command.run("promote " + modelId + signed + " --model " + second))
                .as(command.err() + command.out())
                .isEqualTo(ExitCode.OK);
        assertServes(modelId, 2, "PROMOTED");
    }

    private Path model(int version) {
        return directory.resolve("waves-" + version + ".model");
    }

    private void train(String options) throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        TestingCommand.waves(data.resolve("a.csv"), 0);
        TestingCommand.waves(data.resolve("b.csv"), 1);
        assertThat(command.run("train " + data + " " + options + TestingCommand.QUICK))
                .as(command.err())
                .isEqualTo(ExitCode.OK);
    }

    private void assertServes(String modelId, Integer version, String lastWord) throws Exception {
        JsonNode status = lastWordOn(modelId);
        assertThat(status.get("status").asText()).isEqualTo(lastWord);
        assertThat(
                        status.get("servingVersion").isNull()
                                ? null
                                : status.get("servingVersion").asInt())
                .isEqualTo(version);
        assertThat(command.json().at("/released/0/signedBy").asText()).startsWith("plant.pub (");
    }

    private JsonNode lastWordOn(String modelId) throws Exception {
        String listing = "models" + kafka.replace(" --timeout 60", "") + " --public-key "
                + directory.resolve("plant.pub") + " --json";
        assertThat(command.run(listing)).isEqualTo(ExitCode.OK);
        JsonNode status = null;
        for (JsonNode each : command.json().get("status")) {
            status = each.get("modelId").asText().equals(modelId) ? each : status;
        }
        assertThat(status).isNotNull();
        return status;
    }
}
