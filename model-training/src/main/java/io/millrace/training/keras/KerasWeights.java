package io.millrace.training.keras;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Weights of a Keras model by layer and name. A layer's group lists their paths; releases of Keras nest them differently. */
final class KerasWeights {

    /** Which of Keras' gate blocks i, f, c, o stands where ours wants g, f, o, i. */
    private static final int[] GATES = {2, 1, 3, 0};

    private final Path file;
    private final Group layers;

    KerasWeights(Path file, Group layers) {
        this.file = file;
        this.layers = layers;
    }

    LstmLayer lstm(String layer, int hidden) throws BadImportException {
        Dataset kernel = dataset(layer, "kernel");
        requireShape(layer, kernel, -1, 4 * hidden);
        int inputs = kernel.getDimensions()[0];
        Dataset recurrent = dataset(layer, "recurrent_kernel");
        requireShape(layer, recurrent, hidden, 4 * hidden);
        Dataset bias = dataset(layer, "bias");
        requireShape(layer, bias, 4 * hidden);
        return new LstmLayer(
                inputs,
                hidden,
                regrouped(values(layer, kernel), inputs, hidden),
                regrouped(values(layer, recurrent), hidden, hidden),
                regrouped(values(layer, bias), 1, hidden));
    }

    DenseLayer dense(String layer, int units, int inputs) throws BadImportException {
        Dataset kernel = dataset(layer, "kernel");
        requireShape(layer, kernel, inputs, units);
        Dataset bias = dataset(layer, "bias");
        requireShape(layer, bias, units);
        return new DenseLayer(inputs, units, values(layer, kernel), values(layer, bias));
    }

    /** @param matrix [rows × 4·hidden] with Keras' gates */
    private static float[] regrouped(float[] matrix, int rows, int hidden) {
        var out = new float[matrix.length];
        for (int r = 0; r < rows; r++) {
            for (int gate = 0; gate < GATES.length; gate++) {
                System.arraycopy(matrix, (4 * r + GATES[gate]) * hidden, out, (4 * r + gate) * hidden, hidden);
            }
        }
        return out;
    }

    private Dataset dataset(String layer, String weight) throws BadImportException {
        if (!(layers.getChild(layer) instanceof Group group)) {
            throw new BadImportException(
                    file,
                    "expected weights of the layer '" + layer + "', found those of "
                            + layers.getChildren().keySet() + ": save the model again");
        }
        List<String> paths = paths(group);
        for (String path : paths) {
            if (lastName(path).equals(weight) && group.getByPath(path) instanceof Dataset found) {
                return found;
            }
        }
        throw new BadImportException(
                file, "expected the weight '" + weight + "' in layer '" + layer + "', found " + paths);
    }

    private static List<String> paths(Group group) {
        Attribute names = group.getAttribute("weight_names");
        if (names != null && names.getData() instanceof String[] listed) {
            return Arrays.stream(listed).map(String::strip).toList();
        }
        var found = new ArrayList<String>();
        collect(group, "", found);
        return found;
    }

    private static void collect(Group group, String before, List<String> found) {
        for (Node child : group) {
            String path = before + child.getName();
            if (child instanceof Group inner) {
                collect(inner, path + "/", found);
            } else {
                found.add(path);
            }
        }
    }

    /** {@code lstm/lstm_cell/kernel:0} is a kernel. */
    private static String lastName(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        return colon < 0 ? last : last.substring(0, colon);
    }

    /** @param shape −1 where any size will do */
    private void requireShape(String layer, Dataset dataset, int... shape) throws BadImportException {
        int[] found = dataset.getDimensions();
        boolean fits = found.length == shape.length;
        for (int d = 0; fits && d < shape.length; d++) {
            fits = shape[d] < 0 ? found[d] > 0 : found[d] == shape[d];
        }
        if (!fits) {
            throw new BadImportException(
                    file,
                    "expected '" + lastName(dataset.getName()) + "' of layer '" + layer
                            + "' to be of shape " + Arrays.toString(shape).replace("-1", "any") + ", found "
                            + Arrays.toString(found));
        }
    }

    private float[] values(String layer, Dataset dataset) throws BadImportException {
        Object flat = dataset.getDataFlat();
        float[] values;
        if (flat instanceof float[] floats) {
            values = floats;
        } else if (flat instanceof double[] doubles) {
            values = new float[doubles.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles[i];
            }
        } else {
            throw new BadImportException(
                    file,
                    "expected '" + lastName(dataset.getName()) + "' of layer '" + layer + "' to hold floats, found "
                            + dataset.getJavaType().getSimpleName());
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new BadImportException(
                        file,
                        "'" + lastName(dataset.getName()) + "' of layer '" + layer
                                + "' holds a value that is not finite: train the model again");
            }
        }
        return values;
    }
}
