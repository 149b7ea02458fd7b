package io.millrace.benchmarks.report;

import static io.millrace.benchmarks.report.Numbers.number;
import static io.millrace.benchmarks.report.Numbers.percent;
import static io.millrace.benchmarks.report.Numbers.percentSpread;
import static io.millrace.benchmarks.report.Numbers.quantiles;
import static io.millrace.benchmarks.report.Numbers.spread;
import static io.millrace.benchmarks.report.Numbers.whole;
import static io.millrace.benchmarks.report.Results.rows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The text of {@code docs/performance.md}. Every figure comes from the results. */
final class PerformancePage {

    private final Results results;
    private final Markdown page = new Markdown();

    private PerformancePage(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        return new PerformancePage(results).write();
    }

    private String write() {
        page.heading(1, "Performance")
                .paragraph(
                        "Written by `./millrace bench report` from the figures in [performance/](performance/); not edited by hand."
                                + " A figure with brackets is the median of several rounds, with the lowest and the highest."
                                + " Figures of one benchmark were taken in one run, what is compared in turn.");
        List<List<String>> aims = Aims.of(results);
        if (!aims.isEmpty()) {
            page.heading(2, "What was aimed for").table(List.of("figure", "aim", "measured", ""), aims);
        }
        machines();
        results.of("kernel").ifPresent(this::kernel);
        results.of("job").ifPresent(this::job);
        results.of("scale").ifPresent(this::scale);
        results.of("peers").ifPresent(this::peers);
        results.of("train").ifPresent(this::train);
        return page.toString();
    }

    private void machines() {
        List<List<String>> rows = new ArrayList<>();
        results.byBenchmark().forEach((benchmark, figures) -> {
            JsonNode environment = figures.get("environment");
            rows.add(List.of(
                    "`" + benchmark + "`" + (figures.path("quick").asBoolean() ? " (quick)" : ""),
                    environment.get("date").asText(),
                    environment.get("commit").asText(),
                    "%s, %d cores, %d GiB"
                            .formatted(
                                    environment.get("cpu").asText(),
                                    environment.get("cores").asInt(),
                                    environment.get("memoryGib").asInt()),
                    environment.get("java").asText(),
                    environment.get("kernel").asText(),
                    number(environment.get("loadAverage"))));
        });
        page.heading(2, "On what")
                .table(List.of("benchmark", "date", "commit", "machine", "JVM", "kernel", "load at the end"), rows);
    }

    private void kernel(JsonNode kernel) {
        page.heading(2, "The kernel: windows scored per second")
                .paragraph(
                        "Windows of 60 steps. The limit is this machine's matrix product (sgemm): %s GFLOP/s in one thread;"
                                + " shares are by the fewest operations that a window needs.",
                        number(kernel.path("sgemmGflops").get("1")));
        List<List<String>> table = new ArrayList<>();
        rows(kernel, "rows")
                .forEach(row -> table.add(List.of(
                        row.get("variant").asText(),
                        row.get("features").asText(),
                        row.get("hidden").asText(),
                        row.get("batch").asText(),
                        row.get("threads").asText(),
                        ownSpread(row),
                        percent(row.get("shareOfSgemm").asDouble()))));
        page.table(List.of("variant", "features", "hidden", "batch", "threads", "windows/s", "of sgemm"), table);
    }

    private void train(JsonNode train) {
        page.heading(2, "Training: windows per second");
        List<List<String>> table = new ArrayList<>();
        rows(train, "rows")
                .forEach(row -> table.add(
                        List.of(row.get("trainer").asText(), row.get("features").asText(), ownSpread(row))));
        page.table(List.of("trainer", "features", "windows/s"), table);
    }

    /** Spread of a row that holds it beside the median. */
    private static String ownSpread(JsonNode row) {
        String median = number(row.get("windowsPerSecond"));
        return row.has("leastWindowsPerSecond")
                ? "%s (%s … %s)"
                        .formatted(
                                median,
                                number(row.get("leastWindowsPerSecond")),
                                number(row.get("mostWindowsPerSecond")))
                : median;
    }

    private void job(JsonNode job) {
        JsonNode first = job.get("cases").get(0);
        page.heading(2, "The whole job")
                .paragraph(
                        "%,d machines, LSTM autoencoder with %d hidden units over %d steps, %d subtasks. Broker and producer are"
                                + " processes of their own on the same cores; nothing else is. *Saturated*: the topic holds more readings than"
                                + " the job can take. *Bare scorer*: the model's scorer on full bundles in as many threads, right before and right"
                                + " after each round. *Pass-through*: source, validation and shuffle without any work behind them. Scores are not"
                                + " written while throughput is measured.",
                        first.get("machines").asInt(),
                        first.get("hidden").asInt(),
                        first.get("steps").asInt(),
                        first.get("parallelism").asInt());
        List<List<String>> saturated = new ArrayList<>();
        List<List<String>> paced = new ArrayList<>();
        rows(job, "cases").forEach(row -> {
            saturated.add(List.of(
                    row.get("sensors").asText(),
                    row.get("backend").asText(),
                    spread(row.get("readingsPerSecond")),
                    spread(row.get("windowsPerSecond")),
                    percentSpread(row.get("shareOfKernel")),
                    percent(Numbers.median(row, "readingsPerSecond")
                                    / row.get("passThroughPerSecond").asDouble()) + " of "
                            + number(row.get("passThroughPerSecond")),
                    spread(row.get("cpuSecondsPerMillionReadings")),
                    percentSpread(row.get("kernelShareOfCpu")),
                    percentSpread(row.get("brokerShareOfCores"))));
            paced.add(List.of(
                    row.get("sensors").asText(),
                    row.get("backend").asText(),
                    number(row.get("readingsPerSecondWithScores")),
                    number(row.get("halfLoadPerSecond")),
                    quantiles(row.get("readingToScore")),
                    quantiles(row.get("readingToAlert")),
                    row.get("readingToAlert").get("count").asText()));
        });
        page.table(
                List.of(
                        "sensors",
                        "state",
                        "readings/s",
                        "windows/s",
                        "of bare scorer",
                        "of pass-through",
                        "CPU s per million",
                        "kernel's share of CPU",
                        "broker's share of cores"),
                saturated);
        rows(job, "cases")
                .filter(row -> row.has("shareWithShadow"))
                .forEach(row -> page.paragraph(
                        "With a shadow of the same size beside it, %s sensors and state on %s: %s of the readings/s of rounds without, in turn.",
                        row.get("sensors").asText(),
                        row.get("backend").asText(),
                        percentSpread(row.get("shareWithShadow"))));
        page.paragraph(
                "Delay with every score written, at half of what the saturated job then takes, once the JIT compiler has settled: from the moment in"
                        + " which a reading was due to be sent to the moment in which the broker has its score, or the alert that it opened."
                        + " In order, hence no wait for late readings. Milliseconds, p50 / p99 / p99.9.");
        page.table(
                List.of(
                        "sensors",
                        "state",
                        "saturated, readings/s",
                        "half, readings/s",
                        "to score",
                        "to alert",
                        "alerts"),
                paced);
    }

    private void memory(JsonNode figures) {
        List<List<String>> table = new ArrayList<>();
        rows(figures, "memory")
                .forEach(row -> table.add(List.of(
                        row.get("sensors").asText(),
                        number(row.get("bytesPerMachine")),
                        number(row.get("ringBytes")),
                        number(row.get("bytesBeyondRing")))));
        page.paragraph(
                "Heap of a machine with a full ring: growth of the live heap from 1,000 machines to many, by machine. In it: ring, state"
                        + " of scoring and of events, keys, the backend's tables, timers.");
        page.table(List.of("sensors", "bytes", "ring of 60 rows", "all else"), table);
    }

    private void scale(JsonNode scale) {
        page.heading(2, "Growth")
                .paragraph(
                        "What a reading costs the two operators of a task (decoding, order, ring, scoring, event assembly), without engine and"
                                + " broker. One axis at a time, from 1,000 machines, 5 sensors, 60 steps, 64 hidden units, one task.")
                .paragraph(
                        "![Cost of a reading against machines, sensors, steps and hidden units](performance/scale.png)");
        List<List<String>> table = new ArrayList<>();
        rows(scale, "rows")
                .forEach(row -> table.add(List.of(
                        row.get("axis").asText(),
                        whole(row.get("value")),
                        spread(row.get("cpuMicrosPerReading")),
                        spread(row.get("wallMicrosPerReading")))));
        page.table(List.of("axis", "value", "CPU µs per reading", "µs on the wall"), table);
        List<List<String>> growth = new ArrayList<>();
        rows(scale, "growth")
                .forEach(row -> growth.add(List.of(
                        row.get("axis").asText(),
                        number(row.get("exponent")),
                        number(row.get("determination")),
                        Numbers.times(row.get("lastToFirst").asDouble()))));
        page.paragraph("Fitted growth, cost = factor · value^exponent (CPU time; of parallelism time on the wall):");
        page.table(List.of("axis", "exponent", "R²", "last to first"), growth);
        page.heading(2, "Memory and checkpoints");
        memory(scale);
        List<List<String>> checkpoints = new ArrayList<>();
        rows(scale, "checkpoints")
                .forEach(row -> checkpoints.add(List.of(
                        whole(row.get("machines")),
                        row.get("backend").asText(),
                        number(row.get("fullBytes").asDouble() / 1e6),
                        number(row.get("bytesPerMachine")),
                        number(row.get("fullMillis")),
                        Numbers.spread(row.get("nextBytes"), 1e-6),
                        spread(row.get("nextMillis")))));
        page.paragraph(
                "Checkpoints of a task to local disk, 5 sensors, rings full. The next one after a reading of every tenth machine."
                        + " RocksDB's holds the files that are new: those that it has just compacted hold other machines' rows, too.");
        page.table(
                List.of("machines", "state", "full, MB", "bytes a machine", "full, ms", "next, MB", "next, ms"),
                checkpoints);
    }

    private void peers(JsonNode peers) {
        page.heading(2, "Beside random cut forests")
                .paragraph(
                        "AWS's library with its defaults (50 trees of 256 samples, shingle 8), a forest per machine, on the same readings in one"
                                + " thread, in turn. Millrace takes the reading's bytes, the forests its values.");
        List<List<String>> table = new ArrayList<>();
        rows(peers, "rows")
                .forEach(row -> table.add(List.of(
                        row.get("watcher").asText(),
                        row.get("sensors").asText(),
                        spread(row.get("readingsPerSecond")),
                        number(row.get("bytesPerMachine")))));
        page.table(List.of("detector", "sensors", "readings/s", "heap bytes a machine"), table);
    }
}
