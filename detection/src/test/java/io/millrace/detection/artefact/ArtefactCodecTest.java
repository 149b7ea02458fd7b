package io.millrace.detection.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.model.RandomModels;
import io.millrace.detection.scale.FeatureSpec;
import io.millrace.detection.scale.Preprocessing;
import io.millrace.detection.scale.Scaler;
import io.millrace.detection.scale.ScalerKind;
import io.millrace.detection.score.ReconstructionDetector;
import io.millrace.detection.score.WindowScoring;
import io.millrace.detection.threshold.Thresholds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArtefactCodecTest {

    private static final byte[] SMALL = ArtefactCodec.encode(TestArtefacts.small());

    @Test
    void aDecodedArtefactIsTheOneThatWasEncodedAndScoresTheSame() throws BadArtefactException {
        ModelArtefact decoded = ArtefactCodec.decode(SMALL);

        TestArtefacts.assertSame(decoded, TestArtefacts.small());
        double[][] rows = TestArtefacts.rows(40);
        assertThat(TestArtefacts.scores(decoded, rows))
                .containsExactly(TestArtefacts.scores(TestArtefacts.small(), rows));
    }

    @Test
    void survivesForRandomModelsAndFeatures() throws BadArtefactException {
        for (long seed = 0; seed < 30; seed++) {
            var random = new Random(seed);
            ModelArtefact base = TestArtefacts.small();
            var spec = new FeatureSpec(random.nextBoolean(), random.nextBoolean(), 2 + random.nextInt(4));
            var scaler = new Scaler(
                    ScalerKind.values()[random.nextInt(3)],
                    random.doubles(5).toArray(),
                    random.doubles(5, 0.1, 5).toArray(),
                    new boolean[5],
                    1 + random.nextInt(30));
            var preprocessing = new Preprocessing(base.preprocessing().layout(), scaler, spec, false);
            var model = RandomModels.autoencoder(
                    random, 2 + random.nextInt(8), preprocessing.features(), 1 + random.nextInt(8));
            var scoring = new WindowScoring(1 + random.nextInt(9), 1, random.nextDouble(), random.nextDouble());
            var artefact = new ModelArtefact(
                    "model-" + seed,
                    1 + seed,
                    seed,
                    preprocessing,
                    new ReconstructionDetector(model, scoring),
                    base.smoothing(),
                    base.thresholds(),
                    base.morphology(),
                    base.provenance());

            ModelArtefact decoded = ArtefactCodec.decode(ArtefactCodec.encode(artefact));

            TestArtefacts.assertSame(decoded, artefact);
            double[][] rows = TestArtefacts.rows(30);
            assertThat(TestArtefacts.scores(decoded, rows))
                    .as("seed %d", seed)
                    .containsExactly(TestArtefacts.scores(artefact, rows));
        }
    }

    @Test
    void equalArtefactsGiveEqualBytesInWhateverOrderTheirMapsWereFilled() {
        var upwards = new HashMap<String, Double>(4);
        var downwards = new HashMap<String, Double>(1024);
        for (int i = 0; i < 100; i++) {
            upwards.put("pump-" + i, 1.0 + i);
            downwards.put("pump-" + (99 - i), 100.0 - i);
        }

        assertThat(withMachines(upwards)).isEqualTo(withMachines(downwards));
    }

    private static byte[] withMachines(Map<String, Double> perMachine) {
        return ArtefactCodec.encode(
                TestArtefacts.small().withThresholds(new Thresholds("by hand", 1, perMachine, 0, 2)));
    }

    @Test
    void refusesAnArtefactWithAnyByteChanged() {
        for (int at = 0; at < SMALL.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = SMALL.clone();
                changed[at] ^= (byte) (1 << bit);
                assertRefused(changed, "bit " + bit + " of byte " + at);
            }
        }
    }

    @Test
    void refusesAnArtefactThatIsCutAnywhereOrPadded() {
        for (int length = 0; length < SMALL.length; length++) {
            assertRefused(Arrays.copyOf(SMALL, length), "cut to " + length);
        }
        assertRefused(Arrays.copyOf(SMALL, SMALL.length + 1), "padded");
    }

    private static void assertRefused(byte[] bytes, String how) {
        assertThatThrownBy(() -> ArtefactCodec.decode(bytes)).as(how).isInstanceOf(BadArtefactException.class);
    }

    @Test
    void saysWhatIsWrongWithForeignCutAndChangedBytes() {
        assertThatThrownBy(() -> ArtefactCodec.decode("not a model".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessage("these 11 bytes are no Millrace model artefact: expected them to start with 'MLRC' and a"
                        + " header of 44 bytes");
        assertThatThrownBy(() -> ArtefactCodec.decode(Arrays.copyOf(SMALL, SMALL.length - 1)))
                .hasMessageContaining("cut or padded")
                .hasMessageContaining(
                        "promises " + (SMALL.length - 44) + " payload bytes, found " + (SMALL.length - 45));
        byte[] changed = SMALL.clone();
        changed[SMALL.length - 1] ^= 1;
        assertThatThrownBy(() -> ArtefactCodec.decode(changed)).hasMessageContaining("changed on its way");
    }

    @Test
    void refusesANewerContainerByItsVersion() {
        byte[] newer = SMALL.clone();
        newer[7] = 3;

        assertThatThrownBy(() -> ArtefactCodec.decode(newer))
                .isInstanceOf(BadArtefactException.class)
                .hasMessageContaining("container has version 3, this release reads versions 1 and 2")
                .hasMessageContaining("upgrade Millrace");
    }

    /** Whoever changes a payload can also set its checksum right: what is inside must hold on its own. */
    @Test
    void aPayloadChangedUnderARightChecksumIsReadOrRefusedButNeverFailsOtherwise() {
        byte[] payload = Arrays.copyOfRange(SMALL, ArtefactCodec.HEADER_BYTES, SMALL.length);
        int refused = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            byte[] changed = payload.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                ModelArtefact decoded = ArtefactCodec.decode(ArtefactCodec.seal(changed));
                assertThat(decoded.ringRows()).as("seed %d", seed).isPositive();
            } catch (BadArtefactException expected) {
                assertThat(expected).as("seed %d", seed).hasMessageNotContaining("null");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(refused).isBetween(1, 19_999);
    }

    @Test
    void theChecksumOfAReleaseIsSha256InHexadecimal() {
        // the test vector of FIPS 180-2
        assertThat(ArtefactCodec.sha256Hex(new byte[] {'a', 'b', 'c'}))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
