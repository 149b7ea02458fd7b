package io.millrace.training.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A scaler of scikit-learn's from JSON, an object of its fitted attributes: {@code mean_} and {@code scale_} (StandardScaler), {@code min_} and
 * {@code scale_} or {@code data_min_} and {@code data_max_} (MinMaxScaler; {@code feature_range} is 0 to 1 unless given), {@code center_} and
 * {@code scale_} (RobustScaler). {@code feature_names_in_}, if it is there, names the sensors.
 *
 * @param scaler by which every sensor takes part
 * @param sensors names in order; empty where the file names none
 */
public record ScikitScaler(Scaler scaler, List<String> sensors) {

    /**
     * @param clip largest absolute scaled value, > 0
     * @throws BadImportException if the file holds no such scaler
     */
    public static ScikitScaler read(Path file, double clip) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BadImportException(file, "there is no such file: check the path");
        }
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new BadImportException(file, "expected JSON: " + e.getOriginalMessage(), e);
        }
        return new Reading(file, json).scaler(clip);
    }

    /** One file while it is read. */
    private record Reading(Path file, JsonNode json) {

        ScikitScaler scaler(double clip) throws BadImportException {
            var names = new ArrayList<String>();
            json.path("feature_names_in_").forEach(name -> names.add(name.asText()));
            try {
                if (json.has("mean_")) {
                    return new ScikitScaler(of(ScalerKind.STANDARD, array("mean_"), array("scale_"), clip), names);
                }
                if (json.has("center_")) {
                    return new ScikitScaler(of(ScalerKind.ROBUST, array("center_"), array("scale_"), clip), names);
                }
                if (json.has("min_")) {
                    return new ScikitScaler(affine(array("scale_"), array("min_"), clip), names);
                }
                if (json.has("data_min_")) {
                    return new ScikitScaler(ranged(array("data_min_"), array("data_max_"), clip), names);
                }
            } catch (IllegalArgumentException unusable) {
                throw new BadImportException(file, unusable.getMessage(), unusable);
            }
            var found = new TreeSet<String>();
            json.fieldNames().forEachRemaining(found::add);
            throw new BadImportException(
                    file,
                    "expected a scaler's attributes, mean_ and scale_, min_ and scale_, data_min_ and data_max_, or center_ and"
                            + " scale_, found " + (found.isEmpty() ? "none" : found));
        }

        /** x·scale + min, as a MinMaxScaler computes. */
        private static Scaler affine(double[] scale, double[] min, double clip) {
            requireLengths(scale, min);
            var offsets = new double[scale.length];
            var scales = new double[scale.length];
            for (int j = 0; j < scale.length; j++) {
                offsets[j] = -min[j] / scale[j];
                scales[j] = 1 / scale[j];
            }
            return of(ScalerKind.MIN_MAX, offsets, scales, clip);
        }

        private Scaler ranged(double[] low, double[] high, double clip) throws BadImportException {
            requireLengths(low, high);
            double[] range = json.has("feature_range") ? array("feature_range") : new double[] {0, 1};
            if (range.length != 2 || !(range[0] < range[1])) {
                throw new BadImportException(
                        file,
                        "expected feature_range to be two numbers, the smaller one first, found "
                                + json.get("feature_range"));
            }
            var scale = new double[low.length];
            var min = new double[low.length];
            for (int j = 0; j < low.length; j++) {
                double width = high[j] == low[j] ? 1 : high[j] - low[j]; // as scikit-learn does for a constant
                scale[j] = (range[1] - range[0]) / width;
                min[j] = range[0] - low[j] * scale[j];
            }
            return affine(scale, min, clip);
        }

        private static Scaler of(ScalerKind kind, double[] offsets, double[] scales, double clip) {
            requireLengths(offsets, scales);
            return new Scaler(kind, offsets, scales, new boolean[offsets.length], clip);
        }

        private static void requireLengths(double[] one, double[] other) {
            if (one.length != other.length || one.length == 0) {
                throw new IllegalArgumentException(
                        "expected two arrays of one number per sensor, found " + one.length + " and " + other.length);
            }
        }

        private double[] array(String name) throws BadImportException {
            JsonNode array = json.path(name);
            var values = new double[array.size()];
            for (int j = 0; j < values.length; j++) {
                if (!array.get(j).isNumber()) {
                    throw new BadImportException(file, "expected " + name + " to hold numbers, found " + array.get(j));
                }
                values[j] = array.get(j).asDouble();
            }
            if (!array.isArray()) {
                throw new BadImportException(
                        file,
                        "expected " + name + " to be an array of numbers, found "
                                + (array.isMissingNode() ? "none" : array));
            }
            return values;
        }
    }
}
