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

    /** @throws IllegalArgumentException when the series are not of one layout, or there are none */
    public static void requireOneLayout(List<Series> training) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("training expects at least one series, found none");
        }
        Series first = training.get(0);
        for (Series series : training) {
            if (!series.layout().names().equals(first.layout().names())) {
                throw new IllegalArgumentException("one model serves one layout: %s has %s, %s has %s: train them apart"
                        .formatted(first.machineId(), first.layout(), series.machineId(), series.layout()));
            }
        }
    }

    /** {@link Preprocessing} serves a layout whose sensors all stand still; a network learns nothing from it, and any change is an alarm. */
    public static void requireLife(Preprocessing preprocessing, List<Series> parts) {
        if (preprocessing.scaler().constant(preprocessing.column(0))) {
            throw new IllegalArgumentException(
                    "every sensor that is to be reconstructed of %s stands still over the %d rows to fit on: use rows in which the machine works, or let smaller variations count"
                            .formatted(
                                    preprocessing.layout(),
                                    parts.stream().mapToInt(Series::length).sum()));
        }
    }
}
