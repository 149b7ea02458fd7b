package io.millrace.training.pipeline;

import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.ScalerKind;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the network sees of a row.
 *
 * @param scaler fitted on the rows that the network trains on
 * @param clip largest absolute scaled value, > 0
 * @param features values alone, or their differences and rolling deviations too
 * @param roles sensor roles that the user sets, by sensor name; the others are found automatically
 * @param minVariation a sensor whose standard deviation in training is at most this share of its largest magnitude is left out as if it
 *     were constant; in [0, 1), 0 leaves out what never changes alone
 */
public record InputOptions(
        ScalerKind scaler, double clip, FeatureSpec features, Map<String, SensorRole> roles, double minVariation) {

    public static final InputOptions DEFAULT =
            new InputOptions(ScalerKind.MIN_MAX, 20, FeatureSpec.VALUES, Map.of(), 0);

    public InputOptions {
        if (!(clip > 0)) {
            throw new IllegalArgumentException("clip: expected a number above 0, found " + clip);
        }
        if (!(minVariation >= 0 && minVariation < 1)) {
            throw new IllegalArgumentException("smallest variation: expected 0 to below 1, found " + minVariation);
        }
        roles = Collections.unmodifiableMap(new TreeMap<>(roles)); // one order, and so one text for provenance
    }

    public InputOptions withScaler(ScalerKind value) {
        return new InputOptions(value, clip, features, roles, minVariation);
    }

    public InputOptions withClip(double value) {
        return new InputOptions(scaler, value, features, roles, minVariation);
    }

    public InputOptions withFeatures(FeatureSpec value) {
        return new InputOptions(scaler, clip, value, roles, minVariation);
    }

    public InputOptions withRoles(Map<String, SensorRole> value) {
        return new InputOptions(scaler, clip, features, value, minVariation);
    }

    public InputOptions withMinVariation(double value) {
        return new InputOptions(scaler, clip, features, roles, value);
    }

    /** At its default the variation is not named: kept scores and checkpoints are known by this text, and are still what they were. */
    @Override
    public String toString() {
        return "InputOptions[scaler=" + scaler + ", clip=" + clip + ", features=" + features + ", roles=" + roles
                + (minVariation == 0 ? "" : ", minVariation=" + minVariation) + "]";
    }
}
