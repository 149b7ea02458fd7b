package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import io.millrace.cluster.ClusterException;
import io.millrace.cluster.ClusterOptions;
import io.millrace.cluster.Waiting;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Models that must not serve are released to the running job. */
@Tag("campaign")
class BadReleasesCampaign {

    private static final int MACHINES = 6;

    @Test
    @Tag("bad-releases")
    void areRefused() throws Exception {
        ModelArtefact pump = ArtefactFile.read(Rig.modelFolder().resolve("pump.model"));
        Map<String, byte[]> bad = badReleases(pump);
        Campaign campaign = new Campaign(
                7,
                "bad-releases",
                "Bad models are released",
                "%d releases that must not serve, one after the other, while 6 machines are scored: %s."
                        .formatted(bad.size(), String.join("; ", bad.keySet())));
        Ledger ledger = Ledger.of(MACHINES, 107);
        try (Rig rig = Rig.up(ClusterOptions.in(Rig.folder(campaign.name())), Map.of())) {
            rig.start(1);
            Releases releases = new Releases(rig);
            List<String> silent = new ArrayList<>();
            List<String> reasons = new ArrayList<>();
            Set<String> servingBefore = new HashSet<>();
            try (LedgerWriter writer = rig.write(ledger, 120, Integer.MAX_VALUE)) {
                for (Map.Entry<String, byte[]> release : bad.entrySet()) {
                    int before = releases.answers().size();
                    releases.send("bad", release.getValue());
                    try {
                        Waiting.until(
                                "an answer",
                                Duration.ofSeconds(60),
                                () -> releases.answers().size() > before);
                    } catch (ClusterException e) {
                        silent.add(release.getKey());
                        continue;
                    }
                    List<ModelStatus> answers = releases.answers();
                    ModelStatus answer = answers.get(answers.size() - 1);
                    if (answer.getStatus() == ModelStatusKind.REFUSED
                            && !answer.getReason().isBlank()) {
                        reasons.add(release.getKey() + ": " + answer.getReason());
                    } else {
                        silent.add(release.getKey() + " (" + answer.getStatus() + ")");
                    }
                    if (answer.getModelId().equals(pump.modelId()) && answer.getServingVersion() != null) {
                        servingBefore.add(String.valueOf(answer.getServingVersion()));
                    }
                }
                int readings = writer.stop();
                long restarts = rig.restarts();
                rig.drain();
                campaign.found(
                        "Each is refused with its reason",
                        bad.size() + " answers REFUSED, each with a reason",
                        reasons.size() + " refused" + (silent.isEmpty() ? "" : ", not so: " + silent)
                                + ". Their reasons:\n"
                                + reasons.stream()
                                        .map(BadReleasesCampaign::shortened)
                                        .collect(Collectors.joining("\n")),
                        reasons.size() == bad.size());
                Set<Long> versions = new HashSet<>();
                rig.read("scores", WindowScore.class, score -> {
                    if (score.getModelId().equals(pump.modelId())) {
                        versions.add(score.getModelVersion());
                    }
                });
                campaign.found(
                        "The serving model is unchanged",
                        "version " + pump.version() + " alone scores, and is said to serve",
                        "versions " + versions + " scored, " + servingBefore + " said to serve",
                        versions.equals(Set.of(pump.version()))
                                && servingBefore.equals(Set.of(String.valueOf(pump.version()))));
                campaign.found("The job does not restart", "0 restarts", restarts + " restarts", restarts == 0);
                Comparison.of(rig).report(campaign, ledger, readings);
            }
        }
        Docs.finish(campaign);
    }

    private static String shortened(String text) {
        String line = text.replace('\n', ' ').replaceAll("`", "'");
        return line.length() <= 260 ? line : line.substring(0, 260) + "…";
    }

    /** By what is wrong. */
    private static Map<String, byte[]> badReleases(ModelArtefact pump) throws Exception {
        RecordEncoder<ModelRelease> encoder = RecordEncoder.of(ModelRelease.class);
        String id = pump.modelId();
        long next = pump.version() + 1;
        byte[] good = ArtefactCodec.encode(Releases.version(pump, next));
        Random random = new Random(7);
        byte[] noise = new byte[10_000];
        random.nextBytes(noise);
        Map<String, ModelRelease.Builder> releases = new LinkedHashMap<>();
        releases.put("blank model id", Releases.of(id, next, good).setModelId(" "));
        releases.put("version 0", Releases.of(id, 0, good));
        releases.put("no machine pattern", Releases.of(id, next, good).setMachinePatterns(List.of()));
        releases.put("neither artefact nor URI", Releases.of(id, next, good).setArtefact(null));
        releases.put("checksum of something else", Releases.of(id, next, good).setSha256("0".repeat(64)));
        releases.put("no checksum", Releases.of(id, next, good).setSha256(""));
        releases.put(
                "URI of a file that is not there",
                Releases.of(id, next, good).setArtefact(null).setArtefactUri("file:///nowhere/pump.model"));
        releases.put(
                "URI of an unknown kind",
                Releases.of(id, next, good).setArtefact(null).setArtefactUri("gopher://host/pump.model"));
        releases.put(
                "URI that is none",
                Releases.of(id, next, good).setArtefact(null).setArtefactUri("not a uri"));
        releases.put("empty artefact", Releases.of(id, next, new byte[0]));
        releases.put("artefact of random bytes", Releases.of(id, next, noise));
        releases.put("artefact that is text", Releases.of(id, next, "a model".getBytes(StandardCharsets.UTF_8)));
        releases.put("artefact cut in the middle", Releases.of(id, next, Arrays.copyOf(good, good.length / 2)));
        releases.put("artefact with a byte more", Releases.of(id, next, Arrays.copyOf(good, good.length + 1)));
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 0x40;
        releases.put("artefact with a flipped bit", Releases.of(id, next, flipped));
        byte[] newer = good.clone();
        newer[5] = (byte) 0x7f; // behind the four letters of the format stands its version
        releases.put("artefact of a newer format", Releases.of(id, next, newer));
        releases.put("another model's name", Releases.of(id + "-other", next, good));
        releases.put("another version's artefact", Releases.of(id, next + 5, good));
        releases.put(
                "same version with other contents",
                Releases.of(id, pump.version(), ArtefactCodec.encode(pump.withProvenance(Map.of("changed", "yes")))));
        Map<String, byte[]> records = new LinkedHashMap<>();
        releases.forEach((what, release) -> records.put(what, encoder.encode(release.build())));
        records.put("a record that is no release", noise);
        return records;
    }
}
