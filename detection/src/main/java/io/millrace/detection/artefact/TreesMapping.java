package io.millrace.detection.artefact;

import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.TreeOutcome;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.schemas.DetectorKind;
import io.millrace.schemas.DetectorSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Boosted trees: the trees and the classes' names as attachments, the plan of the features as numbers. */
final class TreesMapping {

    private static final String TREES = "trees";
    private static final String CLASSES = "classes"; // UTF-8, a line each
    private static final String FAMILY = "family"; // TreeFamily by number, for those who look at the record
    private static final String TASK = "task"; // TreeOutcome.Task by number: append only
    private static final String NORMAL = "normal";
    private static final String HORIZON = "horizon";
    private static final String SENSORS = "sensors";
    private static final String STATES = "states";
    private static final String LAGS = "lags";
    private static final String SPANS = "spans";
    private static final String TYPICAL = "typical";
    private static final String CODES = "codes.";

    private TreesMapping() {}

    static DetectorSpec toRecord(BoostedTreesDetector detector) {
        FeaturePlan plan = detector.engineered().plan();
        TreeOutcome outcome = detector.outcome();
        var parameters = new TreeMap<String, Double>();
        parameters.put(FAMILY, (double) detector.trees().family().ordinal());
        parameters.put(TASK, (double) outcome.task().ordinal());
        parameters.put(NORMAL, (double) outcome.normal());
        parameters.put(HORIZON, outcome.horizon());
        parameters.put(Parameters.STEPS, (double) plan.steps());
        parameters.put(SENSORS, (double) plan.sensors());
        parameters.put(STATES, (double) plan.states());
        put(LAGS, plan.lags(), parameters);
        put(SPANS, plan.spans(), parameters);
        var tensors = new Tensors();
        tensors.put(TYPICAL, detector.typical(), plan.sensors());
        for (int s = 0; s < plan.states(); s++) {
            float[] codes = plan.stateCodes().get(s);
            tensors.put(CODES + s, codes, codes.length);
        }
        Map<String, ByteBuffer> attachments = new HashMap<>();
        attachments.put(TREES, ByteBuffer.wrap(detector.trees().toBytes()));
        attachments.put(
                CLASSES, ByteBuffer.wrap(String.join("\n", outcome.classes()).getBytes(StandardCharsets.UTF_8)));
        return new DetectorSpec(
                DetectorKind.BOOSTED_TREES, parameters, tensors.records(), attachments, new ArrayList<>());
    }

    static BoostedTreesDetector fromRecord(DetectorSpec spec) {
        var parameters = new Parameters(spec);
        int task = parameters.whole(TASK, 0);
        if (task >= TreeOutcome.Task.values().length) {
            throw new IllegalArgumentException(
                    "boosted trees of task " + task + " are not known to this release, which knows "
                            + TreeOutcome.Task.values().length + ": upgrade Millrace");
        }
        TreeEnsemble trees = TreeEnsemble.of(attachment(spec, TREES));
        TreeFamily family = trees.family();
        if (parameters.whole(FAMILY, 0) != family.ordinal()) {
            throw new IllegalArgumentException("the trees are of the family " + family + ", the artefact says number "
                    + parameters.whole(FAMILY, 0) + ": the model is damaged, export it again");
        }
        var tensors = new Tensors(spec.getTensors());
        int sensors = parameters.whole(SENSORS, 1);
        var codes = new ArrayList<float[]>();
        for (int s = 0; s < parameters.whole(STATES, 0); s++) {
            codes.add(tensors.get(CODES + s, tensors.shape(CODES + s, 1)));
        }
        var plan = new FeaturePlan(
                parameters.whole(Parameters.STEPS, 1), sensors, codes, get(LAGS, parameters), get(SPANS, parameters));
        var classes = List.of(new String(attachment(spec, CLASSES), StandardCharsets.UTF_8).split("\n", -1));
        var outcome = new TreeOutcome(
                TreeOutcome.Task.values()[task], classes, parameters.whole(NORMAL, 0), parameters.positive(HORIZON));
        return new BoostedTreesDetector(trees, plan, outcome, tensors.get(TYPICAL, sensors));
    }

    private static void put(String name, int[] values, Map<String, Double> parameters) {
        parameters.put(name, (double) values.length);
        for (int i = 0; i < values.length; i++) {
            parameters.put(name + "." + i, (double) values[i]);
        }
    }

    private static int[] get(String name, Parameters parameters) {
        var values = new int[parameters.whole(name, 0)];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters.whole(name + "." + i, 1);
        }
        return values;
    }

    private static byte[] attachment(DetectorSpec spec, String name) {
        ByteBuffer buffer = spec.getAttachments().get(name);
        if (buffer == null) {
            throw new IllegalArgumentException(
                    "attachment '" + name + "' of a " + spec.getKind() + " is missing, found "
                            + new TreeSet<>(spec.getAttachments().keySet()));
        }
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
