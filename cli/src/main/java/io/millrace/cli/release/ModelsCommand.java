package io.millrace.cli.release;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.data.KafkaFields;
import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.cli.terminal.TextTable;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.signature.TrustedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what is on the topic of models, and what jobs said of it last. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        header = "Lists released models, who signed them, and which job serves which version.",
        sortOptions = false,
        description =
                "The topic of models holds what was released, as far as compaction has left it; the topic of their status,"
                        + " what each job said of it last. A job that was given a model as a file does not speak of it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "2:usage", "3:a topic or file cannot be used"})
public final class ModelsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private KafkaFields kafka = new KafkaFields();

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Check signatures by this key, may be repeated. Default: the job's models.public-keys.")
    private List<Path> publicKeys = List.of();

    @Option(names = "--json", description = "Print it as one JSON object.")
    private boolean json;

    public ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        JobConfig config = kafka.config();
        TrustedKeys keys = KeyFields.trusted(publicKeys, config);
        try (ModelTopics topics = ModelTopics.open(config)) {
            List<ModelRelease> releases = topics.releases();
            Map<String, Map<String, ModelStatus>> said = lastWords(topics.statuses());
            if (json) {
                terminal.line(Json.line(fields(releases, said, keys)));
            } else {
                print(releases, said, keys);
            }
        }
        return ExitCode.OK;
    }

    /** By model, then by job. */
    private static Map<String, Map<String, ModelStatus>> lastWords(List<ModelStatus> statuses) {
        Map<String, Map<String, ModelStatus>> last = new TreeMap<>();
        statuses.forEach(status -> last.computeIfAbsent(status.getModelId(), unseen -> new TreeMap<>())
                .put(status.getJob(), status));
        return last;
    }

    private void print(List<ModelRelease> releases, Map<String, Map<String, ModelStatus>> said, TrustedKeys keys) {
        terminal.line(terminal.styled(Style.STRONG, "released"));
        TextTable table =
                new TextTable(6, "  model", "machines", "action", "signature", "released", "where", "version");
        for (ModelRelease release : releases) {
            table.row(
                    "  " + release.getModelId(),
                    String.join(", ", release.getMachinePatterns()),
                    release.getAction().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    KeyFields.signer(release, keys),
                    Instant.ofEpochMilli(release.getReleasedAtMillis()).toString(),
                    where(release),
                    release.getVersion());
        }
        table.lines().forEach(terminal::line);
        terminal.line();
        terminal.line(terminal.styled(Style.STRONG, "as jobs last said"));
        TextTable words = new TextTable(4, "  model", "job", "at", "last word", "serves");
        said.forEach((modelId, byJob) -> byJob.forEach((job, status) -> words.row(
                "  " + (modelId.isEmpty() ? "(unreadable)" : modelId),
                job.isEmpty() ? "(unnamed)" : job,
                Instant.ofEpochMilli(status.getAtMillis()).toString(),
                status.getStatus().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " version "
                        + status.getVersion(),
                status.getServingVersion() == null ? "none" : status.getServingVersion())));
        words.lines().forEach(terminal::line);
    }

    private static String where(ModelRelease release) {
        if (release.getArtefact() == null) {
            return release.getArtefactUri() == null ? "nowhere" : release.getArtefactUri();
        }
        return (ArtefactCodec.isDelta(release.getArtefact()) ? "inline delta, " : "inline, ")
                + Text.count(release.getArtefact().remaining()) + " bytes";
    }

    private static Map<String, Object> fields(
            List<ModelRelease> releases, Map<String, Map<String, ModelStatus>> said, TrustedKeys keys) {
        List<Map<String, Object>> released = new ArrayList<>();
        for (ModelRelease release : releases) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("modelId", release.getModelId());
            fields.put("version", release.getVersion());
            fields.put("action", release.getAction().name());
            fields.put("patterns", release.getMachinePatterns());
            fields.put("sha256", release.getSha256());
            fields.put("artefactUri", release.getArtefactUri());
            fields.put(
                    "bytes",
                    release.getArtefact() == null ? null : release.getArtefact().remaining());
            fields.put(
                    "releasedAt",
                    Instant.ofEpochMilli(release.getReleasedAtMillis()).toString());
            fields.put("signed", release.getSignature() != null);
            fields.put("signedBy", keys.signerOf(release).map(Object::toString).orElse(null));
            fields.put("notes", release.getNotes());
            released.add(fields);
        }
        List<Map<String, Object>> words = new ArrayList<>();
        said.forEach((modelId, byJob) -> byJob.values().forEach(status -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("modelId", modelId);
            fields.putAll(Publication.fields(status));
            words.add(fields);
        }));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("released", released);
        all.put("status", words);
        return all;
    }
}
