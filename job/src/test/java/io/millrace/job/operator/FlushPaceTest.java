package io.millrace.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlushPaceTest {

    private static final long MILLI = 1_000_000;

    private final FlushPace pace = new FlushPace(50, 1024);

    @Test
    void startsWithTheLongestWait() {
        assertThat(pace.delayMillis()).isEqualTo(50);
    }

    @Test
    void waitsLessAndLessWhileFewWindowsCome() {
        for (int i = 0; i < 10; i++) {
            pace.flushed(3, MILLI / 10, 50 * MILLI, true);
        }

        assertThat(pace.delayMillis()).isEqualTo(1);
    }

    @Test
    void waitsAsLongAsAllowedWhileBundlesFill() {
        waitsLessAndLessWhileFewWindowsCome();

        for (int i = 0; i < 10; i++) {
            pace.flushed(1024, 100 * MILLI, 50 * MILLI, false);
        }

        assertThat(pace.delayMillis()).isEqualTo(50);
    }

    @Test
    void waitsLongerWhenScoringTakesLongerThanGathering() {
        waitsLessAndLessWhileFewWindowsCome();

        pace.flushed(10, 3 * MILLI, 50 * MILLI, true);

        assertThat(pace.delayMillis()).isEqualTo(2);
    }

    @Test
    void staysWhenBundlesAreWorthTheWait() {
        pace.flushed(40, 5 * MILLI, 50 * MILLI, true);

        assertThat(pace.delayMillis()).isEqualTo(50);
    }

    @Test
    void bundlesThatWereCutShortSayNothingAboutTheLoad() {
        pace.flushed(3, MILLI / 10, 50 * MILLI, false);

        assertThat(pace.delayMillis()).isEqualTo(50);
    }

    @Test
    void neverWaitsWhenWaitingIsNotAllowed() {
        var impatient = new FlushPace(0, 1024);
        impatient.flushed(1024, MILLI, 50 * MILLI, false);

        assertThat(impatient.delayMillis()).isZero();
    }

    @Test
    void bundlesAreSmallUntilWindowsComeFasterThanTheyAreScored() {
        assertThat(pace.windows()).isEqualTo(128);

        pace.flushed(128, 9 * MILLI, 20 * MILLI, false);
        assertThat(pace.windows()).isEqualTo(128);

        pace.flushed(128, 9 * MILLI, MILLI, false);
        assertThat(pace.windows()).isEqualTo(256);
    }

    @Test
    void bundlesGrowToTheLimitUnderLoadAndShrinkWhenItEnds() {
        for (int i = 0; i < 10; i++) {
            pace.flushed(pace.windows(), 9 * MILLI, MILLI, false);
        }
        assertThat(pace.windows()).isEqualTo(1024);

        pace.flushed(300, 20 * MILLI, 50 * MILLI, true);
        assertThat(pace.windows()).isEqualTo(512);

        for (int i = 0; i < 10; i++) {
            pace.flushed(40, 3 * MILLI, 20 * MILLI, false);
        }
        assertThat(pace.windows()).isEqualTo(128);
    }

    @Test
    void aWatermarkUnderLoadLeavesTheSize() {
        pace.flushed(128, 9 * MILLI, MILLI, false);

        pace.flushed(70, 5 * MILLI, MILLI, false);

        assertThat(pace.windows()).isEqualTo(256);
    }

    @Test
    void aSmallLimitHoldsAtOnce() {
        assertThat(new FlushPace(50, 7).windows()).isEqualTo(7);
    }
}
