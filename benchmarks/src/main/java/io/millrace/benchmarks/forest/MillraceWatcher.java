package io.millrace.benchmarks.forest;

import io.millrace.benchmarks.scale.MachineTask;
import io.millrace.benchmarks.traffic.BenchModel;
import io.millrace.benchmarks.traffic.Payloads;
import java.nio.file.Path;

/** The job's two operators, from the reading's bytes on. */
final class MillraceWatcher implements Watcher {

    private final MachineTask task;
    private final Payloads payloads;

    MillraceWatcher(BenchModel model, Path directory) throws Exception {
        this.task = new MachineTask(model, MachineTask.Backend.HEAP, directory);
        this.payloads = new Payloads(model.sensors());
    }

    @Override
    public String name() {
        return "millrace";
    }

    @Override
    public void reading(int machine, long step) throws Exception {
        task.reading(machine, 1000 * (step + 1), payloads.of(machine, step));
    }

    @Override
    public void flush() throws Exception {
        task.flush();
    }

    @Override
    public void close() {
        task.close();
    }
}
