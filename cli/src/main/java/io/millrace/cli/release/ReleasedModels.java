package io.millrace.cli.release;

import io.millrace.job.config.JobConfig;
import io.millrace.job.operator.ReleaseKind;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.signature.TrustedKeys;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last word on each model that is on the topic, and whether a job so configured would take it. */
public final class ReleasedModels {

    private ReleasedModels() {}

    /**
     * A model.
     *
     * @param objection why the job would not take it as its publisher's, empty when it would
     */
    public record Model(String modelId, long version, String objection) {}

    /** @throws io.millrace.cli.BadInputException if the topic or a key cannot be read */
    public static List<Model> of(JobConfig config) throws IOException {
        TrustedKeys keys = PublicKeyFields.trustedBy(config);
        Map<String, ModelRelease> last = new LinkedHashMap<>();
        try (ModelTopics topics = ModelTopics.open(config)) {
            topics.releases().forEach(release -> last.put(ReleaseKind.topicKey(release), release));
        }
        return last.values().stream()
                .map(release -> new Model(
                        release.getModelId(),
                        release.getVersion(),
                        Seal.objection(release, keys).orElse("")))
                .toList();
    }
}
