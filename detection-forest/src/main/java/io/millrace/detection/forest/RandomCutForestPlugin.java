package io.millrace.detection.forest;

import io.millrace.detection.artefact.DetectorPlugin;
import io.millrace.detection.score.Detector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * A random cut forest in artefacts: its shape as parameters, its training windows as the attachment {@value #WINDOWS}, little-endian
 * float32, [count × steps × features].
 */
public final class RandomCutForestPlugin implements DetectorPlugin {

    private static final String WINDOWS = "windows";
    private static final int MOST = 1 << 20;

    @Override
    public String kind() {
        return "RANDOM_CUT_FOREST";
    }

    @Override
    public boolean knows(Detector detector) {
        return detector instanceof RandomCutForestDetector;
    }

    @Override
    public Form toForm(Detector detector) {
        var forest = (RandomCutForestDetector) detector;
        var parameters = new TreeMap<String, Double>();
        parameters.put("steps", (double) forest.steps());
        parameters.put("features", (double) forest.features());
        parameters.put("trees", (double) forest.shape().trees());
        parameters.put("samples", (double) forest.shape().samples());
        parameters.put("seed", (double) forest.shape().seed());
        float[] windows = forest.windows();
        var bytes = ByteBuffer.allocate(4 * windows.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(windows);
        return new Form(parameters, Map.of(WINDOWS, bytes.array()));
    }

    @Override
    public Detector fromForm(Form form) {
        byte[] bytes = form.attachments().get(WINDOWS);
        if (bytes == null || bytes.length % 4 != 0) {
            throw new IllegalArgumentException("a random cut forest expects an attachment '" + WINDOWS
                    + "' of whole float32 values, found "
                    + (bytes == null ? form.attachments().keySet() : bytes.length + " bytes"));
        }
        var windows = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(windows);
        return new RandomCutForestDetector(
                whole(form, "steps", 1),
                whole(form, "features", 1),
                new ForestShape(whole(form, "trees", 1), whole(form, "samples", 2), whole(form, "seed", -MOST)),
                windows);
    }

    private static int whole(Form form, String name, int least) {
        Double value = form.parameters().get(name);
        if (value == null || !(value >= least && value <= MOST) || value != Math.rint(value)) {
            throw new IllegalArgumentException("parameter '" + name
                    + "' of a random cut forest must be a whole number from " + least + " to " + MOST + ", found "
                    + (value == null ? "none" : value));
        }
        return value.intValue();
    }
}
