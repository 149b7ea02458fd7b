package io.millrace.training.demo;

import io.millrace.testdata.FaultKind;
import io.millrace.testdata.MachineType;
import io.millrace.testdata.PlantOptions;
import java.util.Locale;
import java.util.Map;

/** The page beside the demo's models: how to make them again, and how they do. */
final class DemoReadme {

    private DemoReadme() {}

    static String of(Map<MachineType, PlantCheck.Result> results, PlantOptions check) {
        var page = new StringBuilder("""
                # The demo's models

                One LSTM autoencoder for each type of machine of the simulated plant, as `millrace demo` releases them: `pump.model` for
                `pump-*` and so on. Trained and calibrated on simulated fault-free weeks of other machines than the demo's; everything about
                a model's origin is in its provenance. Make them (and this page) again, from the project's folder:

                ```
                ./millrace --version    # builds what is missing
                java --add-modules jdk.incubator.vector -cp "$(cat cli/target/class-path.txt)" io.millrace.training.demo.DemoModels
                ```

                """);
        PlantCheck.Result all = results.values().stream().reduce(PlantCheck.Result.NOTHING, PlantCheck.Result::plus);
        page.append(String.format(
                Locale.ROOT,
                """
                On a plant with faults that took no part in training or calibration (seed %d, %d machines, %.0f days): %d of %d faults found
                (%.1f %%), %.2f false alarms per machine and week, median time from the first faulty reading to the first anomalous window
                %.0f s.

                """,
                check.seed(),
                check.machines(),
                check.minutes() / 1_440.0,
                all.total().found(),
                all.total().injected(),
                100 * all.recall(),
                all.falseAlarmsPerMachineWeek(),
                all.medianDelaySeconds()));
        page.append("| found / injected |");
        results.keySet()
                .forEach(type -> page.append(' ').append(type.idPrefix()).append(" |"));
        page.append("\n|---|").append("---|".repeat(results.size())).append('\n');
        for (FaultKind kind : FaultKind.values()) {
            page.append("| ")
                    .append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append(" |");
            for (PlantCheck.Result result : results.values()) {
                PlantCheck.Tally tally = result.kinds().getOrDefault(kind, new PlantCheck.Tally(0, 0));
                page.append(' ')
                        .append(tally.found())
                        .append(" / ")
                        .append(tally.injected())
                        .append(" |");
            }
            page.append('\n');
        }
        return page.toString();
    }
}
