package io.millrace.benchmarks.forest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.LiveHeap;
import io.millrace.benchmarks.Spread;
import io.millrace.benchmarks.TemporaryDirectory;
import io.millrace.benchmarks.scale.MachineMemory;
import io.millrace.benchmarks.traffic.BenchModel;
import io.millrace.benchmarks.traffic.Fleet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench peers}. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = {
            "AWS's random cut forest, one per machine with the library's defaults, beside Millrace on the same stream in one",
            "thread: readings per second and bytes of heap per machine."
        })
public final class PeersCommand implements Callable<Integer> {

    private static final int STEPS = 60;
    private static final int HIDDEN = 64;
    private static final int TINY = 4; // hidden units where the network does not matter
    private static final int MACHINES_FOR_MEMORY = 10_000;
    private static final int SENSORS_OF_ALL = 500; // more do not fit into 4 GB: a forest takes about 1 MB a sensor

    @Mixin
    private BenchOptions options;

    @Option(
            names = "--machines",
            description =
                    "Machines (default: 100 with 5 sensors, fewer with more, whose forests are larger; quick: 20).")
    private Integer machines;

    @Option(names = "--sensors", split = ",", description = "Sensors of a machine (default: 5,25; quick: 5).")
    private List<Integer> sensors;

    @Option(names = "--rounds", description = "Rounds, the watchers in turn (default: 5; quick: 3).")
    private Integer rounds;

    /** A watcher whose machines are all known, and what they take. */
    private record Ready(Watcher watcher, double bytesPerMachine, List<Double> rates) {}

    @Override
    public Integer call() throws Exception {
        ObjectNode figures = BenchOptions.newObject();
        ArrayNode rows = figures.putArray("rows");
        options.line("%-34s %8s %14s %18s", "", "sensors", "readings/s", "bytes/machine");
        try (var directory = new TemporaryDirectory()) {
            for (int count : sensors != null ? sensors : options.quick() ? List.of(5) : List.of(5, 25)) {
                measure(count, directory.path(), rows);
            }
        }
        options.publish("peers", figures);
        return 0;
    }

    private void measure(int count, Path directory, ArrayNode rows) throws Exception {
        int fleetSize = machines != null ? machines : options.quick() ? 20 : Math.max(1, SENSORS_OF_ALL / count);
        var fleet = new Fleet(fleetSize, count);
        // all see as many readings as the forests need to be full
        int filled = ForestWatcher.SAMPLES + ForestWatcher.SHINGLE + 40;
        List<Ready> all = new ArrayList<>();
        try {
            all.add(ready(() -> ForestWatcher.bare(fleet, count), fleetSize, filled));
            all.add(ready(() -> ForestWatcher.thresholded(fleet, count), fleetSize, filled));
            all.add(ready(() -> ForestWatcher.small(fleet, count), fleetSize, filled));
            var millrace = new MillraceWatcher(new BenchModel(count, HIDDEN, STEPS), directory);
            fill(millrace, fleetSize, filled);
            // few machines cost less than the scratch memory that they share
            MachineMemory memory =
                    MachineMemory.measure(new BenchModel(count, TINY, STEPS), MACHINES_FOR_MEMORY, directory);
            all.add(new Ready(millrace, memory.machineBytes(), new ArrayList<>()));
            long nanos = options.quick() ? 1_000_000_000L : 3_000_000_000L;
            long step = filled;
            for (int r = 0; r < (rounds != null ? rounds : options.quick() ? 3 : 5); r++) {
                long most = step;
                for (Ready ready : all) {
                    most = Math.max(most, round(ready, fleetSize, step, nanos));
                }
                step = most;
            }
            for (Ready ready : all) {
                Spread rate = Spread.of(
                        ready.rates().stream().mapToDouble(Double::doubleValue).toArray());
                ObjectNode row = rows.addObject();
                row.put("watcher", ready.watcher().name());
                row.put("sensors", count);
                row.put("machines", fleetSize);
                row.set("readingsPerSecond", rate.toJson());
                row.put("bytesPerMachine", ready.bytesPerMachine());
                options.line(
                        "%-34s %8d %,14.0f %,18.0f",
                        ready.watcher().name(), count, rate.median(), ready.bytesPerMachine());
            }
        } finally {
            all.forEach(ready -> ready.watcher().close());
        }
    }

    private static Ready ready(Callable<Watcher> create, int machines, int steps) throws Exception {
        Watcher first = create.call(); // classes and tables are not a machine's
        first.reading(0, 0);
        long before = LiveHeap.bytes();
        Watcher watcher = create.call();
        fill(watcher, machines, steps);
        long after = LiveHeap.bytes();
        first.close();
        return new Ready(watcher, (after - before) / (double) machines, new ArrayList<>());
    }

    private static void fill(Watcher watcher, int machines, int steps) throws Exception {
        for (int step = 0; step < steps; step++) {
            for (int machine = 0; machine < machines; machine++) {
                watcher.reading(machine, step);
            }
        }
        watcher.flush();
    }

    /** Lets the watcher take in steps of the whole fleet for a while; returns the step after the last. */
    private static long round(Ready ready, int machines, long firstStep, long nanos) throws Exception {
        long start = System.nanoTime();
        long readings = 0;
        long step = firstStep;
        while (System.nanoTime() - start < nanos) {
            for (int machine = 0; machine < machines; machine++) {
                ready.watcher().reading(machine, step);
            }
            readings += machines;
            step++;
        }
        ready.watcher().flush();
        ready.rates().add(readings * 1e9 / (System.nanoTime() - start));
        return step;
    }
}
