package io.millrace.detection.artefact;

import io.millrace.detection.detector.IsolationForest;
import io.millrace.detection.detector.IsolationForestDetector;
import io.millrace.detection.detector.KMeansWindowsDetector;
import io.millrace.detection.detector.MemoryPolicy;
import io.millrace.detection.detector.WindowNeighbourDetector;
import io.millrace.detection.detector.WindowPcaDetector;
import io.millrace.detection.detector.WindowView;
import io.millrace.detection.score.Detector;
import io.millrace.schemas.DetectorKind;
import io.millrace.schemas.DetectorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Detectors that compare whole windows: nearest window, principal components, clusters, isolation. What machines have shown is not in the artefact. */
final class WindowDetectorMapping {

    private static final String COUNT = "count";
    static final String MEMORY_CAPACITY = "memoryCapacity";
    private static final String MEMORY_STRIDE = "memoryStride";
    private static final String MEMORY_AGE = "memoryAge";
    private static final String VIEW = "view"; // WindowView by number: append only; absent for rows
    private static final String WINDOWS = "windows";
    private static final String MEAN = "mean";
    private static final String COMPONENTS = "components";
    private static final String CENTRES = "centres";
    private static final String NODES = "nodes";
    private static final String SAMPLES = "samples";
    private static final String MEDIAN = "median";
    private static final String ROOTS = "roots";
    private static final String NODE_FEATURES = "node.features";
    private static final String NODE_SPLITS = "node.splits";
    private static final String NODE_RIGHTS = "node.rights";

    private WindowDetectorMapping() {}

    static DetectorSpec neighbour(WindowNeighbourDetector detector) {
        Map<String, Double> parameters = parameters(detector);
        putPolicy(detector.policy(), parameters);
        if (detector.view() != WindowView.ROWS) {
            parameters.put(VIEW, (double) detector.view().ordinal());
        }
        float[] windows = detector.windows();
        int count = windows.length / (detector.viewRows() * detector.features());
        parameters.put(COUNT, (double) count);
        var tensors = new Tensors();
        tensors.put(WINDOWS, windows, count, detector.viewRows(), detector.features());
        return record(DetectorKind.WINDOW_NEIGHBOUR, parameters, tensors);
    }

    static WindowNeighbourDetector neighbour(DetectorSpec spec) {
        var parameters = new Parameters(spec);
        int steps = parameters.whole(Parameters.STEPS, 1);
        int features = parameters.whole(Parameters.FEATURES, 1);
        WindowView view = view(spec);
        return new WindowNeighbourDetector(
                steps,
                features,
                view,
                new Tensors(spec.getTensors()).get(WINDOWS, parameters.whole(COUNT, 0), view.rows(steps), features),
                policy(parameters));
    }

    static void putPolicy(MemoryPolicy policy, Map<String, Double> parameters) {
        parameters.put(MEMORY_CAPACITY, (double) policy.capacity());
        parameters.put(MEMORY_STRIDE, (double) policy.stride());
        parameters.put(MEMORY_AGE, (double) policy.age());
    }

    static MemoryPolicy policy(Parameters parameters) {
        return new MemoryPolicy(
                parameters.whole(MEMORY_CAPACITY, 0),
                parameters.whole(MEMORY_STRIDE, 1),
                parameters.whole(MEMORY_AGE, 0));
    }

    static DetectorSpec forest(IsolationForestDetector detector) {
        Map<String, Double> parameters = parameters(detector);
        parameters.put(VIEW, (double) detector.view().ordinal());
        IsolationForest forest = detector.forest();
        int nodes = forest.features().length;
        parameters.put(COUNT, (double) forest.roots().length);
        parameters.put(NODES, (double) nodes);
        parameters.put(SAMPLES, (double) forest.samples());
        var tensors = new Tensors();
        tensors.put(MEDIAN, detector.median(), detector.viewRows(), detector.features());
        tensors.put(ROOTS, floats(forest.roots()), forest.roots().length);
        tensors.put(NODE_FEATURES, floats(forest.features()), nodes);
        tensors.put(NODE_SPLITS, forest.splits(), nodes);
        tensors.put(NODE_RIGHTS, floats(forest.rights()), nodes);
        return record(DetectorKind.ISOLATION_FOREST, parameters, tensors);
    }

    static IsolationForestDetector forest(DetectorSpec spec) {
        var parameters = new Parameters(spec);
        int steps = parameters.whole(Parameters.STEPS, 1);
        int features = parameters.whole(Parameters.FEATURES, 1);
        int nodes = parameters.whole(NODES, 1);
        WindowView view = view(spec);
        var tensors = new Tensors(spec.getTensors());
        return new IsolationForestDetector(
                steps,
                features,
                view,
                new IsolationForest(
                        view.rows(steps) * features,
                        parameters.whole(SAMPLES, 2),
                        wholes(tensors, ROOTS, parameters.whole(COUNT, 1)),
                        wholes(tensors, NODE_FEATURES, nodes),
                        tensors.get(NODE_SPLITS, nodes),
                        wholes(tensors, NODE_RIGHTS, nodes)),
                tensors.get(MEDIAN, view.rows(steps), features));
    }

    /** Exact up to 2^24, which {@link Parameters#whole} keeps numbers of nodes well below. */
    private static float[] floats(int[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    private static int[] wholes(Tensors tensors, String name, int count) {
        float[] values = tensors.get(name, count);
        var wholes = new int[count];
        for (int i = 0; i < count; i++) {
            wholes[i] = (int) values[i];
            if (wholes[i] != values[i]) {
                throw new IllegalArgumentException(
                        "tensor '" + name + "' expects whole numbers, found " + values[i] + ": export the model again");
            }
        }
        return wholes;
    }

    private static WindowView view(DetectorSpec spec) {
        if (!spec.getParameters().containsKey(VIEW)) {
            return WindowView.ROWS;
        }
        int view = new Parameters(spec).whole(VIEW, 0);
        if (view >= WindowView.values().length) {
            throw new IllegalArgumentException("a " + spec.getKind() + " with view " + view
                    + " is not known to this release, which knows " + WindowView.values().length
                    + ": upgrade Millrace");
        }
        return WindowView.values()[view];
    }

    static DetectorSpec pca(WindowPcaDetector detector) {
        Map<String, Double> parameters = parameters(detector);
        var tensors = new Tensors();
        tensors.put(MEAN, detector.mean(), detector.steps(), detector.features());
        putWindows(tensors, COMPONENTS, detector.components(), detector, parameters);
        return record(DetectorKind.WINDOW_PCA, parameters, tensors);
    }

    static WindowPcaDetector pca(DetectorSpec spec) {
        var parameters = new Parameters(spec);
        int steps = parameters.whole(Parameters.STEPS, 1);
        int features = parameters.whole(Parameters.FEATURES, 1);
        float[] mean = new Tensors(spec.getTensors()).get(MEAN, steps, features);
        return new WindowPcaDetector(steps, features, mean, windows(spec, COMPONENTS));
    }

    static DetectorSpec clusters(KMeansWindowsDetector detector) {
        Map<String, Double> parameters = parameters(detector);
        var tensors = new Tensors();
        putWindows(tensors, CENTRES, detector.centres(), detector, parameters);
        return record(DetectorKind.KMEANS_WINDOWS, parameters, tensors);
    }

    static KMeansWindowsDetector clusters(DetectorSpec spec) {
        var parameters = new Parameters(spec);
        return new KMeansWindowsDetector(
                parameters.whole(Parameters.STEPS, 1),
                parameters.whole(Parameters.FEATURES, 1),
                windows(spec, CENTRES));
    }

    private static Map<String, Double> parameters(Detector detector) {
        var parameters = new TreeMap<String, Double>();
        parameters.put(Parameters.STEPS, (double) detector.steps());
        parameters.put(Parameters.FEATURES, (double) detector.features());
        return parameters;
    }

    private static void putWindows(
            Tensors tensors, String name, float[] values, Detector detector, Map<String, Double> parameters) {
        int count = values.length / (detector.steps() * detector.features());
        parameters.put(COUNT, (double) count);
        tensors.put(name, values, count, detector.steps(), detector.features());
    }

    private static float[] windows(DetectorSpec spec, String name) {
        var parameters = new Parameters(spec);
        return new Tensors(spec.getTensors())
                .get(
                        name,
                        parameters.whole(COUNT, 0),
                        parameters.whole(Parameters.STEPS, 1),
                        parameters.whole(Parameters.FEATURES, 1));
    }

    private static DetectorSpec record(DetectorKind kind, Map<String, Double> parameters, Tensors tensors) {
        return new DetectorSpec(kind, parameters, tensors.records(), new HashMap<>(), new ArrayList<>());
    }
}
