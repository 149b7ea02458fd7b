package io.millrace.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoadProfileTest {

    private static final long MONDAY = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    @Test
    void everyMachineStopsOnceInEightHoursForAboutHalfAnHour() {
        for (long machine = 0; machine < 50; machine++) {
            LoadProfile profile = new LoadProfile(machine);
            int stopped = 0;
            for (long t = MONDAY; t < MONDAY + 8 * HOUR; t += 60_000) {
                stopped += profile.running(t) < 0.5 ? 1 : 0;
            }
            assertThat(stopped).as("minutes stopped, machine %d", machine).isBetween(24, 27);
        }
    }

    @Test
    void loadAlternatesBetweenAHighAndALowLevel() {
        for (long machine = 0; machine < 50; machine++) {
            LoadProfile profile = new LoadProfile(machine);
            double lowest = 1;
            double highest = 0;
            for (long t = MONDAY + 8 * HOUR; t < MONDAY + 9 * HOUR; t += 10_000) {
                lowest = Math.min(lowest, profile.demand(t));
                highest = Math.max(highest, profile.demand(t));
            }
            assertThat(lowest).isBetween(0.35, 0.5);
            assertThat(highest).isBetween(0.85, 1.0);
        }
    }

    @Test
    void nightsAndWeekendsAskForLess() {
        LoadProfile profile = new LoadProfile(7);
        double early = mean(profile, MONDAY + 6 * HOUR);
        double late = mean(profile, MONDAY + 14 * HOUR);
        double night = mean(profile, MONDAY + 22 * HOUR);
        double saturday = mean(profile, MONDAY + 5 * 24 * HOUR + 6 * HOUR);
        assertThat(late / early).isCloseTo(0.92, within(0.05));
        assertThat(night / early).isCloseTo(0.80, within(0.05));
        assertThat(saturday / early).isCloseTo(0.80, within(0.05));
    }

    @Test
    void loadNeverJumps() {
        for (long machine = 0; machine < 20; machine++) {
            LoadProfile profile = new LoadProfile(machine);
            for (long t = MONDAY; t < MONDAY + 7 * 24 * HOUR; t += 10_000) {
                assertThat(Math.abs(profile.demand(t + 10_000) - profile.demand(t)))
                        .isLessThan(0.06);
                assertThat(Math.abs(profile.running(t + 10_000) - profile.running(t)))
                        .isLessThan(0.09);
            }
        }
    }

    private static double mean(LoadProfile profile, long from) {
        double sum = 0;
        for (long t = from; t < from + 8 * HOUR; t += 60_000) {
            sum += profile.demand(t);
        }
        return sum / 480;
    }
}
