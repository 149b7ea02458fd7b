package io.millrace.console.plant;

import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.WindowScore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All machines and alerts. Every method holds this object's monitor for the microseconds to milliseconds that it takes; who must see
 * several changes as one holds it around them. What is handed out is a copy.
 *
 * <p>Bounded: {@value #MOST_MACHINES} machines, {@value #MOST_ALERTS} alerts of which closed ones go first, and per machine what
 * {@link Machine} keeps. A machine of six sensors takes up to 200 KB.
 */
public final class Plant {

    static final int MOST_MACHINES = 20_000;
    static final int MOST_ALERTS = 5_000;

    /** Two hours of buckets, as a machine's tile shows them. */
    private static final int TILE_BUCKETS = 60;

    /** The most urgent first: severity, then not yet seen, then the oldest. */
    public static final Comparator<AlertStory> MOST_URGENT_FIRST = Comparator.comparing(
                    (AlertStory alert) -> !alert.open())
            .thenComparing(alert -> !alert.critical())
            .thenComparing(AlertStory::acknowledged)
            .thenComparing(alert -> alert.latest().getStartsAtMillis())
            .thenComparing(AlertStory::id);

    private final Clock wall;
    private final PlantClock clock = new PlantClock();
    private final RowBudget budget = new RowBudget();
    private final Map<String, Machine> machines = new TreeMap<>();
    private final Map<String, AlertRecord> alerts = new LinkedHashMap<>();
    private final Map<String, List<AlertFeedback>> early = new HashMap<>(); // verdicts on alerts not heard of yet
    private final Map<String, Set<String>> awaitingRows = new HashMap<>(); // machine to alerts whose rows have not come
    private final Set<String> changedAlerts = new HashSet<>();
    private final List<Evidence> unsavedEvidence = new ArrayList<>();
    private long scoresSeen;

    public Plant(Clock wall) {
        this.wall = wall;
    }

    /**
     * @param counted false for a reading that an earlier run has put into the history
     */
    public synchronized void reading(Reading reading, boolean counted) {
        Machine machine = machine(reading.machineId());
        if (machine == null) {
            return;
        }
        long now = wall.millis();
        machine.reading(reading, counted, now);
        clock.reading(reading.timestampMillis(), now);
        if (awaitingRows.containsKey(machine.id)) {
            keepEvidence(machine);
        }
    }

    /**
     * @param counted false for a score that an earlier run has put into the history
     */
    public synchronized void score(WindowScore score, boolean counted) {
        Machine machine = machine(score.getMachineId());
        if (machine != null && score.getThreshold() > 0 && Double.isFinite(score.getScore())) {
            scoresSeen++;
            machine.score(score.getTimestampMillis(), score.getScore(), score.getThreshold(), counted);
        }
    }

    /** Whether the message was new. */
    public synchronized boolean alert(Alert alert) {
        Machine machine = machine(alert.getMachineId());
        if (machine == null) {
            return false;
        }
        AlertRecord record = alerts.computeIfAbsent(alert.getAlertId(), id -> new AlertRecord());
        if (!record.message(alert)) {
            return false;
        }
        early.getOrDefault(alert.getAlertId(), List.of()).forEach(record::verdict);
        early.remove(alert.getAlertId());
        if (alert.getStatus() == AlertStatus.CLOSED) {
            machine.openAlerts.remove(alert.getAlertId());
        } else {
            machine.openAlerts.add(alert.getAlertId());
        }
        if (record.wantsEvidence()) {
            awaitingRows.computeIfAbsent(machine.id, id -> new HashSet<>()).add(alert.getAlertId());
            keepEvidence(machine);
        }
        changedAlerts.add(alert.getAlertId());
        machine.changed = true;
        forgetOldAlerts();
        return true;
    }

    /** Whether the verdict was new. */
    public synchronized boolean feedback(AlertFeedback feedback) {
        AlertRecord record = alerts.get(feedback.getAlertId());
        if (record == null) {
            if (early.size() < MOST_ALERTS) {
                early.computeIfAbsent(feedback.getAlertId(), id -> new ArrayList<>())
                        .add(feedback);
            }
            return true;
        }
        if (!record.verdict(feedback)) {
            return false;
        }
        changedAlerts.add(feedback.getAlertId());
        machines.get(record.latest().getMachineId()).changed = true;
        return true;
    }

    private Machine machine(String id) {
        Machine known = machines.get(id);
        if (known == null && machines.size() < MOST_MACHINES) {
            known = new Machine(id, budget);
            machines.put(id, known);
        }
        return known;
    }

    /** Alerts and readings come on different topics: the rows are taken when both are there. */
    private void keepEvidence(Machine machine) {
        Set<String> waiting = awaitingRows.get(machine.id);
        for (Iterator<String> ids = waiting.iterator(); ids.hasNext(); ) {
            AlertRecord record = alerts.get(ids.next());
            if (record == null) {
                ids.remove();
            } else if (machine.rows.newest() >= record.latest().getObservedAtMillis()) {
                long at = record.latest().getObservedAtMillis();
                Rows rows = machine.rows.upTo(at, Evidence.ROWS);
                if (rows.count() > 0) { // else they went by before the alert was heard of
                    var evidence = new Evidence(record.latest().getAlertId(), at, rows);
                    record.evidence(evidence);
                    unsavedEvidence.add(evidence);
                    changedAlerts.add(evidence.alertId());
                }
                ids.remove();
            }
        }
        if (waiting.isEmpty()) {
            awaitingRows.remove(machine.id);
        }
    }

    private void forgetOldAlerts() {
        for (var records = alerts.entrySet().iterator(); alerts.size() > MOST_ALERTS && records.hasNext(); ) {
            Map.Entry<String, AlertRecord> oldest = records.next();
            if (!oldest.getValue().open()) {
                records.remove();
                changedAlerts.remove(oldest.getKey());
            }
        }
    }

    /** Puts back what a store held. */
    public synchronized void restore(String machineId, List<String> sensors, HistoryBucket bucket) {
        Machine machine = machine(machineId);
        if (machine != null) {
            sensors.forEach(machine.sensors::column);
            machine.restore(bucket);
        }
    }

    /** Puts back what a store held; nothing for an alert that is not known. */
    public synchronized void restore(Evidence evidence) {
        AlertRecord record = alerts.get(evidence.alertId());
        if (record != null) {
            record.evidence(evidence);
            // The rows of this run begin later: taking them would lose what came before.
            awaitingRows
                    .getOrDefault(record.latest().getMachineId(), new HashSet<>())
                    .remove(evidence.alertId());
        }
    }

    /** What has to be saved; counts as saved from now on. */
    public synchronized Unsaved takeUnsaved() {
        var changed = new LinkedHashMap<String, Unsaved.Buckets>();
        for (Machine machine : machines.values()) {
            if (!machine.unsaved.isEmpty()) {
                List<HistoryBucket> buckets = machine.unsaved.stream()
                        .map(machine.history::get)
                        .filter(bucket -> bucket != null) // those that have left the history since
                        .map(HistoryBucket::copy)
                        .toList();
                changed.put(machine.id, new Unsaved.Buckets(machine.sensors.list(), buckets));
                machine.unsaved.clear();
            }
        }
        var evidence = List.copyOf(unsavedEvidence);
        unsavedEvidence.clear();
        return new Unsaved(changed, evidence);
    }

    /** What has changed since this was last asked. */
    public synchronized Changes takeChanges() {
        long wallMillis = wall.millis();
        long now = clock.now(wallMillis);
        var cards = new ArrayList<MachineCard>();
        for (Machine machine : machines.values()) {
            MachineState state = state(machine, now, wallMillis);
            if (machine.changed || state != machine.shown) {
                cards.add(card(machine, state, machine.unsent));
                machine.shown = state;
                machine.changed = false;
                machine.unsent.clear();
            }
        }
        List<AlertStory> changed = changedAlerts.stream()
                .map(alerts::get)
                .map(AlertRecord::story)
                .sorted(MOST_URGENT_FIRST)
                .toList();
        changedAlerts.clear();
        return new Changes(cards, changed);
    }

    /** Every machine, by id. */
    public synchronized List<MachineCard> cards() {
        long wallMillis = wall.millis();
        long now = clock.now(wallMillis);
        return machines.values().stream()
                .map(machine -> card(
                        machine, state(machine, now, wallMillis), newestStarts(machine.history.descendingKeySet())))
                .toList();
    }

    private static List<Long> newestStarts(Collection<Long> newestFirst) {
        return newestFirst.stream().limit(TILE_BUCKETS).sorted().toList();
    }

    private MachineState state(Machine machine, long now, long wallMillis) {
        Optional<AlertStory> urgent = mostUrgent(machine);
        if (urgent.filter(alert -> !alert.silence()).isPresent()) {
            return urgent.get().critical() ? MachineState.CRITICAL : MachineState.WARNING;
        }
        if (urgent.isPresent() || machine.silent(now, wallMillis)) {
            return MachineState.SILENT;
        }
        return machine.scored() ? MachineState.NORMAL : MachineState.UNSCORED;
    }

    private Optional<AlertStory> mostUrgent(Machine machine) {
        return machine.openAlerts.stream().map(id -> alerts.get(id).story()).min(MOST_URGENT_FIRST);
    }

    private MachineCard card(Machine machine, MachineState state, Collection<Long> starts) {
        Optional<AlertStory> urgent = mostUrgent(machine);
        Long since = urgent.map(alert -> alert.latest().getStartsAtMillis()).orElse(null);
        if (state == MachineState.SILENT && urgent.isEmpty()) {
            since = machine.rows.newest();
        }
        List<MachineCard.Peak> peaks = starts.stream()
                .map(machine.history::get)
                .filter(bucket -> bucket != null)
                .map(bucket -> new MachineCard.Peak(bucket.startMillis(), bucket.maxRatio()))
                .toList();
        return new MachineCard(
                machine.id,
                state,
                since,
                machine.scores.newestRatio(),
                machine.lastMillis() == Long.MIN_VALUE ? null : (Long) machine.lastMillis(),
                urgent.map(AlertStory::id).orElse(null),
                urgent.map(alert -> alert.latest().getErrorRatio()).orElse(Double.NaN),
                urgent.map(alert -> alert.latest().getTopSensors())
                        .filter(sensors -> !sensors.isEmpty())
                        .map(sensors -> sensors.get(0).getSensor())
                        .orElse(""),
                urgent.map(AlertStory::acknowledged).orElse(false),
                peaks);
    }

    /** All that is kept of a machine, or nothing for one that is not known. */
    public synchronized Optional<MachineHistory> history(String machineId) {
        Machine machine = machines.get(machineId);
        if (machine == null) {
            return Optional.empty();
        }
        long wallMillis = wall.millis();
        MachineState state = state(machine, clock.now(wallMillis), wallMillis);
        return Optional.of(new MachineHistory(
                card(machine, state, newestStarts(machine.history.descendingKeySet())),
                machine.sensors.list(),
                machine.rows.upTo(Long.MAX_VALUE, Machine.FINE),
                machine.scores.copy(),
                machine.history.values().stream().map(HistoryBucket::copy).toList(),
                machine.rows.intervalMillis()));
    }

    public synchronized Optional<AlertStory> alert(String alertId) {
        return Optional.ofNullable(alerts.get(alertId)).map(AlertRecord::story);
    }

    /** All alerts, the most urgent first; closed ones behind the open ones. */
    public synchronized List<AlertStory> alerts() {
        return alerts.values().stream()
                .map(AlertRecord::story)
                .sorted(MOST_URGENT_FIRST)
                .toList();
    }

    /**
     * Scores of the fleet, or of one machine, by error ratio and time.
     *
     * @param machineId null for the fleet
     * @param slotMillis length of a slot, a multiple of a bucket's
     * @return start of each slot to counts by {@link ErrorBins}, oldest first
     */
    public synchronized Map<Long, long[]> errorDistribution(String machineId, long slotMillis) {
        if (machineId != null && !machines.containsKey(machineId)) {
            throw new NoSuchElementException("no machine " + machineId);
        }
        var slots = new TreeMap<Long, long[]>();
        Collection<Machine> wanted = machineId == null ? machines.values() : List.of(machines.get(machineId));
        for (Machine machine : wanted) {
            for (HistoryBucket bucket : machine.history.values()) {
                if (bucket.scores() > 0) {
                    long start = Math.floorDiv(bucket.startMillis(), slotMillis) * slotMillis;
                    long[] counts = slots.computeIfAbsent(start, at -> new long[ErrorBins.COUNT]);
                    for (int bin = 0; bin < counts.length; bin++) {
                        counts[bin] += bucket.ratioCounts()[bin];
                    }
                }
            }
        }
        return slots;
    }

    /** The plant's time: the wall's, or in a replay the newest reading's. */
    public synchronized long nowMillis() {
        return clock.now(wall.millis());
    }

    /** Whether readings are of the present; false in a replay and before the first. */
    public synchronized boolean live() {
        return clock.live();
    }

    public synchronized int machineCount() {
        return machines.size();
    }

    /** Whether any score has been heard of since the start. */
    public synchronized boolean scoresPublished() {
        return scoresSeen > 0;
    }
}
