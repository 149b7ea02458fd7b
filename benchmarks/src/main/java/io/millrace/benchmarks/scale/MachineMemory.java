package io.millrace.benchmarks.scale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.LiveHeap;
import io.millrace.benchmarks.traffic.BenchModel;
import io.millrace.benchmarks.traffic.Fleet;
import java.nio.file.Path;

/**
 * What a machine costs on the heap: the growth of the live heap, after garbage collection, from few machines to many, divided by their
 * number. Every machine has a full ring and a score; keys, the backend's table, timers and the state of events are in it.
 *
 * @param sensors of a machine
 * @param ringBytes values of the ring alone, 8 · rows · sensors
 * @param machineBytes all of it
 */
public record MachineMemory(int sensors, long ringBytes, double machineBytes) {

    private static final int FEW = 1_000;

    public double beyondRing() {
        return machineBytes - ringBytes;
    }

    /**
     * @param model of small cost: the ring's rows and sensors are what matters
     * @param many machines, several thousand at least
     */
    public static MachineMemory measure(BenchModel model, int many, Path directory) throws Exception {
        try (var task = new MachineTask(model, MachineTask.Backend.HEAP, directory)) {
            var fleet = new Fleet(FEW + many, model.sensors());
            fill(task, fleet, model.steps(), 0, FEW);
            long before = LiveHeap.bytes();
            fill(task, fleet, model.steps(), FEW, FEW + many);
            long after = LiveHeap.bytes();
            long ring = 8L * model.artefact().ringRows() * model.sensors();
            return new MachineMemory(model.sensors(), ring, (after - before) / (double) many);
        }
    }

    private static void fill(MachineTask task, Fleet fleet, int steps, int first, int end) throws Exception {
        long now = System.currentTimeMillis();
        for (int machine = first; machine < end; machine++) {
            for (int step = 0; step < steps; step++) {
                task.reading(machine, now + 1000L * step, fleet.reading(machine, step, now + 1000L * step));
            }
        }
        task.flush();
    }

    public ObjectNode toJson() {
        ObjectNode node = BenchOptions.newObject();
        node.put("sensors", sensors);
        node.put("ringBytes", ringBytes);
        node.put("bytesPerMachine", machineBytes);
        node.put("bytesBeyondRing", beyondRing());
        return node;
    }
}
