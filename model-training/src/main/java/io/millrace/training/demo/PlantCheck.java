package io.millrace.training.demo;

import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.morphology.Run;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.testdata.Fault;
import io.millrace.testdata.FaultKind;
import io.millrace.testdata.MachineType;
import io.millrace.testdata.Plant;
import io.millrace.training.series.Series;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a model does on a plant whose faults are known. A fault is found when an event overlaps it, or the window after it: until then the
 * fault is still in view. An event that overlaps no fault so extended is a false alarm.
 */
final class PlantCheck {

    /**
     * Faults of one kind.
     *
     * @param injected how many there were
     * @param found how many an event overlaps
     */
    record Tally(int injected, int found) {

        Tally plus(boolean alsoFound) {
            return new Tally(injected + 1, found + (alsoFound ? 1 : 0));
        }

        Tally plus(Tally other) {
            return new Tally(injected + other.injected, found + other.found);
        }
    }

    /**
     * What came out.
     *
     * @param kinds by kind of fault
     * @param falseAlarms events without a fault
     * @param machineWeeks length of the check
     * @param delaySeconds from a found fault's start to its event's start, sorted
     */
    record Result(Map<FaultKind, Tally> kinds, int falseAlarms, double machineWeeks, List<Double> delaySeconds) {

        static final Result NOTHING = new Result(Map.of(), 0, 0, List.of());

        Result plus(Result other) {
            var all = new EnumMap<FaultKind, Tally>(FaultKind.class);
            all.putAll(kinds);
            other.kinds.forEach((kind, tally) -> all.merge(kind, tally, Tally::plus));
            var delays = new ArrayList<>(delaySeconds);
            delays.addAll(other.delaySeconds);
            delays.sort(null);
            return new Result(all, falseAlarms + other.falseAlarms, machineWeeks + other.machineWeeks, delays);
        }

        Tally total() {
            return kinds.values().stream().reduce(new Tally(0, 0), Tally::plus);
        }

        /** Share of the faults found, 0 to 1; 1 where there was none. */
        double recall() {
            Tally total = total();
            return total.injected() == 0 ? 1 : total.found() / (double) total.injected();
        }

        double falseAlarmsPerMachineWeek() {
            return machineWeeks == 0 ? 0 : falseAlarms / machineWeeks;
        }

        double medianDelaySeconds() {
            return delaySeconds.isEmpty() ? Double.NaN : delaySeconds.get(delaySeconds.size() / 2);
        }
    }

    private PlantCheck() {}

    /** All machines of one type. */
    static Result check(ModelArtefact model, Plant plant, MachineType type) {
        var scorer = new SeriesScorer(model.preprocessing(), model.detector(), model.smoothing());
        Result sum = Result.NOTHING;
        for (Series machine : SimulatedSeries.of(plant, type)) {
            List<Run> events = scorer.score(machine.rows())
                    .events(model.thresholds().forMachine(machine.machineId()), model.morphology());
            List<Fault> faults = plant.faults().stream()
                    .filter(fault -> fault.machineId().equals(machine.machineId()))
                    .toList();
            sum = sum.plus(match(faults, events, plant, model.detector().steps()));
        }
        return sum;
    }

    private static Result match(List<Fault> faults, List<Run> events, Plant plant, int steps) {
        long start = plant.options().startMillis();
        long interval = plant.options().intervalMillis();
        var kinds = new EnumMap<FaultKind, Tally>(FaultKind.class);
        var delays = new ArrayList<Double>();
        var explained = new boolean[events.size()];
        for (Fault fault : faults) {
            int first = (int) ((fault.startMillis() - start) / interval);
            int last = (int) ((fault.endMillis() - start) / interval) - 1 + steps;
            int onset = -1;
            for (int e = 0; e < explained.length; e++) {
                Run event = events.get(e);
                if (event.start() <= last && event.end() >= first) {
                    explained[e] = true;
                    onset = onset < 0 ? Math.max(first, event.start()) : onset;
                }
            }
            kinds.put(
                    fault.kind(),
                    kinds.getOrDefault(fault.kind(), new Tally(0, 0)).plus(onset >= 0));
            if (onset >= 0) {
                delays.add((onset - first) * interval / 1_000.0);
            }
        }
        int falseAlarms = 0;
        for (boolean known : explained) {
            falseAlarms += known ? 0 : 1;
        }
        delays.sort(null);
        double weeks = plant.options().steps() * interval / (7 * 86_400_000.0);
        return new Result(kinds, falseAlarms, weeks, delays);
    }
}
