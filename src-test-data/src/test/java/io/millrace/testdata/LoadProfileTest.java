package io.millrace.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoadProfileTest {

    private static final long MONDAY = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    @Test
    void everyMachineStopsAboutOnceInThreeHoursForAboutTwentyMinutes() {
        for (long machine = 0; machine < 50; machine++) {
            LoadProfile profile = new LoadProfile(machine);
            int stops = 0;
            int minutes = 0;
            for (long t = MONDAY; t < MONDAY + 48 * HOUR; t += 60_000) {
                boolean stopped = profile.running(t) < 0.5;
                minutes += stopped ? 1 : 0;
                stops += stopped && profile.running(t - 60_000) >= 0.5 ? 1 : 0;
            }
            assertThat(stops).as("stops in two days, machine %d", machine).isBetween(13, 19);
            assertThat(minutes / (double) stops).as("minutes per stop").isBetween(18.0, 29.0);
        }
    }

    @Test
    void betweenTwoRampsLieTenSteadyMinutes() {
        for (long machine = 0; machine < 50; machine++) {
            LoadProfile profile = new LoadProfile(machine);
            long steadySince = MONDAY + 7 * HOUR;
            int ramps = 0;
            boolean moved = true;
            for (long t = MONDAY + 7 * HOUR; t < MONDAY + 13 * HOUR; t += 10_000) {
                boolean moves = profile.demand(t) != profile.demand(t + 10_000);
                if (moves && !moved && ++ramps > 1) {
                    assertThat(t - steadySince).as("machine %d", machine).isGreaterThanOrEqualTo(590_000);
                }
                steadySince = moves ? t + 10_000 : steadySince;
                moved = moves;
            }
            assertThat(ramps).as("machine %d", machine).isGreaterThanOrEqualTo(12);
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
                        .isLessThan(0.03);
                assertThat(Math.abs(profile.running(t + 10_000) - profile.running(t)))
                        .isLessThan(0.03);
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
