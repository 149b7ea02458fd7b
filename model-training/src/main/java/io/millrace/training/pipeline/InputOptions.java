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
 */
public record InputOptions(ScalerKind scaler, double clip, FeatureSpec features, Map<String, SensorRole> roles) {

    public static final InputOptions DEFAULT = new InputOptions(ScalerKind.MIN_MAX, 20, FeatureSpec.VALUES, Map.of());

    public InputOptions {
        if (!(clip > 0)) {
            throw new IllegalArgumentException("clip: expected a number above 0, found " + clip);
        }
        roles = Collections.unmodifiableMap(new TreeMap<>(roles)); // one order, and so one text for provenance
    }

    public InputOptions withScaler(ScalerKind value) {
        return new InputOptions(value, clip, features, roles);
    }

    public InputOptions withClip(double value) {
        return new InputOptions(scaler, value, features, roles);
    }

    public InputOptions withFeatures(FeatureSpec value) {
        return new InputOptions(scaler, clip, value, roles);
    }

    public InputOptions withRoles(Map<String, SensorRole> value) {
        return new InputOptions(scaler, clip, features, value);
    }
}
