package io.millrace.training.pipeline;

import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.training.series.Series;
import java.util.Arrays;
import java.util.List;

/** Finds sensor roles and the scaler on training rows: all that stands between raw rows and a detector. */
public final class InputFit {

    private InputFit() {}

    /**
     * @param training series of one layout; nothing else is looked at
     * @param stateInputs whether state sensors are appended as inputs, as predictors want them
     */
    public static Preprocessing of(List<Series> training, InputOptions input, boolean stateInputs) {
        SensorLayout layout = SensorRoles.assign(training, input.roles());
        double[][] rows =
                training.stream().flatMap(part -> Arrays.stream(part.rows())).toArray(double[][]::new);
        Scaler scaler = Scaler.fit(input.scaler(), rows, input.clip(), input.minVariation());
        return new Preprocessing(layout, scaler, input.features(), stateInputs);
    }
}
