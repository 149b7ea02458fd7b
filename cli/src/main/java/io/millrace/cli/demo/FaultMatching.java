package io.millrace.cli.demo;

import io.millrace.testdata.Fault;
import io.millrace.testdata.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Which injected faults the alerts found, and which alerts were false.
 *
 * <p>A fault is found by an alert of its machine that overlaps it or begins within one window length after its end: until
 * then windows still contain its rows. An alert that overlaps no such interval is a false alarm. One alert may find two
 * faults; several alerts of one fault find it once and none of them is false.
 *
 * @param found faults in their order, with the delay until the first alert
 * @param missed faults that no alert found
 * @param falseAlarms alerts that belong to no fault
 */
public record FaultMatching(List<FoundFault> found, List<Fault> missed, List<AlertSpan> falseAlarms) {

    /**
     * A fault and how long it took to notice.
     *
     * @param delay event time from the fault's first reading to the moment the alert was opened; zero if an alert was
     *     already open
     */
    public record FoundFault(Fault fault, Duration delay) {}

    /** Figures of one kind of fault. */
    public record KindResult(int injected, int found, OptionalDouble medianDelaySeconds) {}

    public FaultMatching {
        found = List.copyOf(found);
        missed = List.copyOf(missed);
        falseAlarms = List.copyOf(falseAlarms);
    }

    /** @param window how long after a fault its rows are still in some window */
    public static FaultMatching of(List<Fault> faults, List<AlertSpan> alerts, Duration window) {
        List<FoundFault> found = new ArrayList<>();
        List<Fault> missed = new ArrayList<>();
        for (Fault fault : faults) {
            alerts.stream()
                    .filter(alert -> belongs(alert, fault, window))
                    .mapToLong(alert -> Math.max(0, alert.openedAtMillis() - fault.startMillis()))
                    .min()
                    .ifPresentOrElse(
                            delay -> found.add(new FoundFault(fault, Duration.ofMillis(delay))),
                            () -> missed.add(fault));
        }
        List<AlertSpan> falseAlarms = alerts.stream()
                .filter(alert -> faults.stream().noneMatch(fault -> belongs(alert, fault, window)))
                .toList();
        return new FaultMatching(found, missed, falseAlarms);
    }

    private static boolean belongs(AlertSpan alert, Fault fault, Duration window) {
        return alert.machineId().equals(fault.machineId())
                && alert.overlaps(fault.startMillis(), fault.endMillis() + window.toMillis());
    }

    public int injected() {
        return found.size() + missed.size();
    }

    /** In seconds of event time; empty if nothing was found. */
    public OptionalDouble medianDelaySeconds() {
        return median(found);
    }

    /** Kinds that were injected, in their declared order. */
    public Map<FaultKind, KindResult> byKind() {
        Map<FaultKind, KindResult> results = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            List<FoundFault> hits =
                    found.stream().filter(hit -> hit.fault().kind() == kind).toList();
            int misses =
                    (int) missed.stream().filter(fault -> fault.kind() == kind).count();
            if (hits.size() + misses > 0) {
                results.put(kind, new KindResult(hits.size() + misses, hits.size(), median(hits)));
            }
        }
        return results;
    }

    private static OptionalDouble median(List<FoundFault> hits) {
        return Median.of(hits.stream().mapToDouble(hit -> hit.delay().toMillis() / 1e3));
    }
}
