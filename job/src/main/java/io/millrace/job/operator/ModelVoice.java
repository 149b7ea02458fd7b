package io.millrace.job.operator;

import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import java.io.Serializable;

/**
 * Says what became of releases, in the name of the job.
 *
 * @param job its name
 */
public record ModelVoice(String job) implements Serializable {

    /** @param serving version of the model that serves afterwards, null when none does */
    public ModelStatus say(
            String modelId, long version, ModelStatusKind kind, String reason, Long serving, long atMillis) {
        return ModelStatus.newBuilder()
                .setModelId(modelId)
                .setVersion(version)
                .setStatus(kind)
                .setReason(reason)
                .setServingVersion(serving)
                .setAtMillis(atMillis)
                .setJob(job)
                .build();
    }
}
