package io.millrace.cli.release;

import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.cli.terminal.TextTable;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.signature.TrustedKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Releases that stand on the topic of models, and what each job said last of each model.
 *
 * @param releases in the order of the topic
 * @param words the last word by model, then by job
 * @param keys that signatures are checked by
 */
record ReleaseListing(List<ModelRelease> releases, Map<String, Map<String, ModelStatus>> words, TrustedKeys keys) {

    static ReleaseListing of(ModelTopics topics, TrustedKeys keys) throws IOException {
        List<ModelRelease> releases = topics.releases();
        Map<String, Map<String, ModelStatus>> words = new TreeMap<>();
        topics.statuses()
                .forEach(status -> words.computeIfAbsent(status.getModelId(), unseen -> new TreeMap<>())
                        .put(status.getJob(), status));
        return new ReleaseListing(releases, words, keys);
    }

    /** Those of one model. */
    ReleaseListing only(String modelId) {
        Map<String, ModelStatus> said = words.get(modelId);
        return new ReleaseListing(
                new Catalogue(releases).all(modelId), said == null ? Map.of() : Map.of(modelId, said), keys);
    }

    void print(Terminal terminal) {
        terminal.line(terminal.styled(Style.STRONG, "released"));
        TextTable table =
                new TextTable(6, "  model", "machines", "action", "signature", "released", "where", "version");
        for (ModelRelease release : releases) {
            table.row(
                    "  " + release.getModelId(),
                    String.join(", ", release.getMachinePatterns()),
                    action(release),
                    Seal.of(release, keys),
                    Instant.ofEpochMilli(release.getReleasedAtMillis()).toString(),
                    where(release),
                    release.getVersion());
        }
        table.lines().forEach(terminal::line);
        terminal.line();
        terminal.line(terminal.styled(Style.STRONG, "as jobs last said"));
        TextTable said = new TextTable(4, "  model", "job", "at", "last word", "serves");
        words.forEach((modelId, byJob) -> byJob.forEach((job, status) -> said.row(
                "  " + (modelId.isEmpty() ? "(unreadable)" : modelId),
                job.isEmpty() ? "(unnamed)" : job,
                Instant.ofEpochMilli(status.getAtMillis()).toString(),
                status.getStatus().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " version "
                        + status.getVersion(),
                status.getServingVersion() == null ? "none" : status.getServingVersion())));
        said.lines().forEach(terminal::line);
        words.values().stream()
                .flatMap(byJob -> byJob.values().stream())
                .map(ReleaseListing::reason)
                .flatMap(Optional::stream)
                .forEach(terminal::line);
    }

    /** The reason that belongs to a last word, where it says more than the word. */
    private static Optional<String> reason(ModelStatus status) {
        String job = status.getJob().isEmpty() ? "" : " job " + status.getJob();
        String model = "  " + status.getModelId() + " version " + status.getVersion();
        return switch (status.getStatus()) {
            case REFUSED ->
                Optional.of(model + " was refused" + (job.isEmpty() ? "" : " by" + job) + ": " + status.getReason());
            case SHADOW_REPORT ->
                Optional.of(model + " is a shadow" + (job.isEmpty() ? "" : " in" + job) + ": " + status.getReason());
            case ACCEPTED, PROMOTED, ROLLED_BACK, RETIRED -> Optional.empty();
        };
    }

    static String action(ModelRelease release) {
        return release.getAction().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String where(ModelRelease release) {
        if (release.getArtefact() == null) {
            return release.getArtefactUri() == null ? "nowhere" : release.getArtefactUri();
        }
        return (ArtefactCodec.isDelta(release.getArtefact()) ? "inline delta, " : "inline, ")
                + Text.count(release.getArtefact().remaining()) + " bytes";
    }

    /** As `released` and `status` of a JSON object. */
    Map<String, Object> fields() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("released", releases.stream().map(this::fields).toList());
        all.put(
                "status",
                words.values().stream()
                        .flatMap(byJob -> byJob.values().stream())
                        .map(ReleaseListing::fields)
                        .toList());
        return all;
    }

    Map<String, Object> fields(ModelRelease release) {
        Seal seal = Seal.of(release, keys);
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
        fields.put("signature", seal.state().name());
        fields.put("signedBy", seal.signer() == null ? null : seal.signer().toString());
        fields.put("notes", release.getNotes());
        return fields;
    }

    private static Map<String, Object> fields(ModelStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("modelId", status.getModelId());
        fields.putAll(Publication.fields(status));
        return fields;
    }
}
