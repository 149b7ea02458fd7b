package io.millrace.detection.artefact;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.detector.BoostedTreesDetector;
import io.millrace.detection.detector.TreeOutcome;
import io.millrace.detection.feature.EngineeredFeatures;
import io.millrace.detection.feature.FeaturePlan;
import io.millrace.detection.morphology.Morphology;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.threshold.Thresholds;
import io.millrace.detection.tree.Link;
import io.millrace.detection.tree.RandomTrees;
import io.millrace.detection.tree.TreeFamily;
import io.millrace.schemas.DetectorSpec;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Boosted trees with a sound checksum whose contents contradict each other. */
class ContradictingTreesTest {

    static Stream<Arguments> contradictions() {
        return Stream.of(
                contradiction(
                        "no trees",
                        spec -> spec.getAttachments().remove("trees"),
                        "attachment 'trees' of a BOOSTED_TREES is missing, found [classes]"),
                contradiction(
                        "trees that break off",
                        spec -> cut(spec, 100),
                        "the trees say 20 trees, 85 bytes cannot hold them: the model is damaged, export it again"),
                contradiction(
                        "another family than the trees'",
                        spec -> spec.getParameters().put("family", 1.0),
                        "the trees are of the family XGBOOST, the artefact says number 1"),
                contradiction(
                        "a task that this release does not know",
                        spec -> spec.getParameters().put("task", 7.0),
                        "boosted trees of task 7 are not known to this release, which knows 3: upgrade Millrace"),
                contradiction(
                        "a class too few",
                        spec -> spec.getAttachments().put("classes", ByteBuffer.wrap("normal".getBytes())),
                        "a BINARY expects 2 classes, found [normal]"),
                contradiction(
                        "features that the trees were not trained on",
                        spec -> spec.getParameters().put("spans", 0.0),
                        "the trees expect 17 features, the plan makes 7: train them again on this plan"),
                contradiction(
                        "a lag beyond the window",
                        spec -> spec.getParameters().put("lags.1", 9.0),
                        "lags must rise from 1 to at most 3, found [1, 9, 3]"),
                contradiction(
                        "a typical value too few",
                        spec -> spec.getTensors().get(0).setValues(ByteBuffer.allocate(0)),
                        "tensor 'typical' expects 4 bytes, found 0"),
                contradiction(
                        "no horizon",
                        spec -> spec.getParameters().put("horizon", Double.NaN),
                        "parameter 'horizon' of a BOOSTED_TREES must be a number > 0, found NaN"));
    }

    private static void cut(DetectorSpec spec, int length) {
        var attachments = new HashMap<>(spec.getAttachments());
        attachments.put("trees", attachments.get("trees").duplicate().limit(length));
        spec.setAttachments(attachments);
    }

    private static Arguments contradiction(String name, Consumer<DetectorSpec> change, String sentence) {
        return Arguments.of(name, change, sentence);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictions")
    void isRefusedWithASentence(String name, Consumer<DetectorSpec> change, String sentence) {
        io.millrace.schemas.ModelArtefact record = ArtefactMapping.toRecord(artefact());
        change.accept(record.getDetector());
        byte[] bytes = ArtefactCodec.seal(ArtefactCodec.encodeRecord(record));

        assertThatThrownBy(() -> ArtefactCodec.decode(bytes))
                .isInstanceOf(BadArtefactException.class)
                .hasMessageContaining("model pump")
                .hasMessageContaining(sentence);
    }

    private static ModelArtefact artefact() {
        FeaturePlan plan = FeaturePlan.of(4, 1, List.of());
        int features = new EngineeredFeatures(plan).size();
        var detector = new BoostedTreesDetector(
                RandomTrees.ensemble(TreeFamily.XGBOOST, Link.LOGISTIC, features, 1, 20, 2),
                plan,
                TreeOutcome.binary("normal", "anomaly"),
                new float[] {1});
        return new ModelArtefact(
                "pump",
                1,
                0,
                new Preprocessing(
                        SensorLayout.ofNames(List.of("pressure")),
                        new Scaler(
                                ScalerKind.STANDARD,
                                new double[1],
                                new double[] {1},
                                new boolean[1],
                                Double.POSITIVE_INFINITY),
                        FeatureSpec.VALUES,
                        false),
                detector,
                Smoothing.NONE,
                new Thresholds("fixed", 0.5, Map.of(), 0, 2),
                Morphology.NONE,
                new TreeMap<>());
    }
}
