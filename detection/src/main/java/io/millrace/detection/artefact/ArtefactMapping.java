package io.millrace.detection.artefact;

import io.millrace.detection.detector.ScoreCalibration;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.Sensor;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.reading.SensorRole;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.Detector;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.schemas.CalibrationSpec;
import io.millrace.schemas.DetectorSpec;
import io.millrace.schemas.MorphologySpec;
import io.millrace.schemas.ScalerSpec;
import io.millrace.schemas.SensorSpec;
import io.millrace.schemas.ThresholdSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The one place where the domain's types and the artefact's records meet. */
final class ArtefactMapping {

    private static final String STATE_INPUTS = "stateInputs";

    private static final int MOST_STEPS = 1 << 16;

    private ArtefactMapping() {}

    static io.millrace.schemas.ModelArtefact toRecord(ModelArtefact artefact) {
        Preprocessing preprocessing = artefact.preprocessing();
        DetectorMapping.Encoded encoded = DetectorMapping.toRecord(artefact.detector(), artefact.smoothing());
        encoded.detector().getParameters().put(STATE_INPUTS, preprocessing.stateInputs() ? 1.0 : 0.0);
        return io.millrace.schemas.ModelArtefact.newBuilder()
                .setFormatVersion(ArtefactCodec.FORMAT_VERSION)
                .setModelId(artefact.modelId())
                .setVersion(artefact.version())
                .setCreatedAtMillis(artefact.createdAtMillis())
                .setSensors(sensors(preprocessing.layout()))
                .setScaler(scaler(preprocessing.scaler()))
                .setFeatures(new io.millrace.schemas.FeatureSpec(
                        preprocessing.spec().difference(),
                        preprocessing.spec().rollingDeviation(),
                        preprocessing.spec().rollingSteps()))
                .setWindowSteps(artefact.detector().steps())
                .setDetector(encoded.detector())
                .setScoring(encoded.scoring())
                .setThresholds(thresholds(artefact.thresholds()))
                .setMorphology(new MorphologySpec(
                        artefact.morphology().minEventLength(),
                        artefact.morphology().mergeGap(),
                        artefact.morphology().dilation()))
                .setCalibration(artefact.calibration()
                        .map(found -> new CalibrationSpec(found.median(), found.q99()))
                        .orElse(null))
                .setProvenance(new TreeMap<>(artefact.provenance()))
                .build();
    }

    static ModelArtefact fromRecord(io.millrace.schemas.ModelArtefact record) throws BadArtefactException {
        DetectorSpec detector = record.getDetector();
        requireHeld("windows", record.getWindowSteps());
        requireHeld("rolling deviations", record.getFeatures().getRollingSteps());
        boolean stateInputs = new Parameters(detector).flag(STATE_INPUTS);
        var preprocessing = new Preprocessing(
                layout(record.getSensors()),
                scaler(record.getScaler()),
                new FeatureSpec(
                        record.getFeatures().getDifference(),
                        record.getFeatures().getRollingDeviation(),
                        record.getFeatures().getRollingSteps()),
                stateInputs);
        Detector trained =
                DetectorMapping.fromRecord(record.getModelId(), detector, record.getScoring(), record.getWindowSteps());
        if (trained.steps() != record.getWindowSteps()) {
            throw new IllegalArgumentException("its detector needs windows of " + trained.steps()
                    + " steps, the artefact says " + record.getWindowSteps());
        }
        return new ModelArtefact(
                record.getModelId(),
                record.getVersion(),
                record.getCreatedAtMillis(),
                preprocessing,
                trained,
                new Smoothing(record.getScoring().getSmoothing()),
                thresholds(record.getThresholds()),
                new Morphology(
                        record.getMorphology().getMinEventLength(),
                        record.getMorphology().getMergeGap(),
                        record.getMorphology().getDilation()),
                Optional.ofNullable(record.getCalibration())
                        .map(found -> new ScoreCalibration(found.getMedian(), found.getQ99())),
                new TreeMap<>(record.getProvenance()));
    }

    /** Every machine keeps as many rows: a model from outside must not ask for more memory than any real one. */
    private static void requireHeld(String what, int steps) {
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    what + " of at most " + MOST_STEPS + " steps are served, found " + steps + ": sample more slowly");
        }
    }

    private static List<SensorSpec> sensors(SensorLayout layout) {
        return layout.sensors().stream()
                .map(sensor -> new SensorSpec(
                        sensor.name(),
                        io.millrace.schemas.SensorRole.valueOf(sensor.role().name()),
                        sensor.unit()))
                .toList();
    }

    private static SensorLayout layout(List<SensorSpec> sensors) {
        return new SensorLayout(sensors.stream()
                .map(sensor -> new Sensor(
                        sensor.getName(), SensorRole.valueOf(sensor.getRole().name()), sensor.getUnit()))
                .toList());
    }

    private static ScalerSpec scaler(Scaler scaler) {
        var offsets = new ArrayList<Double>();
        var scales = new ArrayList<Double>();
        var constant = new ArrayList<Boolean>();
        for (int j = 0; j < scaler.sensors(); j++) {
            offsets.add(scaler.offset(j));
            scales.add(scaler.scale(j));
            constant.add(scaler.constant(j));
        }
        return new ScalerSpec(
                io.millrace.schemas.ScalerKind.valueOf(scaler.kind().name()), offsets, scales, constant, scaler.clip());
    }

    private static Scaler scaler(ScalerSpec spec) {
        var constant = new boolean[spec.getConstant().size()];
        for (int j = 0; j < constant.length; j++) {
            constant[j] = spec.getConstant().get(j);
        }
        return new Scaler(
                ScalerKind.valueOf(spec.getKind().name()),
                spec.getOffsets().stream().mapToDouble(Double::doubleValue).toArray(),
                spec.getScales().stream().mapToDouble(Double::doubleValue).toArray(),
                constant,
                spec.getClip());
    }

    private static ThresholdSpec thresholds(Thresholds thresholds) {
        return new ThresholdSpec(
                thresholds.policy(),
                thresholds.fallback(),
                new TreeMap<>(thresholds.perMachine()),
                thresholds.labelsUsed(),
                thresholds.criticalRatio());
    }

    private static Thresholds thresholds(ThresholdSpec spec) {
        return new Thresholds(
                spec.getPolicy(),
                spec.getFallback(),
                spec.getPerMachine(),
                spec.getLabelsUsed(),
                spec.getCriticalRatio());
    }
}
