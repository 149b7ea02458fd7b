package io.millrace.campaign;

import io.millrace.detection.artefact.ArtefactFile;
import io.millrace.detection.artefact.BadArtefactException;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Run;
import io.millrace.detection.score.Smoothing;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.testdata.MachineType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

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

    /**
     * @param readings of the machine
     * @param beginsAnew tells by the sequence number of a window's newest reading whether another version of the model scored it than
     *     the window before: its scores are not smoothed into those of the old one
     */
    public Machine machine(int number, int readings, IntPredicate beginsAnew) {
        MachineType type = MachineType.ofIndex(number);
        ModelArtefact model = models.get(type);
        String machineId = Ledger.machineId(number);
        String[] sensors = model.preprocessing().layout().names().toArray(String[]::new);
        SeriesScores scores = smoothed(
                scorers.get(type).score(ledger.rows(number, readings, sensors)), model.smoothing(), beginsAnew);
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

    private static SeriesScores smoothed(SeriesScores scores, Smoothing smoothing, IntPredicate beginsAnew) {
        var smoothed = new double[scores.windows()];
        double before = Double.NaN;
        for (int n = 0; n < smoothed.length; n++) {
            before = smoothing.next(beginsAnew.test(scores.firstRow() + n) ? Double.NaN : before, scores.raw()[n]);
            smoothed[n] = before;
        }
        return new SeriesScores(scores.firstRow(), scores.raw(), smoothed);
    }
}
