package io.millrace.detection.artefact;

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

/** Detectors that compare whole windows: nearest window, principal components, clusters. What machines have shown is not in the artefact. */
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

    private static WindowView view(DetectorSpec spec) {
        if (!spec.getParameters().containsKey(VIEW)) {
            return WindowView.ROWS;
        }
        int view = new Parameters(spec).whole(VIEW, 0);
        if (view >= WindowView.values().length) {
            throw new IllegalArgumentException("a nearest window with view " + view
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
