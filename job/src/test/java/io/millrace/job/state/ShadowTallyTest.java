package io.millrace.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.job.state.ShadowTally.Side;
import java.util.Arrays;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ShadowTallyTest {

    private final ShadowTally.Serializer serializer = new ShadowTally.Serializer();

    private static ShadowTally filled(long seed, int windows) {
        var random = new Random(seed);
        var tally = new ShadowTally("waves", 3, 2, 7);
        for (int n = 0; n < windows; n++) {
            tally.window(Math.exp(random.nextGaussian()), Math.exp(random.nextGaussian() - 1));
        }
        tally.event(Side.SHADOW);
        tally.watched(1_000L * windows);
        return tally;
    }

    private byte[] bytes(ShadowTally tally) throws Exception {
        var out = new DataOutputSerializer(256);
        serializer.serialize(tally, out);
        return out.getCopyOfBuffer();
    }

    @Test
    void comesBackAsItWentAndStaysSmall() throws Exception {
        ShadowTally before = filled(1, 100_000);
        ShadowTally after = serializer.deserialize(new DataInputDeserializer(bytes(before)));

        assertThat(bytes(after)).isEqualTo(bytes(before)).hasSizeLessThan(5_200);
        assertThat(bytes(serializer.copy(before))).isEqualTo(bytes(before));
        assertThat(after.isOf(before)).isTrue();
        assertThat(bytes(serializer.deserialize(
                        new DataInputDeserializer(bytes(before.fresh().end())))))
                .isEqualTo(bytes(before.fresh().end()));
    }

    @Test
    void sumsOfTasksAreThoseOfOneTask() {
        ShadowTally all = filled(1, 100);
        all.add(filled(2, 50));

        assertThat(all.windows()).isEqualTo(150);
        assertThat(all.events(Side.SHADOW)).isEqualTo(2);
        assertThat(all.events(Side.SERVING)).isZero();
        assertThat(all.machineHours()).isCloseTo(150 / 3_600.0, within(1e-12));
    }

    @Test
    void quantilesAreTrueToThreePercent() {
        var random = new Random(3);
        double[] ratios = random.doubles(20_000, 0, 4).toArray();
        var tally = new ShadowTally("waves", 3, 2, 7);
        for (double ratio : ratios) {
            tally.window(ratio, 1);
        }
        Arrays.sort(ratios);

        for (double share : new double[] {0.1, 0.5, 0.95, 0.99, 1}) {
            double exact = ratios[(int) Math.ceil(share * ratios.length) - 1];
            assertThat(tally.quantile(Side.SERVING, share)).isCloseTo(exact, within(0.03 * exact));
        }
        assertThat(tally.quantile(Side.SHADOW, 0.5)).isEqualTo(1);
        assertThat(tally.fresh().quantile(Side.SHADOW, 0.5)).isNaN();
        assertThat(tally.fresh().mean(Side.SHADOW)).isNaN();
        assertThat(tally.fresh().eventsPerMachineHour(Side.SHADOW)).isNaN();
    }
}
