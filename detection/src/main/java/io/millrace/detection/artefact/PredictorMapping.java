package io.millrace.detection.artefact;

import io.millrace.detection.detector.OneStepPredictorDetector;
import io.millrace.detection.detector.OneStepPredictorDetector.Form;
import io.millrace.schemas.DetectorKind;
import io.millrace.schemas.DetectorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.TreeMap;

/** One-step predictors, fitted and naive. */
final class PredictorMapping {

    private static final String FORM = "form"; // Form by number: append only
    private static final String TARGETS = "targets";
    private static final String STATES = "states";
    private static final String PAST_ROWS = "pastRows";
    private static final String STATE_ROWS = "stateRows";
    private static final String TOP_TARGETS = "topTargets";
    private static final String WEIGHTS = "weights";
    private static final String SCALES = "scales";

    private PredictorMapping() {}

    static DetectorSpec toRecord(OneStepPredictorDetector detector) {
        var parameters = new TreeMap<String, Double>();
        parameters.put(FORM, (double) detector.form().ordinal());
        parameters.put(TARGETS, (double) detector.targets());
        parameters.put(STATES, (double) detector.states());
        parameters.put(PAST_ROWS, (double) detector.pastRows());
        parameters.put(STATE_ROWS, (double) detector.stateRows());
        parameters.put(TOP_TARGETS, (double) Math.min(detector.topTargets(), detector.targets()));
        var tensors = new Tensors();
        float[] weights = detector.weights();
        tensors.put(WEIGHTS, weights, detector.targets(), weights.length / detector.targets());
        tensors.put(SCALES, detector.scales(), detector.targets());
        return new DetectorSpec(
                DetectorKind.ONE_STEP_PREDICTOR, parameters, tensors.records(), new HashMap<>(), new ArrayList<>());
    }

    static OneStepPredictorDetector fromRecord(DetectorSpec spec) {
        var parameters = new Parameters(spec);
        int form = parameters.whole(FORM, 0);
        if (form >= Form.values().length) {
            throw new IllegalArgumentException("a predictor of form " + form
                    + " is not known to this release, which knows " + Form.values().length + ": upgrade Millrace");
        }
        int targets = parameters.whole(TARGETS, 1);
        int states = parameters.whole(STATES, 0);
        int pastRows = parameters.whole(PAST_ROWS, 1);
        int stateRows = parameters.whole(STATE_ROWS, 0);
        long columns = pastRows + (long) stateRows * states + 1;
        if (columns != (int) columns) {
            throw new IllegalArgumentException("a predictor of " + stateRows + " rows of " + states
                    + " states has more weights than fit in memory: the artefact is damaged, export it again");
        }
        var tensors = new Tensors(spec.getTensors());
        return new OneStepPredictorDetector(
                Form.values()[form],
                targets,
                states,
                pastRows,
                stateRows,
                parameters.whole(TOP_TARGETS, 1),
                tensors.get(WEIGHTS, targets, (int) columns),
                tensors.get(SCALES, targets));
    }
}
