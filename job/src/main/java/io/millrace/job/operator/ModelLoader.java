package io.millrace.job.operator;

import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.artefact.ModelDelta;
import io.millrace.detection.threshold.AlertLevels;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ReleaseAction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a release to a model that can serve, or to the list of all that is wrong with it. */
final class ModelLoader {

    private final int topSensors;
    private final int topSteps;
    private final AlertLevels levels;
    private final ArtefactCache artefacts;

    ModelLoader(int topSensors, int topSteps, AlertLevels levels, ArtefactCache artefacts) {
        this.artefacts = artefacts;
        this.topSensors = topSensors;
        this.topSteps = topSteps;
        this.levels = levels;
    }

    /**
     * Checks and parses a release. An artefact given by reference is read here, from any file system that Flink knows.
     *
     * @throws RefusedModelException with every violation
     */
    ServingModel load(ModelRelease release) throws RefusedModelException {
        var violations = new ArrayList<String>();
        checkHeader(release, violations);
        var fetched = new Fetched();
        Optional<byte[]> bytes = artefactBytes(release, violations, fetched);
        Optional<ModelArtefact> artefact = bytes.flatMap(found -> decode(release, found, violations));
        if (!violations.isEmpty() || artefact.isEmpty()) {
            throw new RefusedModelException(violations, fetched.failed && violations.size() == 1);
        }
        // inline from now on: a restore must not depend on the file still being there
        ModelRelease inline = ModelRelease.newBuilder(release)
                .setArtefact(ByteBuffer.wrap(bytes.orElseThrow()))
                .build();
        return new ServingModel(inline, artefact.get(), topSensors, topSteps, levels);
    }

    /**
     * Checks and parses the release of a machine's delta. What it came from is left out: it would be held for every machine.
     *
     * @throws RefusedModelException with every violation
     */
    ModelDelta loadDelta(ModelRelease release) throws RefusedModelException {
        var violations = new ArrayList<String>();
        checkHeader(release, violations);
        if (release.getAction() == ReleaseAction.SHADOW) {
            violations.add("a machine's own model serves or is withdrawn, it is no shadow: release it to serve");
        }
        Optional<ModelDelta> delta = artefactBytes(release, violations, new Fetched())
                .flatMap(found -> decodeDelta(release, found, violations));
        if (!violations.isEmpty() || delta.isEmpty()) {
            throw new RefusedModelException(violations);
        }
        return delta.get().withoutProvenance();
    }

    private static Optional<ModelDelta> decodeDelta(ModelRelease release, byte[] bytes, List<String> violations) {
        try {
            ModelDelta delta = ArtefactCodec.decodeDelta(bytes);
            checkIdentity(release, delta.modelId(), delta.version(), violations);
            Optional<String> machine = ReleaseKind.machineOf(release);
            if (!machine.equals(Optional.of(delta.machineId()))) {
                violations.add("the release is for machine " + machine.orElse("none") + ", its artefact is of machine "
                        + delta.machineId() + ": release each delta for its own machine");
            }
            return Optional.of(delta);
        } catch (BadArtefactException e) {
            violations.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static void checkIdentity(ModelRelease release, String modelId, long version, List<String> violations) {
        if (!modelId.equals(release.getModelId()) || version != release.getVersion()) {
            violations.add("the release says model " + release.getModelId() + " version " + release.getVersion()
                    + ", its artefact says " + modelId + " version " + version
                    + ": release the artefact that belongs to it");
        }
    }

    private static void checkHeader(ModelRelease release, List<String> violations) {
        if (release.getModelId().isBlank()) {
            violations.add("a release needs a model id, found a blank one");
        }
        if (release.getVersion() < 1) {
            violations.add("a release needs a version of 1 or above, found " + release.getVersion());
        }
        if (release.getMachinePatterns().isEmpty()) {
            violations.add("a release needs at least one machine pattern, found none: '*' makes it the default");
        }
        if (release.getAction() == ReleaseAction.ROLL_BACK && release.getSupersedes() <= release.getVersion()) {
            violations.add("a rollback leads to a version below the highest one released, found version "
                    + release.getVersion() + " and as the highest " + release.getSupersedes());
        }
    }

    /** Whether an artefact could not be had, though it may be had later. */
    private static final class Fetched {
        private boolean failed;
    }

    private Optional<byte[]> artefactBytes(ModelRelease release, List<String> violations, Fetched fetched) {
        byte[] bytes;
        if (release.getArtefact() != null) {
            bytes = bytesOf(release.getArtefact());
        } else if (release.getArtefactUri() != null) {
            try {
                return Optional.of(artefacts.fetch(release.getArtefactUri(), release.getSha256()));
            } catch (IOException | IllegalArgumentException e) {
                fetched.failed = e instanceof IOException && !(e instanceof ArtefactCache.TooLargeException);
                violations.add("the artefact cannot be read from " + release.getArtefactUri() + ": " + e.getMessage()
                        + "; put it where every TaskManager can read it, or release it inline");
                return Optional.empty();
            }
        } else {
            violations.add("a release needs an artefact or the URI of one, found neither");
            return Optional.empty();
        }
        alteration(release, bytes).ifPresent(violations::add);
        return Optional.of(bytes);
    }

    /** In a sentence, that a release's own bytes are not those it was released with; nothing when they are, or are elsewhere. */
    static Optional<String> alteration(ModelRelease release) {
        return release.getArtefact() == null ? Optional.empty() : alteration(release, bytesOf(release.getArtefact()));
    }

    private static Optional<String> alteration(ModelRelease release, byte[] bytes) {
        String found = ArtefactCodec.sha256Hex(bytes);
        return found.equals(release.getSha256())
                ? Optional.empty()
                : Optional.of("the artefact's SHA-256 should be " + release.getSha256() + ", found " + found
                        + ": release it again");
    }

    private static byte[] bytesOf(ByteBuffer artefact) {
        ByteBuffer buffer = artefact.duplicate();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Optional<ModelArtefact> decode(ModelRelease release, byte[] bytes, List<String> violations) {
        try {
            ModelArtefact artefact = ArtefactCodec.decode(bytes);
            checkIdentity(release, artefact.modelId(), artefact.version(), violations);
            return Optional.of(artefact);
        } catch (BadArtefactException e) {
            violations.add(e.getMessage());
            return Optional.empty();
        }
    }
}
