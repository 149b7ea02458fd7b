package io.millrace.job.operator;

import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ReleaseAction;
import java.time.Instant;
import java.util.Optional;

/**
 * Which of two releases of a model has the last word.
 *
 * <p>A plain release has it when its version is above every version that was there before, rolled back ones included. A promotion or a
 * rollback has it when it was released later and knows of every version that was there before. So neither a release that is delivered
 * again nor an old one that somebody writes again, signed though it is, undoes what came later; and it does not matter whether a task has
 * seen all releases or, on a compacted topic, the last one alone.
 */
final class ReleaseOrder {

    private ReleaseOrder() {}

    /**
     * What a release that has the last word says about others of its model.
     *
     * @param highest version of the model that has been released, as far as it knows
     * @param stands how the version stands, as in "version 3 of a model serves"
     */
    record Word(String modelId, long version, long highest, long releasedAtMillis, String stands) {

        static Word of(ModelRelease release) {
            return new Word(
                    release.getModelId(),
                    release.getVersion(),
                    ReleaseOrder.highest(release),
                    release.getReleasedAtMillis(),
                    "serves");
        }
    }

    /** The highest version of the model that has been released, as far as its last accepted release knows. */
    static long highest(ModelRelease release) {
        return Math.max(release.getVersion(), release.getSupersedes());
    }

    /** Whether a release asks for what is so already. */
    static boolean isKnown(ModelRelease offered, ModelRelease serving) {
        return offered.getVersion() == serving.getVersion()
                && offered.getSha256().equals(serving.getSha256())
                && (isPlain(offered) || offered.getReleasedAtMillis() == serving.getReleasedAtMillis());
    }

    /** Why a release must not take the place of the one that serves, in a sentence; nothing when it may. */
    static Optional<String> objection(ModelRelease offered, Word serving) {
        return isPlain(offered) ? notNewer(offered, serving) : notLater(offered, serving);
    }

    static boolean isPlain(ModelRelease release) {
        return release.getAction() == ReleaseAction.SERVE;
    }

    private static Optional<String> notNewer(ModelRelease offered, Word serving) {
        long highest = serving.highest();
        if (offered.getVersion() > highest) {
            return Optional.empty();
        }
        if (highest > serving.version()) {
            return Optional.of("version " + serving.version() + " of model " + serving.modelId()
                    + " " + serving.stands() + ", to which version " + highest + " was rolled back, found version "
                    + offered.getVersion()
                    + ": release it with a version above " + highest + ", or promote it");
        }
        return Optional.of("version " + serving.version() + " of model " + serving.modelId()
                + " " + serving.stands() + ", found version " + offered.getVersion()
                + (offered.getVersion() == serving.version() ? " with other contents" : "")
                + ": release it with a higher version");
    }

    private static Optional<String> notLater(ModelRelease offered, Word serving) {
        if (offered.getReleasedAtMillis() <= serving.releasedAtMillis()) {
            return Optional.of("it is of " + Instant.ofEpochMilli(offered.getReleasedAtMillis()) + ", version "
                    + serving.version() + " of model " + serving.modelId() + " was made to serve later, at "
                    + Instant.ofEpochMilli(serving.releasedAtMillis()) + ": release it again");
        }
        if (highest(offered) < serving.highest()) {
            return Optional.of("it knows of versions up to " + highest(offered) + " of model " + serving.modelId()
                    + ", version " + serving.highest() + " has been released: release it again");
        }
        return Optional.empty();
    }
}
