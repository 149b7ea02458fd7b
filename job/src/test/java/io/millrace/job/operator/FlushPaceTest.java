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
            pace.flushed(3, MILLI / 10, true);
        }

        assertThat(pace.delayMillis()).isEqualTo(1);
    }

    @Test
    void waitsAsLongAsAllowedWhileBundlesFill() {
        waitsLessAndLessWhileFewWindowsCome();

        for (int i = 0; i < 10; i++) {
            pace.flushed(1024, 100 * MILLI, false);
        }

        assertThat(pace.delayMillis()).isEqualTo(50);
    }

    @Test
    void waitsLongerWhenScoringTakesLongerThanGathering() {
        waitsLessAndLessWhileFewWindowsCome();

        pace.flushed(10, 3 * MILLI, true);

        assertThat(pace.delayMillis()).isEqualTo(2);
    }

    @Test
    void staysWhenBundlesAreWorthTheWait() {
        pace.flushed(40, 5 * MILLI, true);

        assertThat(pace.delayMillis()).isEqualTo(50);
    }

    @Test
    void bundlesThatWereCutShortSayNothingAboutTheLoad() {
        pace.flushed(3, MILLI / 10, false);

        assertThat(pace.delayMillis()).isEqualTo(50);
    }

    @Test
    void neverWaitsWhenWaitingIsNotAllowed() {
        var impatient = new FlushPace(0, 1024);
        impatient.flushed(1024, MILLI, false);

        assertThat(impatient.delayMillis()).isZero();
    }
}
