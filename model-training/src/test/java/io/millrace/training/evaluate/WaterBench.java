package io.millrace.training.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;

/** Writes series in the layout of the water-circulation benchmark: two correlated sensors, one blatant fault in rows 600 to 660. */
final class WaterBench {

    static final int ROWS = 900;
    static final int FAULT_FROM = 600;
    static final int FAULT_TO = 660;

    private WaterBench() {}

    /** Files {@code skab/valve1/0.csv} … under the folder. */
    static Path write(Path datasets, int files) {
        for (int f = 0; f < files; f++) {
            write(datasets, "valve1/" + f + ".csv", f, true);
        }
        return datasets;
    }

    static void write(Path datasets, String name, long seed, boolean labelled) {
        var random = new Random(seed);
        var text = new StringBuilder("datetime;Pressure;Flow;anomaly;changepoint\n");
        LocalDateTime time = LocalDateTime.of(2024, 3, 1, 10, 0);
        for (int r = 0; r < ROWS; r++) {
            boolean fault = r >= FAULT_FROM && r <= FAULT_TO;
            double wave = Math.sin(2 * Math.PI * r / 30);
            double pressure = wave + 0.05 * random.nextGaussian() + (fault ? 3 : 0);
            double flow = 0.5 * wave + 0.05 * random.nextGaussian();
            text.append(String.format(
                    Locale.ROOT,
                    "%s;%.6f;%.6f;%d;0%n",
                    time.plusSeconds(r).toString().replace('T', ' ') + (r % 60 == 0 ? ":00" : ""),
                    pressure,
                    flow,
                    fault && labelled ? 1 : 0));
        }
        try {
            Path file = datasets.resolve("skab").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
