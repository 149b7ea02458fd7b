package io.millrace.training.crossval;

import io.millrace.training.series.RecordedSeries;
import io.millrace.training.series.Series;
import io.millrace.training.series.TimestampParser;
import io.millrace.training.series.UnreadableSeriesException;
import io.millrace.training.suite.Cmapss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What can be learned of the known tables: their columns, what is the label, and what must not be looked at. */
public enum SupervisedTask {
    /** Whether a reading is anomalous. */
    ANOMALY("anomaly_flag", "normal", "anomaly", "Yes"),
    /** Whether a machine is about to stand still; rows without a word on it are left out. */
    DOWNTIME_RISK("downtime_risk", "no risk", "risk", "1.0"),
    /** Whether a machine needs maintenance. */
    MAINTENANCE("maintenance_required", "not needed", "needed", "Yes"),
    /** Whether a machine fails. */
    FAILURE("Machine failure", "works", "fails", "1"),
    /** What fails, if anything. */
    FAILURE_TYPE("failure_type", "Normal", "", ""),
    /** How long a machine still lives. */
    REMAINING_LIFE("predicted_remaining_life", "remaining life", "", "");

    /** Cycles from which on an engine counts as new: F. O. Heimes, "Recurrent neural networks for remaining useful life estimation", PHM 2008. */
    public static final double MOST_CYCLES = 125;

    private static final int EVERY_CYCLE =
            3; // neighbours say nearly the same: a third of them takes a third of the time

    private static final List<String> FAULTS = List.of("TWF", "HDF", "PWF", "OSF", "RNF");

    private static final TableShape PLANT = new TableShape(
            List.of("temperature", "vibration", "humidity", "pressure", "energy_consumption"),
            List.of("machine_status"),
            Optional.of("machine"),
            Optional.of("timestamp"),
            List.of(
                    "The other labels of a row (flag, failure type, downtime risk, maintenance, remaining life) are never among its features: they tell"
                            + " each other.",
                    "The rows are simulated and a machine's rows hours to days apart, so that lags and rolling statistics can hardly help."));

    private static final TableShape MILLING = new TableShape(
            List.of(
                    "Air temperature [K]",
                    "Process temperature [K]",
                    "Rotational speed [rpm]",
                    "Torque [Nm]",
                    "Tool wear [min]"),
            List.of("Type"),
            Optional.empty(),
            Optional.empty(),
            List.of(
                    "The rows are simulated, by rules that the data's authors published; trees can find rules of thresholds and products. A figure here"
                            + " is no promise for a real machine.",
                    "The rows have no time order, so that there is nothing to roll or lag, and no time-ordered fold.",
                    "The columns of failure types are never features of the failure, nor the other way round: together they are the label. UDI and product"
                            + " id are left out, too.",
                    "Random failures (RNF) have no cause in the data: nothing can predict them, and most are no machine failure by label."));

    private final String label;
    private final String normal;
    private final String other;
    private final String yes;

    SupervisedTask(String label, String normal, String other, String yes) {
        this.label = label;
        this.normal = normal;
        this.other = other;
        this.yes = yes;
    }

    /** As it stands on the command line. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a table for this task.
     *
     * @param file smart_manufacturing's or AI4I 2020's table, or a training file of C-MAPSS
     * @throws UnreadableSeriesException if it is none of them, or its rows do not hold the label
     */
    public LearningTable read(Path file) throws IOException {
        if (Cmapss.isOne(file)) {
            return engines(file);
        }
        CsvTable table = CsvTable.read(file);
        if (table.has("Machine failure")) {
            return switch (this) {
                case FAILURE -> table(table, MILLING, List.of(normal, other), flags(table));
                case FAILURE_TYPE -> faults(table);
                default -> throw unfit(file, "failure, failure-type");
            };
        }
        if (table.has("anomaly_flag")) {
            if (this == FAILURE) {
                throw unfit(file, "anomaly, downtime-risk, maintenance, failure-type, remaining-life");
            }
            return plant(table);
        }
        throw new UnreadableSeriesException(
                file,
                "is no table that supervised tasks are known of: expected the columns of smart_manufacturing (anomaly_flag, …) or AI4I 2020"
                        + " (Machine failure, …), or a file of C-MAPSS such as train_FD001.txt, found the columns "
                        + table.header());
    }

    private UnreadableSeriesException unfit(Path file, String tasks) {
        return new UnreadableSeriesException(file, "has no labels for the task " + optionName() + ": it has " + tasks);
    }

    private LearningTable plant(CsvTable table) throws IOException {
        int column = table.column(label);
        if (this == REMAINING_LIFE) {
            var life = new double[table.rows().size()];
            for (int r = 0; r < life.length; r++) {
                life[r] = table.number(r, column);
            }
            return table(table, PLANT.withRemark(ownRemark()), List.of(normal), life);
        }
        if (this == FAILURE_TYPE) {
            var classes = new LinkedHashSet<>(List.of(normal));
            table.rows().stream()
                    .map(row -> row[column])
                    .filter(word -> !word.isEmpty())
                    .sorted()
                    .forEach(classes::add);
            List<String> all = List.copyOf(classes);
            return table(
                    table,
                    PLANT.withRemark(ownRemark()),
                    all,
                    table.rows().stream()
                            .mapToDouble(row -> row[column].isEmpty() ? Double.NaN : all.indexOf(row[column]))
                            .toArray());
        }
        return table(table, PLANT.withRemark(ownRemark()), List.of(normal, other), flags(table));
    }

    /** What the labels of smart_manufacturing turn out to be, counted over its rows. */
    private String ownRemark() {
        return switch (this) {
            case ANOMALY ->
                "The anomaly flag is, row by row, nothing but temperature > 90 or vibration > 80. A near-perfect figure here shows that trees and"
                        + " features are wired rightly. It proves nothing about anomalies.";
            case DOWNTIME_RISK ->
                "Where downtime risk is known it is the anomaly flag again, without an exception: the same two thresholds, the same proof of nothing"
                        + " more. Rows that do not say are neither learned from nor judged.";
            case MAINTENANCE ->
                "Where it says anything, maintenance is required of every anomalous row, of every row whose machine status is Failure, and of 43 of the"
                        + " 1,638 others. The status is among the features: what is learned is the anomaly's thresholds and to repeat the status.";
            case FAILURE_TYPE ->
                "Whether a row bears the name of a failure is its machine status: all that do have the status Failure where they have one, and 40 normal"
                        + " rows beside them. The status is among the features, which is what is learned. Which failure it is does not follow from the readings: rows"
                        + " called overheating are no hotter than normal ones, and most anomalous rows are called normal. A name drawn by lot where the"
                        + " status is Failure comes to a macro F1 of 0.37.";
            case REMAINING_LIFE ->
                "Remaining life is 1 to 49 on anomalous rows and anything from 10 to 499 on the others: what can be learned is the anomaly flag, and no"
                        + " wear.";
            case FAILURE -> throw new IllegalStateException("smart_manufacturing has no such label");
        };
    }

    private double[] flags(CsvTable table) throws IOException {
        int column = table.column(label);
        return table.rows().stream()
                .mapToDouble(row -> row[column].isEmpty() ? Double.NaN : row[column].equals(yes) ? 1 : 0)
                .toArray();
    }

    /** A row with several failures counts as the first of them. */
    private LearningTable faults(CsvTable table) throws IOException {
        var classes = new ArrayList<>(List.of("none"));
        classes.addAll(FAULTS);
        var labels = new double[table.rows().size()];
        for (int r = 0; r < labels.length; r++) {
            for (int k = FAULTS.size(); k >= 1; k--) {
                if (table.number(r, table.column(FAULTS.get(k - 1))) == 1) {
                    labels[r] = k;
                }
            }
        }
        return table(table, MILLING, classes, labels);
    }

    private LearningTable table(CsvTable table, TableShape shape, List<String> classes, double[] labels)
            throws IOException {
        int count = table.rows().size();
        var values = new float[count][];
        var machines = new String[count];
        var times = new long[count];
        List<List<String>> words = words(table, shape);
        for (int r = 0; r < count; r++) {
            values[r] = values(table, shape, words, r);
            machines[r] = shape.machine().isPresent()
                    ? table.rows().get(r)[table.column(shape.machine().get())]
                    : "row " + (r + 1); // each row stands alone
            times[r] = shape.time().isPresent() ? time(table, shape.time().get(), r) : 0;
        }
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer, String>comparing(
                                r -> shape.machine().isPresent() ? machines[r] : "")
                        .thenComparingLong(r -> times[r])
                        .thenComparingInt(r -> r))
                .mapToInt(Integer::intValue)
                .toArray();
        return new LearningTable(
                table.file().getFileName() + ": " + optionName(),
                shape.sensors(),
                shape.states(),
                IntStream.of(order).mapToObj(r -> values[r]).toArray(float[][]::new),
                IntStream.of(order).mapToObj(r -> machines[r]).toArray(String[]::new),
                IntStream.of(order).mapToLong(r -> times[r]).toArray(),
                IntStream.of(order).mapToDouble(r -> labels[r]).toArray(),
                classes,
                shape.time().isPresent(),
                shape.time().isEmpty(),
                shape.remarks());
    }

    private static long time(CsvTable table, String column, int row) throws IOException {
        String cell = table.rows().get(row)[table.column(column)];
        return TimestampParser.parse(cell)
                .orElseThrow(() -> new UnreadableSeriesException(
                        table.file(), "row " + (row + 1) + ": expected a timestamp, found '" + cell + "': repair it"));
    }

    /** The words of each state, sorted: a state's number is its place among them. */
    private static List<List<String>> words(CsvTable table, TableShape shape) throws IOException {
        var all = new ArrayList<List<String>>();
        for (String state : shape.states()) {
            int column = table.column(state);
            all.add(table.rows().stream()
                    .map(row -> row[column])
                    .filter(word -> !word.isEmpty())
                    .distinct()
                    .sorted()
                    .toList());
        }
        return all;
    }

    private static float[] values(CsvTable table, TableShape shape, List<List<String>> words, int row)
            throws IOException {
        var values = new float[shape.sensors().size() + shape.states().size()];
        int n = 0;
        for (String sensor : shape.sensors()) {
            values[n++] = (float) table.number(row, table.column(sensor));
        }
        for (int s = 0; s < words.size(); s++) {
            int code = words.get(s)
                    .indexOf(table.rows().get(row)[table.column(shape.states().get(s))]);
            values[n++] = code < 0 ? Float.NaN : code;
        }
        return values;
    }

    /** Engines of C-MAPSS: each cycle with what is left of its life, at most {@link #MOST_CYCLES}. */
    private LearningTable engines(Path file) throws IOException {
        if (this != REMAINING_LIFE) {
            throw unfit(file, "remaining-life");
        }
        if (!Cmapss.isForTraining(file)) {
            throw new UnreadableSeriesException(
                    file,
                    "holds engines that still live: cross-validate on its training file, such as train_FD001.txt");
        }
        List<Series> engines = sorted(Cmapss.read(file));
        Optional<SetAside> tests = SetAside.beside(file);
        int[] moving = moving(engines);
        List<String> names = engines.get(0).layout().names();
        var sensors = new ArrayList<>(IntStream.of(moving).mapToObj(names::get).toList());
        sensors.add("cycle");
        var all = new ArrayList<>(engines);
        tests.ifPresent(aside -> all.addAll(aside.engines()));
        int rows = all.stream().mapToInt(Series::length).sum();
        var values = new float[rows][];
        var machines = new String[rows];
        var times = new long[rows];
        var labels = new double[rows];
        int r = 0;
        for (int e = 0; e < all.size(); e++) {
            Series engine = all.get(e);
            boolean aside = e >= engines.size();
            for (int cycle = 0; cycle < engine.length(); cycle++) {
                int left = engine.length() - 1 - cycle;
                values[r] = row(engine.rows()[cycle], moving, cycle + 1);
                machines[r] = (aside ? "test " : "") + engine.machineId();
                times[r] = cycle;
                labels[r++] = aside
                        ? left == 0 ? tests.orElseThrow().livesLeft().get(e - engines.size()) : Double.NaN
                        : left % EVERY_CYCLE == 0 ? Math.min(MOST_CYCLES, left) : Double.NaN;
            }
        }
        return new LearningTable(
                file.getFileName() + ": " + optionName(),
                sensors,
                List.of(),
                values,
                machines,
                times,
                labels,
                List.of("cycles"),
                false,
                false,
                Arrays.stream(machines)
                        .filter(machine -> machine.startsWith("test "))
                        .collect(Collectors.toSet()),
                List.of(
                        "Simulated engines of one fault mode under one operating condition, the easiest of the four sets: how far a figure carries to real"
                                + " engines, these rows cannot say.",
                        "Sensors that stand still on all training engines are left out, and every third cycle is learned from and judged, counted from the"
                                + " engine's end; features look at all cycles.",
                        "Remaining life is capped at 125 cycles in training and in the folds by machine, since early cycles show no wear. Of the engines set aside"
                                + " the last cycle is judged by the life that their authors published, up to 145 cycles and not capped here, which costs learners that"
                                + " know no more than 125. Published systems differ in this and in their windows, so that a difference of one or two cycles means"
                                + " little.",
                        "The engine's age in cycles is a sensor of its own: it is the time since start, which a window does not hold."));
    }

    private static List<Series> sorted(RecordedSeries recorded) {
        return recorded.series().stream()
                .sorted(Comparator.comparing(Series::machineId))
                .toList();
    }

    /** Columns that move on some engine. */
    private static int[] moving(List<Series> engines) {
        double[] first = engines.get(0).rows()[0];
        return IntStream.range(0, first.length)
                .filter(j -> engines.stream()
                        .flatMap(engine -> Arrays.stream(engine.rows()))
                        .anyMatch(row -> row[j] != first[j]))
                .toArray();
    }

    private static float[] row(double[] sensors, int[] moving, int cycle) {
        var row = new float[moving.length + 1];
        for (int j = 0; j < moving.length; j++) {
            row[j] = (float) sensors[moving[j]];
        }
        row[moving.length] = cycle;
        return row;
    }

    /**
     * Engines that still live, and how long they would have.
     *
     * @param livesLeft cycles after each engine's last, in step with {@code engines}
     */
    private record SetAside(List<Series> engines, List<Double> livesLeft) {

        /** Those of the same set; empty where a file is missing. */
        static Optional<SetAside> beside(Path training) throws IOException {
            String set = training.getFileName().toString().replaceFirst("^train_", "");
            Path engines = training.resolveSibling("test_" + set);
            Path lives = training.resolveSibling("RUL_" + set);
            if (!Files.exists(engines) || !Files.exists(lives)) {
                return Optional.empty();
            }
            List<Series> series = Cmapss.read(engines).series(); // in the order of their numbers, as the lives are
            List<String> lines = Files.readAllLines(lives).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.size() != series.size()) {
                throw new UnreadableSeriesException(
                        lives,
                        "has " + lines.size() + " lives, expected one for each of the " + series.size() + " engines of "
                                + engines.getFileName() + ": take both from the same download");
            }
            var left = new ArrayList<Double>();
            for (String line : lines) {
                try {
                    left.add(Double.valueOf(line));
                } catch (NumberFormatException e) {
                    throw new UnreadableSeriesException(
                            lives, "expected a number of cycles a line, found '" + line + "'", e);
                }
            }
            return Optional.of(new SetAside(series, left));
        }
    }

    /** How a table of this task can be divided. */
    public static List<Folding> foldings(LearningTable table) {
        if (table.independent()) {
            return List.of(Folding.STRATIFIED);
        }
        if (table.ordered()) {
            return List.of(Folding.STRATIFIED, Folding.TIME_ORDERED);
        }
        return table.aside().isEmpty() ? List.of(Folding.BY_MACHINE) : List.of(Folding.BY_MACHINE, Folding.SET_ASIDE);
    }

    /** Window that suits a table: engines wear over tens of cycles, rows without order have no past. */
    public static int steps(LearningTable table) {
        return table.independent() ? 1 : table.ordered() ? 5 : 30;
    }

    /** Names of all tasks. */
    public static List<String> optionNames() {
        return Arrays.stream(values()).map(SupervisedTask::optionName).toList();
    }
}
