package io.millrace.campaign;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Run;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.testdata.MachineType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the job must find in a ledger: computed offline, machine by machine, on one thread. */
public final class Oracle {

    private final Ledger ledger;
    private final Map<MachineType, ModelArtefact> models = new EnumMap<>(MachineType.class);
    private final Map<MachineType, SeriesScorer> scorers = new EnumMap<>(MachineType.class);

    /** @param modelFolder one model per type of machine, as the job gets them */
    public Oracle(Ledger ledger, Path modelFolder) throws IOException {
        this.ledger = ledger;
        for (MachineType type : MachineType.values()) {
            try {
                ModelArtefact model = ArtefactFile.read(modelFolder.resolve(type.idPrefix() + ".model"));
                models.put(type, model);
                scorers.put(type, new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing()));
            } catch (BadArtefactException e) {
                throw new IOException(e);
            }
        }
    }

    /** An event from its first to its last window, event times in epoch milliseconds. */
    public record Event(
            String machineId, long startsAtMillis, long endsAtMillis, int lengthWindows, double peakScore) {}

    /**
     * What a machine's readings come to.
     *
     * @param firstRow sequence number at which the first window is full
     * @param scores of all windows in order
     */
    public record Machine(String machineId, int firstRow, double[] scores, List<Event> events) {}

    /** @param readings of the machine */
    public Machine machine(int number, int readings) {
        MachineType type = MachineType.ofIndex(number);
        ModelArtefact model = models.get(type);
        String machineId = Ledger.machineId(number);
        String[] sensors = model.preprocessing().layout().names().toArray(String[]::new);
        SeriesScores scores = scorers.get(type).score(ledger.rows(number, readings, sensors));
        List<Event> events = new ArrayList<>();
        for (Run run : scores.events(model.thresholds().forMachine(machineId), model.morphology())) {
            double peak = 0;
            for (int row = run.start(); row <= run.end(); row++) {
                peak = Math.max(peak, scores.smoothed()[row - scores.firstRow()]);
            }
            events.add(new Event(
                    machineId,
                    ledger.timeOf().applyAsLong(run.start()),
                    ledger.timeOf().applyAsLong(run.end()),
                    run.length(),
                    peak));
        }
        return new Machine(machineId, scores.firstRow(), scores.smoothed(), events);
    }
}
