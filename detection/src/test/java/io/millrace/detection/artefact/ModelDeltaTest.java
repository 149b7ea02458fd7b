package io.millrace.detection.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.RandomModels;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.threshold.Thresholds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDeltaTest {

    private static final ModelArtefact BASE = TestArtefacts.small();
    private static final LstmAutoencoder OTHER = RandomModels.autoencoder(
            new Random(5), TestArtefacts.STEPS, BASE.preprocessing().features(), TestArtefacts.HIDDEN);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDecodedDeltaIsTheOneThatWasEncodedAndMakesTheSameModel(boolean all) throws BadArtefactException {
        ModelDelta delta = delta(BASE, all);

        ModelDelta decoded = ArtefactCodec.decodeDelta(ArtefactCodec.encode(delta));

        assertThat(decoded).isEqualTo(delta);
        ModelArtefact own = decoded.applyTo(BASE);
        var network = ((ReconstructionDetector) BASE.detector()).model();
        assertThat(((ReconstructionDetector) own.detector()).model())
                .isEqualTo(new LstmAutoencoder(
                        network.steps(),
                        network.activation(),
                        all ? OTHER.encoder() : network.encoder(),
                        all ? OTHER.decoder() : network.decoder(),
                        OTHER.output()));
        assertThat(own.modelId()).isEqualTo("pumps-pump-1");
        assertThat(own.thresholds()).isEqualTo(new Thresholds("by hand", 0.75, Map.of(), 0, 2.5));
        assertThat(own.smoothing()).isEqualTo(BASE.smoothing());
        assertThat(own.provenance()).containsEntry("seed", "20260101").containsEntry("finetune.layers", "test");
    }

    @Test
    void itsBaseMayBeCalibratedAgainButNotTrainedAgain() {
        ModelDelta delta = delta(BASE, false);

        assertThat(delta.applyTo(BASE.withThresholds(new Thresholds("again", 9, Map.of(), 0, 3)))
                        .thresholds()
                        .criticalRatio())
                .isEqualTo(3);
        var detector = (ReconstructionDetector) BASE.detector();
        ModelArtefact trainedAgain = new ModelArtefact(
                BASE.modelId(),
                BASE.version(),
                BASE.createdAtMillis(),
                BASE.preprocessing(),
                new ReconstructionDetector(detector.model().withOutput(OTHER.output()), detector.scoring()),
                BASE.smoothing(),
                BASE.thresholds(),
                BASE.morphology(),
                BASE.provenance());
        assertThatThrownBy(() -> delta.applyTo(trainedAgain))
                .hasMessageContaining("belongs to model pumps version 7 with weights " + delta.baseSha256())
                .hasMessageContaining("fine-tune it from this model");
    }

    @Test
    void refusesLayersThatDoNotFit() {
        var narrow = new DenseLayer(TestArtefacts.HIDDEN, 1, new float[TestArtefacts.HIDDEN], new float[1]);

        assertThatThrownBy(() -> of(BASE, Optional.empty(), narrow).applyTo(BASE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layers do not fit");
    }

    @Test
    void refusesADeltaWithAnyByteChangedAndAModelInItsPlace() {
        byte[] bytes = ArtefactCodec.encode(delta(BASE, false));
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 4;
            assertThatThrownBy(() -> ArtefactCodec.decodeDelta(changed)).isInstanceOf(BadArtefactException.class);
        }
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertThatThrownBy(() -> ArtefactCodec.decodeDelta(cut)).hasMessageContaining("cut or padded");
        assertThatThrownBy(() -> ArtefactCodec.decodeDelta(ArtefactCodec.encode(BASE)))
                .hasMessageContaining("these bytes are a model");
        assertThatThrownBy(() -> ArtefactCodec.decode(bytes))
                .isInstanceOf(BadArtefactException.class)
                .hasMessageContaining("one machine's delta");
        assertThat(ArtefactCodec.isDelta(ByteBuffer.wrap(bytes))).isTrue();
        assertThat(ArtefactCodec.isDelta(ByteBuffer.wrap(ArtefactCodec.encode(BASE))))
                .isFalse();
        assertThat(ArtefactCodec.isDelta(ByteBuffer.allocate(3))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pump-7", "quick/1", "a b", "*", "..", "Ölpumpe 3", "100%"})
    void aFileIsNamedAfterItsMachine(String machineId) {
        String name = ModelDelta.fileName(machineId);

        assertThat(name).doesNotContain("/");
        assertThat(ModelDelta.machineOf(name)).contains(machineId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pump-7.csv", "a b.model", "100%.model", "pump-7.model.1.part"})
    void aFileThatIsNotNamedSoIsOfNoMachine(String name) {
        assertThat(ModelDelta.machineOf(name)).isEmpty();
    }

    private static ModelDelta delta(ModelArtefact base, boolean all) {
        return of(
                base,
                all ? Optional.of(new ModelDelta.Recurrent(OTHER.encoder(), OTHER.decoder())) : Optional.empty(),
                OTHER.output());
    }

    private static ModelDelta of(ModelArtefact base, Optional<ModelDelta.Recurrent> recurrent, DenseLayer output) {
        return new ModelDelta(
                base.modelId() + "-pump-1",
                1,
                17,
                "pump-1",
                base.modelId(),
                base.version(),
                ArtefactCodec.weightsSha256(base),
                recurrent,
                output,
                0.75,
                "by hand",
                new TreeMap<>(Map.of("finetune.layers", "test")));
    }
}
