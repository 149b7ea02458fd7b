package io.millrace.benchmarks.scale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.Spread;
import io.millrace.benchmarks.traffic.BenchModel;
import io.millrace.benchmarks.traffic.Payloads;
import java.nio.file.Path;

/**
 * Size and time of a task's checkpoint to local disk, every machine's ring full. With RocksDB the first checkpoint writes everything; the
 * next ones only what has changed since, here by one reading of every tenth machine.
 */
final class CheckpointMeasurement {

    private static final int CHECKPOINTS = 3;
    private static final int CHANGED_OF = 10;

    private CheckpointMeasurement() {}

    /** @param model of small cost: what is stored does not depend on the network */
    static ObjectNode measure(int machines, BenchModel model, MachineTask.Backend backend, Path directory)
            throws Exception {
        var payloads = new Payloads(model.sensors());
        try (var task = new MachineTask(model, backend, directory)) {
            long start = System.nanoTime();
            // One machine after the other: each keeps its own time, and RocksDB then fills in minutes instead of half
            // an hour.
            for (int machine = 0; machine < machines; machine++) {
                for (int step = 0; step < model.steps(); step++) {
                    task.reading(machine, 1000L * (step + 1), payloads.of(machine, step));
                }
            }
            task.flush();
            double fill = (System.nanoTime() - start) / 1e3 / model.steps() / machines;
            MachineTask.Checkpoint first = task.checkpoint(1);
            task.completed(1);
            var bytes = new double[CHECKPOINTS];
            var millis = new double[CHECKPOINTS];
            for (int c = 0; c < CHECKPOINTS; c++) {
                for (int machine = 0; machine < machines; machine += CHANGED_OF) {
                    int step = model.steps() + c;
                    task.reading(machine, 1000L * (step + 1), payloads.of(machine, step));
                }
                MachineTask.Checkpoint next = task.checkpoint(2 + c);
                task.completed(2 + c);
                bytes[c] = next.bytes();
                millis[c] = next.nanos() / 1e6;
            }
            ObjectNode node = BenchOptions.newObject();
            node.put("machines", machines);
            node.put("sensors", model.sensors());
            node.put("backend", backend.name().toLowerCase(java.util.Locale.ROOT));
            node.put("fullBytes", first.bytes());
            node.put("fullMillis", first.nanos() / 1e6);
            node.put("bytesPerMachine", first.bytes() / (double) machines);
            node.set("nextBytes", Spread.of(bytes).toJson());
            node.set("nextMillis", Spread.of(millis).toJson());
            node.put("microsPerReadingWhileFilling", fill);
            return node;
        }
    }
}
