package io.millrace.cli.release;

import io.millrace.cli.BadInputException;
import io.millrace.detection.artefact.ArtefactCodec;
import io.millrace.job.operator.ReleaseKind;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ReleaseAction;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The releases that stand on the topic, as a publisher asks about them. */
record Catalogue(List<ModelRelease> releases) {

    /** All of a model. */
    List<ModelRelease> all(String modelId) {
        return releases.stream()
                .filter(release -> release.getModelId().equals(modelId))
                .toList();
    }

    /** Those that say what of a model serves: all but its shadows. */
    List<ModelRelease> of(String modelId) {
        return all(modelId).stream()
                .filter(release -> ReleaseKind.topicKey(release).equals(modelId))
                .toList();
    }

    /** The shadow of a model, if one stands there. */
    Optional<ModelRelease> shadow(String modelId) {
        return all(modelId).stream()
                .filter(release -> !ReleaseKind.topicKey(release).equals(modelId))
                .reduce((earlier, later) -> later)
                .filter(release -> release.getAction() == ReleaseAction.SHADOW);
    }

    /** Models of which something stands, in words. */
    String ids() {
        return releases.isEmpty()
                ? "none"
                : releases.stream()
                        .map(ModelRelease::getModelId)
                        .distinct()
                        .sorted()
                        .toList()
                        .toString();
    }

    /** The last word on a model. */
    Optional<ModelRelease> last(String modelId) {
        List<ModelRelease> all = of(modelId);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The highest version of a model that has been released to serve, 0 when none has. */
    long highest(String modelId) {
        return of(modelId).stream()
                .mapToLong(release -> Math.max(release.getVersion(), release.getSupersedes()))
                .max()
                .orElse(0);
    }

    /** Later than every release of the model, whatever the clocks of their publishers showed. */
    long later(String modelId) {
        long latest = all(modelId).stream()
                .mapToLong(ModelRelease::getReleasedAtMillis)
                .max()
                .orElse(0);
        return Math.max(Clock.systemUTC().millis(), latest + 1);
    }

    /**
     * The last word on a model that must be there.
     *
     * @throws BadInputException if there is no such model
     */
    ModelRelease known(String modelId) {
        return last(modelId)
                .orElseThrow(() -> new BadInputException(
                        "model " + modelId + " is not on the topic, found " + ids() + ": see millrace models"));
    }

    /** Whether a release is of one machine's own model: the machine is all that its patterns name. */
    static boolean isOneMachines(ModelRelease release) {
        return release.getAction() == ReleaseAction.WITHDRAW
                || release.getArtefact() != null && ArtefactCodec.isDelta(release.getArtefact());
    }

    /** The newest record of a version that still holds its artefact or says where it is. */
    Optional<ModelRelease> version(String modelId, long version) {
        List<ModelRelease> found = all(modelId).stream()
                .filter(release -> release.getVersion() == version
                        && (release.getArtefact() != null || release.getArtefactUri() != null))
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    /** Versions of a model that are there, ascending. */
    List<Long> versions(String modelId) {
        return of(modelId).stream()
                .map(ModelRelease::getVersion)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
