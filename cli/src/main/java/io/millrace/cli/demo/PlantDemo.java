package io.millrace.cli.demo;

import io.millrace.cli.local.ModelReleases.Release;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.testdata.Plant;
import io.millrace.testdata.PlantOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The demo on the simulated plant: the faults are known, so what the job says of them can be counted. */
final class PlantDemo {

    private static final int PARTITIONS = 4;
    private static final Duration LONGEST_GAP = Duration.ofMinutes(10);
    private static final double DEFAULT_WRITING_SECONDS = 80;
    private static final double SLOWEST_DEFAULT = 500;
    private static final double FASTEST_DEFAULT = 5_000;

    private final Terminal terminal;
    private final Plant plant;
    private final double readingsPerSecond;
    private final int parallelism;
    private final boolean keepRunning;
    private final DemoConsole.Wish console;

    PlantDemo(
            Terminal terminal,
            PlantOptions plant,
            double readingsPerSecond,
            int parallelism,
            boolean keepRunning,
            DemoConsole.Wish console) {
        this.terminal = terminal;
        this.plant = Plant.of(plant);
        this.readingsPerSecond = readingsPerSecond;
        this.parallelism = parallelism;
        this.keepRunning = keepRunning;
        this.console = console;
    }

    /** @param wanted readings per second, 0 for no limit, null for a run of about a minute and a half */
    static double pace(Double wanted, PlantOptions plant) {
        if (wanted != null) {
            return wanted == 0 ? Double.POSITIVE_INFINITY : wanted;
        }
        double readings = (double) plant.steps() * plant.machines();
        return Math.min(FASTEST_DEFAULT, Math.max(SLOWEST_DEFAULT, readings / DEFAULT_WRITING_SECONDS));
    }

    /** Runs to the end; hands the summary's fields on before it waits for Ctrl-C, if it is to be kept running. */
    void run(Consumer<Map<String, Object>> summarised) throws Exception {
        List<Release> models = DemoModels.load();
        // No partition may stay empty: it would hold event time back until it counts as idle.
        DemoSession.Settings settings = new DemoSession.Settings(
                Math.min(PARTITIONS, plant.options().machines()),
                parallelism,
                PlantTraffic.OUT_OF_ORDERNESS,
                LONGEST_GAP,
                units(models),
                keepRunning,
                console);
        try (DemoSession session = DemoSession.start(terminal, settings)) {
            session.release(models);
            announce();
            DemoSession.Outcome outcome = session.replay(PlantTraffic.of(plant, Clock.systemUTC()), readingsPerSecond);
            PlantSummary summary = new PlantSummary(
                    outcome.counts(),
                    outcome.alerts().opened(),
                    outcome.alerts().closed(),
                    FaultMatching.of(plant.faults(), outcome.alerts().spans(), window(models)),
                    Duration.ofMillis(plant.options().steps() * plant.options().intervalMillis())
                            .multipliedBy(plant.options().machines()),
                    outcome.elapsed());
            new SummaryPrinter(terminal).print(summary);
            summarised.accept(summary.fields());
            session.keepRunningIfWanted();
        }
    }

    private void announce() {
        PlantOptions options = plant.options();
        terminal.line("The plant: " + Text.count(options.machines(), "machine") + " for "
                + Text.duration(Duration.ofMinutes(options.minutes())) + " of simulated time, "
                + Text.count(plant.readingCount(), "reading") + ", "
                + Text.count(plant.faults().size(), "fault") + " on the way"
                + (Double.isInfinite(readingsPerSecond)
                        ? "."
                        : "; about " + Text.count(Math.round(readingsPerSecond)) + " readings a second."));
        terminal.line();
    }

    private Duration window(List<Release> models) {
        int steps = models.stream()
                .mapToInt(release -> release.artefact().detector().steps())
                .max()
                .orElseThrow();
        return Duration.ofMillis(steps * plant.options().intervalMillis());
    }

    private static Map<String, String> units(List<Release> models) {
        Map<String, String> units = new HashMap<>();
        models.forEach(release -> release.artefact()
                .preprocessing()
                .layout()
                .sensors()
                .forEach(sensor -> units.put(sensor.name(), sensor.unit())));
        return units;
    }
}
