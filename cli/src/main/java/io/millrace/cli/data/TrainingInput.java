package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.training.series.RecordedSeries;
import io.millrace.training.series.SensorAlignment;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where training data comes from: files, folders of files, or a topic; and what is left out of it. */
public final class TrainingInput {

    private static final int MOST_NAMED = 8;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            showDefaultValue = Visibility.NEVER,
            description =
                    "CSV and Parquet files, .npy arrays of [rows x sensors], NASA's train_FD001.txt; or directories: then"
                            + " every .csv, .parquet and .npy file in them but faults.csv, and every train_FD*.txt. An array is one"
                            + " machine, named like its file. Without files: a topic, see --brokers.")
    private List<Path> files = List.of();

    @Mixin
    private TopicFields topic = new TopicFields();

    @Option(
            names = "--machines",
            paramLabel = "PATTERN",
            description = "Only machines whose id fits, such as pump-*; * any characters, ? one. Default: all.")
    private String machines;

    @Option(
            names = "--train-rows",
            paramLabel = "N",
            description = "Only the first N rows of each machine. Default: all.")
    private Integer trainRows;

    @Option(
            names = "--align",
            paramLabel = "HOW",
            description =
                    "What becomes of machines with different sensors: ${COMPLETION-CANDIDATES}. EQUAL refuses them,"
                            + " INTERSECTION takes the sensors that all have, UNION those that any has and fills in --fill. Columns of arrays have no names: column N is the same"
                            + " sensor in every array.")
    private SensorAlignment alignment = SensorAlignment.EQUAL;

    @Option(
            names = "--fill",
            paramLabel = "VALUE",
            description =
                    "With --align union: what stands for a sensor that a machine lacks, in its physical unit. The job does"
                            + " the same with window.gap.imputation: fixed and window.gap.fixed-value: VALUE.")
    private Double fill;

    @Mixin
    private CsvFields fields = new CsvFields();

    /**
     * What there is to train on.
     *
     * @param series of one layout
     * @param origins where each machine's series come from, by machine id, for messages
     * @param notes what was left out and why, for people
     * @param provenance the same for the artefact
     */
    public record Content(
            List<Series> series,
            Map<String, String> origins,
            List<String> notes,
            SortedMap<String, String> provenance) {

        public long rows() {
            return series.stream().mapToLong(Series::length).sum();
        }

        /** Where a machine's series come from. */
        public String origin(String machineId) {
            return origins.getOrDefault(machineId, machineId);
        }
    }

    /** What is wrong with the options, if anything is; empty when nothing is. */
    public String violation() {
        if (files.isEmpty() && !topic.any()) {
            return "train expects files to train on, or a topic (--brokers HOST:PORT), found neither";
        }
        if (!files.isEmpty() && topic.any()) {
            return "train expects files or a topic, found both: leave out the files, or --brokers, --topic, --from, --to and --job-config";
        }
        if (topic.any() && fields.any()) {
            return "a topic expects its fields to be mapped by --job-config (source.fields.*), found options for columns of files";
        }
        if ((alignment == SensorAlignment.UNION) != (fill != null)) {
            return "--align union and --fill VALUE expect each other, found "
                    + (fill == null ? "the first" : "the second") + " alone";
        }
        if (fill != null && !Double.isFinite(fill)) {
            return "--fill expects a finite number, found " + fill;
        }
        return trainRows != null && trainRows < 1 ? "--train-rows expects 1 or more, found " + trainRows : "";
    }

    /**
     * Reads, keeps the wanted machines and rows, and aligns.
     *
     * @param learnsFromLabels whether rows that are labelled anomalous are what is wanted; else they are noted
     * @throws BadInputException if there is nothing to train on, or something cannot be read
     */
    public Content read(Terminal terminal, boolean learnsFromLabels) throws IOException, InterruptedException {
        var gathered = new Gathering(new MachinePattern(machines == null ? "*" : machines), learnsFromLabels);
        if (topic.any()) {
            gathered.add(TopicReadings.read(
                    terminal,
                    topic.config(System.getenv()),
                    topic.range(),
                    new MachinePattern(machines == null ? "*" : machines)));
        } else {
            for (Path file : seriesFiles()) {
                gathered.add(file.toString(), UserData.series(file, fields));
            }
        }
        return gathered.content();
    }

    private List<Path> seriesFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isDirectory(file)) {
                found.add(file);
                continue;
            }
            try (Stream<Path> inside = Files.list(file)) {
                List<Path> usable =
                        inside.filter(UserData::isForTraining).sorted().toList();
                if (usable.isEmpty()) {
                    throw new BadInputException(file + " holds no series: expected .csv, .parquet or .npy files, or"
                            + " train_FD*.txt; name the files, or another directory");
                }
                found.addAll(usable);
            }
        }
        return found;
    }

    /** Collects what the sources hold. */
    private final class Gathering {

        private final MachinePattern wanted;
        private final boolean learnsFromLabels;
        private final List<Series> series = new ArrayList<>();
        private final Map<String, String> origins = new LinkedHashMap<>();
        private final List<String> notes = new ArrayList<>();
        private final SortedMap<String, String> provenance = new TreeMap<>();
        private final List<String> sources = new ArrayList<>();
        private long rowsRead;
        private long rowsDropped;
        private long machinesSeen;

        Gathering(MachinePattern wanted, boolean learnsFromLabels) {
            this.wanted = wanted;
            this.learnsFromLabels = learnsFromLabels;
        }

        void add(String source, RecordedSeries content) {
            sources.add(source);
            rowsRead += content.rowsRead();
            rowsDropped += content.rowsDropped();
            String origin = source;
            if (content.rowsDropped() > 0) {
                origin = source + " (" + content.rowsDropped() + " of its " + content.rowsRead() + " rows left out)";
                notes.add(source + ": " + Text.count(content.rowsDropped(), "row") + " of " + content.rowsRead()
                        + " left out for a missing or infinite value");
            }
            if (content.rowsReordered() > 0) {
                notes.add(source + ": " + Text.count(content.rowsReordered(), "row") + " put in time order");
            }
            if (!content.ignoredColumns().isEmpty()) {
                notes.add(source + ": columns without numbers left out: " + names(content.ignoredColumns()));
            }
            for (Series one : content.series()) {
                machinesSeen++;
                if (!wanted.matches(one.machineId())) {
                    continue;
                }
                Series kept = trainRows == null ? one : one.head(trainRows);
                series.add(kept);
                origins.merge(one.machineId(), origin, (first, second) -> first + ", " + second);
                noteLabels(source, kept);
            }
        }

        private void noteLabels(String source, Series kept) {
            int anomalous = 0;
            for (boolean mark : kept.labels().orElse(new boolean[0])) {
                anomalous += mark ? 1 : 0;
            }
            if (anomalous > 0 && !learnsFromLabels) {
                notes.add(source + ": " + anomalous + " of the " + kept.length() + " rows of " + kept.machineId()
                        + " are labelled anomalous: they are trained on like the others, but no threshold rests on them; --train-rows takes the rows"
                        + " before them");
            }
        }

        void add(TopicReadings.Content content) {
            add("topic " + content.topic(), content.series());
            sources.set(sources.size() - 1, "topic " + content.offsets());
            if (content.rejectedRecords() > 0) {
                notes.add(Text.count(content.rejectedRecords(), "record") + " rejected, as the job would: "
                        + content.rejected());
            }
            if (content.repeated() > 0) {
                notes.add(Text.count(content.repeated(), "reading")
                        + " left out because the machine's timestamp was there before");
            }
            provenance.put("data.recordsRejected", Long.toString(content.rejectedRecords()));
            provenance.put("data.readingsRepeated", Long.toString(content.repeated()));
        }

        Content content() {
            if (series.isEmpty()) {
                throw new BadInputException("none of the " + machinesSeen + " machines fits --machines " + machines
                        + ": correct the pattern");
            }
            SensorAlignment.Aligned aligned;
            try {
                aligned = alignment.align(
                        series,
                        fill == null ? 0 : fill,
                        one -> origins.get(one.machineId()) + " (" + one.machineId() + ")");
            } catch (IllegalArgumentException e) {
                throw new BadInputException(
                        e.getMessage() + (alignment == SensorAlignment.EQUAL ? ": --machines, --align" : ""), e);
            }
            byMachines(aligned.leftOut())
                    .forEach((owners, sensors) -> notes.add(Text.count(sensors.size(), "sensor") + " left out ("
                            + names(sensors) + "): of " + Text.count(origins.size(), "machine") + " only "
                            + names(owners)));
            if (!aligned.filledIn().isEmpty()) {
                byMachines(aligned.filledIn())
                        .forEach((lacking, sensors) -> notes.add(Text.count(sensors.size(), "sensor") + " filled with "
                                + fill + " (" + names(sensors) + ") for " + names(lacking)));
                notes.add("the job fills alike with window.gap.imputation: fixed, window.gap.fixed-value: " + fill
                        + " and a window.gap.interval; without them it does not score these machines");
                provenance.put("data.fill", Double.toString(fill));
                provenance.put(
                        "data.sensorsFilled",
                        String.join(", ", aligned.filledIn().keySet()));
            }
            provenance.put("data.sources", names(sources));
            provenance.put("data.rowsRead", Long.toString(rowsRead));
            provenance.put("data.rowsDropped", Long.toString(rowsDropped));
            provenance.put("data.alignment", alignment.name());
            provenance.put(
                    "data.sensorsLeftOut", String.join(", ", aligned.leftOut().keySet()));
            return new Content(aligned.series(), Map.copyOf(origins), List.copyOf(notes), provenance);
        }

        /** Sensors that the same machines have, or lack, together: wide machines differ in many. */
        private static Map<List<String>, List<String>> byMachines(Map<String, List<String>> bySensor) {
            Map<List<String>, List<String>> sensors = new LinkedHashMap<>();
            bySensor.forEach((sensor, owners) ->
                    sensors.computeIfAbsent(owners, some -> new ArrayList<>()).add(sensor));
            return sensors;
        }

        private static String names(List<String> all) {
            String named = all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
            return all.size() > MOST_NAMED ? named + " and " + (all.size() - MOST_NAMED) + " more" : named;
        }
    }
}
