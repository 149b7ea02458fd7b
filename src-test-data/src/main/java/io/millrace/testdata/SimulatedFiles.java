package io.millrace.testdata;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/** A simulated run as files: one series per machine and {@code faults.csv} with every fault of the run. */
public final class SimulatedFiles {

    /** Name of the file that lists the faults. */
    public static final String FAULTS_FILE = "faults.csv";

    private static final long PROGRESS_EVERY = 1_000;

    private SimulatedFiles() {}

    /** As {@link #write(Path, PlantOptions, LongConsumer)}, silently. */
    public static List<Path> write(Path directory, PlantOptions options) throws IOException {
        return write(directory, options, readings -> {});
    }

    /**
     * Writes the run; the directory is made if it is missing, existing files are replaced. Each file is written aside and
     * then moved, so that an interrupted run leaves no half file under a final name.
     *
     * @param progress receives, now and then and at the end, the number of readings written so far
     * @return the files: the machines' series in the plant's order, then the faults
     * @throws IllegalArgumentException if the run has no end
     */
    public static List<Path> write(Path directory, PlantOptions options, LongConsumer progress) throws IOException {
        if (options.minutes() == PlantOptions.UNBOUNDED) {
            throw new IllegalArgumentException("a run without end does not fit into files: set minutes");
        }
        Files.createDirectories(directory);
        Plant plant = Plant.of(options);
        List<Path> written = new ArrayList<>();
        long[] count = {0};
        for (SimulatedMachine machine : plant.allMachines()) {
            Iterator<SimulatedReading> counted = counting(machine, count, progress);
            written.add(replace(
                    directory.resolve(machine.machineId() + ".csv"),
                    out -> CsvSeries.write(machine.type(), counted, out)));
        }
        progress.accept(count[0]);
        written.add(replace(directory.resolve(FAULTS_FILE), out -> writeFaults(plant.faults(), out)));
        return List.copyOf(written);
    }

    /** Columns: machine, kind, sensors (joined by {@code +}), start, end (exclusive), magnitude as a share of the span. */
    static void writeFaults(List<Fault> faults, Appendable out) throws IOException {
        out.append("machine,kind,sensors,start,end,magnitude\n");
        for (Fault fault : faults) {
            StringBuilder line = new StringBuilder()
                    .append(fault.machineId())
                    .append(',')
                    .append(fault.kind().name().toLowerCase(Locale.ROOT))
                    .append(',')
                    .append(String.join("+", fault.sensors()))
                    .append(',')
                    .append(Instant.ofEpochMilli(fault.startMillis()))
                    .append(',')
                    .append(Instant.ofEpochMilli(fault.endMillis()))
                    .append(',');
            CsvSeries.appendDecimal(line, fault.magnitude(), 3);
            out.append(line.append('\n'));
        }
    }

    private static Iterator<SimulatedReading> counting(
            Iterator<SimulatedReading> readings, long[] count, LongConsumer progress) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return readings.hasNext();
            }

            @Override
            public SimulatedReading next() {
                SimulatedReading reading = readings.next();
                if (++count[0] % PROGRESS_EVERY == 0) {
                    progress.accept(count[0]);
                }
                return reading;
            }
        };
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(Appendable out) throws IOException;
    }

    private static Path replace(Path file, Content content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (Writer out = Files.newBufferedWriter(aside, StandardCharsets.UTF_8)) {
                content.writeTo(out);
            }
            return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
