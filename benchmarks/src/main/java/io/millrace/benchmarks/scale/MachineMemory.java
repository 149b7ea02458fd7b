package io.millrace.benchmarks.scale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.BenchOptions;
import io.millrace.benchmarks.LiveHeap;
import io.millrace.benchmarks.traffic.BenchModel;
import io.millrace.benchmarks.traffic.Fleet;
import io.millrace.detection.artefact.ArtefactCodec;
import java.nio.file.Path;

/**
 * What a machine costs on the heap: the growth of the live heap, after garbage collection, from few machines to many, divided by their
 * number. Every machine has a full ring and a score; keys, the backend's table, timers and the state of events are in it.
 *
 * @param sensors of a machine
 * @param ringBytes values of the ring alone, 8 · rows · sensors
 * @param own what the machines have of their own
 * @param machineBytes all of it
 */
public record MachineMemory(int sensors, long ringBytes, Own own, double machineBytes) {

    private static final int FEW = 1_000;

    /** What a machine has of its own. */
    public enum Own {
        NOTHING,
        OUTPUT_LAYER,
        ALL_LAYERS
    }

    public double beyondRing() {
        return machineBytes - ringBytes;
    }

    /**
     * @param model of small cost: the ring's rows and sensors are what matters
     * @param many machines, several thousand at least
     */
    public static MachineMemory measure(BenchModel model, int many, Path directory) throws Exception {
        return measure(model, FEW, many, Own.NOTHING, directory);
    }

    /** As above, with a model of its own for each machine; {@code few} machines are there when counting begins. */
    public static MachineMemory measure(BenchModel model, int few, int many, Own own, Path directory) throws Exception {
        try (var task = new MachineTask(model, MachineTask.Backend.HEAP, directory)) {
            var fleet = new Fleet(few + many, model.sensors());
            String sha256 = ArtefactCodec.weightsSha256(model.artefact());
            fill(task, fleet, model, sha256, own, 0, few);
            long before = LiveHeap.bytes();
            fill(task, fleet, model, sha256, own, few, few + many);
            long after = LiveHeap.bytes();
            long ring = 8L * model.artefact().ringRows() * model.sensors();
            return new MachineMemory(model.sensors(), ring, own, (after - before) / (double) many);
        }
    }

    private static void fill(
            MachineTask task, Fleet fleet, BenchModel model, String sha256, Own own, int first, int end)
            throws Exception {
        long now = System.currentTimeMillis();
        for (int machine = first; machine < end; machine++) {
            if (own != Own.NOTHING) {
                task.model(model.ownModel(Fleet.machineId(machine), sha256, own == Own.ALL_LAYERS));
            }
            for (int step = 0; step < model.steps(); step++) {
                task.reading(machine, now + 1000L * step, fleet.reading(machine, step, now + 1000L * step));
            }
        }
        task.flush();
    }

    public ObjectNode toJson() {
        ObjectNode node = BenchOptions.newObject();
        node.put("sensors", sensors);
        node.put("ringBytes", ringBytes);
        node.put("own", own.name());
        node.put("bytesPerMachine", machineBytes);
        node.put("bytesBeyondRing", beyondRing());
        return node;
    }
}
