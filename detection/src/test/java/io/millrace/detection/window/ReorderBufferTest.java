package io.millrace.detection.window;

import static io.millrace.detection.window.ReorderBuffer.Offer.ACCEPTED;
import static io.millrace.detection.window.ReorderBuffer.Offer.DUPLICATE;
import static io.millrace.detection.window.ReorderBuffer.Offer.LATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.window.ReorderBuffer.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {

    private static final long BOUND = 10;

    /** Takes out whatever the machine's own progress has made ready. */
    private static List<Long> drain(ReorderBuffer buffer, long bound) {
        List<Long> out = new ArrayList<>();
        while (buffer.nextReady(bound) != ReorderBuffer.NONE) {
            long next = buffer.nextReady(bound);
            double[] row = buffer.take();
            assertThat(row).containsExactly(next);
            assertThat(buffer.lastReleased()).isEqualTo(next);
            out.add(next);
        }
        return out;
    }

    private static List<Long> drainUpTo(ReorderBuffer buffer, long watermark) {
        List<Long> out = new ArrayList<>();
        while (buffer.nextUpTo(watermark) != ReorderBuffer.NONE) {
            out.add(buffer.nextUpTo(watermark));
            buffer.take();
        }
        return out;
    }

    /** The row of a reading holds its timestamp, so that a mix-up shows. */
    private static Offer offer(ReorderBuffer buffer, long timestamp, long bound) {
        return buffer.offer(timestamp, new double[] {timestamp}, bound);
    }

    private static Offer offer(ReorderBuffer buffer, long timestamp) {
        return offer(buffer, timestamp, BOUND);
    }

    @Test
    void aReadingWaitsUntilTheMachineHasPassedItByTheBound() {
        var buffer = new ReorderBuffer();

        assertThat(offer(buffer, 100)).isEqualTo(ACCEPTED);
        assertThat(drain(buffer, BOUND)).isEmpty();
        assertThat(offer(buffer, 109)).isEqualTo(ACCEPTED);
        assertThat(drain(buffer, BOUND)).isEmpty();
        assertThat(offer(buffer, 110)).isEqualTo(ACCEPTED);
        assertThat(drain(buffer, BOUND)).containsExactly(100L);
        assertThat(buffer.size()).isEqualTo(2);
    }

    @Test
    void sortsReadingsThatComeWithinTheBound() {
        var buffer = new ReorderBuffer();
        for (long timestamp : new long[] {100, 105, 102, 101, 108}) {
            assertThat(offer(buffer, timestamp)).isEqualTo(ACCEPTED);
        }

        offer(buffer, 118);

        assertThat(drain(buffer, BOUND)).containsExactly(100L, 101L, 102L, 105L, 108L);
    }

    @Test
    void theBoundItselfIsStillInTimeAndOneMillisecondMoreIsLate() {
        var buffer = new ReorderBuffer();
        offer(buffer, 100);

        assertThat(offer(buffer, 90)).isEqualTo(ACCEPTED);
        assertThat(offer(buffer, 89)).isEqualTo(LATE);
    }

    @Test
    void withoutABoundEveryReadingGoesOnAtOnceAndAnEarlierOneIsLate() {
        var buffer = new ReorderBuffer();

        assertThat(offer(buffer, 100, 0)).isEqualTo(ACCEPTED);
        assertThat(drain(buffer, 0)).containsExactly(100L);
        assertThat(offer(buffer, 100, 0)).isEqualTo(DUPLICATE);
        assertThat(offer(buffer, 99, 0)).isEqualTo(LATE);
        assertThat(offer(buffer, 101, 0)).isEqualTo(ACCEPTED);
    }

    @Test
    void ofTwoReadingsWithOneTimestampTheFirstCounts() {
        var buffer = new ReorderBuffer();
        buffer.offer(100, new double[] {1}, BOUND);

        assertThat(buffer.offer(100, new double[] {2}, BOUND)).isEqualTo(DUPLICATE);

        offer(buffer, 110);
        assertThat(buffer.take()).containsExactly(1);
        assertThat(offer(buffer, 100)).as("after it went out").isEqualTo(DUPLICATE);
    }

    @Test
    void theWatermarkLetsTheLastReadingsOfAQuietMachineGo() {
        var buffer = new ReorderBuffer();
        offer(buffer, 100);
        offer(buffer, 105);

        assertThat(drainUpTo(buffer, 99)).isEmpty();
        assertThat(drainUpTo(buffer, 100)).containsExactly(100L);
        assertThat(drainUpTo(buffer, Long.MAX_VALUE)).containsExactly(105L);
        assertThat(offer(buffer, 104))
                .as("within the bound, but a later one is out")
                .isEqualTo(LATE);
        assertThat(offer(buffer, 106)).isEqualTo(ACCEPTED);
    }

    @Test
    void takesTimestampsBefore1970() {
        var buffer = new ReorderBuffer();

        assertThat(offer(buffer, -100)).isEqualTo(ACCEPTED);
        assertThat(offer(buffer, -90)).isEqualTo(ACCEPTED);
        assertThat(drain(buffer, BOUND)).containsExactly(-100L);
    }

    /** A reading's fate by the rules alone: late by the newest before it, else a duplicate of an accepted one. */
    private static List<Offer> fatesByTheRules(long[] arrivals, long bound) {
        var accepted = new TreeSet<Long>();
        List<Offer> fates = new ArrayList<>();
        for (long timestamp : arrivals) {
            boolean late = !accepted.isEmpty() && timestamp < accepted.last() - bound;
            fates.add(late ? LATE : accepted.add(timestamp) ? ACCEPTED : DUPLICATE);
        }
        return fates;
    }

    private static long[] jitteredArrivals(Random random, long bound) {
        var arrivals = new long[200];
        long now = 1000;
        for (int i = 0; i < arrivals.length; i++) {
            now += random.nextInt(4);
            arrivals[i] = now - (long) (random.nextDouble() * random.nextDouble() * (2 * bound + 2));
        }
        return arrivals;
    }

    @Test
    void fatesAndOrderDoNotDependOnWhenReadyReadingsAreTakenOut() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            long bound = random.nextInt(20);
            long[] arrivals = jitteredArrivals(random, bound);
            List<Offer> expectedFates = fatesByTheRules(arrivals, bound);
            double eagerness = random.nextInt(3) / 2.0; // never, sometimes, always
            var buffer = new ReorderBuffer();
            List<Offer> fates = new ArrayList<>();
            List<Long> released = new ArrayList<>();

            for (long timestamp : arrivals) {
                fates.add(offer(buffer, timestamp, bound));
                if (random.nextDouble() < eagerness) {
                    released.addAll(drain(buffer, bound));
                }
                if (random.nextInt(10) == 0) {
                    buffer = restored(buffer);
                }
            }
            released.addAll(drainUpTo(buffer, Long.MAX_VALUE));

            assertThat(fates).as("seed %d, bound %d", seed, bound).isEqualTo(expectedFates);
            var accepted = new TreeSet<Long>();
            for (int i = 0; i < arrivals.length; i++) {
                if (expectedFates.get(i) == ACCEPTED) {
                    accepted.add(arrivals[i]);
                }
            }
            assertThat(released).as("seed %d, bound %d", seed, bound).containsExactlyElementsOf(accepted);
        }
    }

    @Test
    void whateverTheWatermarkDoesTheOutputAscendsAndHoldsEachAcceptedReadingOnce() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            long bound = random.nextInt(20);
            var buffer = new ReorderBuffer();
            List<Long> released = new ArrayList<>();
            List<Long> accepted = new ArrayList<>();

            for (long timestamp : jitteredArrivals(random, bound)) {
                if (offer(buffer, timestamp, bound) == ACCEPTED) {
                    accepted.add(timestamp);
                }
                released.addAll(drain(buffer, bound));
                if (random.nextInt(8) == 0) {
                    released.addAll(drainUpTo(buffer, buffer.newest() - random.nextInt(5)));
                }
            }
            released.addAll(drainUpTo(buffer, Long.MAX_VALUE));

            accepted.sort(null);
            assertThat(released).as("seed %d, bound %d", seed, bound).isEqualTo(accepted);
            assertThat(new TreeSet<>(released))
                    .as("seed %d, bound %d", seed, bound)
                    .hasSameSizeAs(released);
        }
    }

    private static ReorderBuffer restored(ReorderBuffer buffer) {
        var copy = ReorderBuffer.restore(buffer.newest(), buffer.lastReleased());
        for (int i = 0; i < buffer.size(); i++) {
            copy.restoreWaiting(buffer.timestamp(i), buffer.row(i));
        }
        return copy;
    }

    @Test
    void refusesACheckpointWhoseReadingsAreOutOfOrder() {
        var buffer = ReorderBuffer.restore(200, 100);

        assertThatThrownBy(() -> buffer.restoreWaiting(100, new double[1])).hasMessageContaining("after 100 ms");
        buffer.restoreWaiting(150, new double[1]);
        assertThatThrownBy(() -> buffer.restoreWaiting(150, new double[1])).hasMessageContaining("found 150 ms");
    }

    @Test
    void hasNothingToTakeWhenNothingWaits() {
        assertThatThrownBy(() -> new ReorderBuffer().take()).isInstanceOf(IllegalStateException.class);
    }
}
