package io.millrace.cli.heartbeat;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which beats were sent and which have come back. Times are milliseconds since 1970-01-01T00:00:00Z; a beat is known by the time it was sent, which is its
 * event time. Safe to use from several threads.
 */
final class Ledger {

    /**
     * One machine's figures.
     *
     * @param sent beats that must come back, so far
     * @param scored beats that came back
     * @param missing beats that should have come back by now and have not
     * @param delaySeconds from writing the last beat that came back to its score; NaN before the first
     */
    record Figures(long sent, long scored, long missing, double delaySeconds) {}

    private static final class Machine {
        private final TreeMap<Long, Boolean> waiting = new TreeMap<>(); // by time of sending
        private long begun; // beats that only fill the window
        private long sent;
        private long scored;
        private double delaySeconds = Double.NaN;
    }

    private final Map<String, Machine> machines = new TreeMap<>();
    private final Duration patience;
    private final Duration memory;
    private final int warmUp;

    /**
     * @param patience after which a beat that has not come back is missing
     * @param memory after which a missing one is forgotten, so that a fault that is over ends
     * @param warmUp beats of a machine that complete no window yet
     */
    Ledger(Duration patience, Duration memory, int warmUp) {
        this.patience = patience;
        this.memory = memory;
        this.warmUp = warmUp;
    }

    synchronized void sent(String machineId, long atMillis) {
        Machine machine = machines.computeIfAbsent(machineId, unseen -> new Machine());
        if (machine.begun < warmUp) {
            machine.begun++;
            return;
        }
        machine.sent++;
        machine.waiting.put(atMillis, true);
    }

    /** Scores of other senders' beats, and of beats that came back before, change nothing. */
    synchronized void scored(String machineId, long sentMillis, long nowMillis) {
        Machine machine = machines.get(machineId);
        if (machine != null && machine.waiting.remove(sentMillis) != null) {
            machine.scored++;
            machine.delaySeconds = (nowMillis - sentMillis) / 1e3;
        }
    }

    synchronized Map<String, Figures> figures(long nowMillis) {
        Map<String, Figures> figures = new TreeMap<>();
        machines.forEach((id, machine) -> {
            Iterator<Long> oldest = machine.waiting.keySet().iterator();
            while (oldest.hasNext() && oldest.next() < nowMillis - memory.toMillis()) {
                oldest.remove();
            }
            long missing =
                    machine.waiting.headMap(nowMillis - patience.toMillis()).size();
            figures.put(id, new Figures(machine.sent, machine.scored, missing, machine.delaySeconds));
        });
        return figures;
    }
}
