package io.millrace.campaign;

import io.millrace.campaign.report.Campaign;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.WindowScore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the job wrote, beside what the oracle says it must have written. */
public final class Comparison {

    private final Map<String, Map<Long, Double>> scores = new HashMap<>();
    private final Map<String, Map<Long, Long>> versions = new HashMap<>(); // of the model that scored, as scores
    private final Map<String, Map<Integer, Alert>> messages = new HashMap<>(); // by alert id, then sequence
    private long scoreRecords;
    private long contradictingScores;
    private long alertRecords;
    private long contradictingAlerts;

    private Comparison() {}

    /** Reads the topics of a job that has ended. */
    public static Comparison of(Rig rig) {
        Comparison comparison = new Comparison();
        rig.read("scores", WindowScore.class, comparison::take);
        rig.read("alerts", Alert.class, comparison::take);
        return comparison;
    }

    private void take(WindowScore score) {
        scoreRecords++;
        Double before = scores.computeIfAbsent(score.getMachineId(), machine -> new HashMap<>())
                .putIfAbsent(score.getTimestampMillis(), score.getScore());
        if (before == null) {
            versions.computeIfAbsent(score.getMachineId(), machine -> new HashMap<>())
                    .put(score.getTimestampMillis(), score.getModelVersion());
        } else if (before != score.getScore()) {
            contradictingScores++;
        }
    }

    private void take(Alert alert) {
        if (alert.getKind() != AlertKind.ANOMALY) {
            return;
        }
        alertRecords++;
        Alert before = messages.computeIfAbsent(alert.getAlertId(), id -> new HashMap<>())
                .putIfAbsent(alert.getUpdateSequence(), alert);
        if (before != null && !before.equals(alert)) {
            contradictingAlerts++;
        }
    }

    /** Scores that came again. */
    public long repeatedScores() {
        return scoreRecords - scores.values().stream().mapToLong(Map::size).sum();
    }

    /** Messages about events that came again. */
    public long repeatedMessages() {
        return alertRecords - messages.values().stream().mapToLong(Map::size).sum();
    }

    /**
     * Puts both beside each other: every window scored, to the bit, and every event, from its first to its last window. The oracle is told
     * which version of the model scored a window, for only the job's order of events decides when a new one takes over.
     *
     * @param readings of each machine
     */
    public void report(Campaign campaign, Ledger ledger, int readings) throws IOException {
        Oracle oracle = new Oracle(ledger, Rig.modelFolder());
        long windows = 0;
        long missing = 0;
        long different = 0;
        List<Oracle.Event> events = new ArrayList<>();
        for (int number = 0; number < ledger.machines(); number++) {
            Map<Long, Long> version = versions.getOrDefault(Ledger.machineId(number), Map.of());
            Oracle.Machine machine = oracle.machine(
                    number,
                    readings,
                    row -> !Objects.equals(
                            version.get(ledger.timeOf().applyAsLong((long) row)),
                            version.get(ledger.timeOf().applyAsLong(row - 1L))));
            events.addAll(machine.events());
            Map<Long, Double> seen = scores.getOrDefault(machine.machineId(), Map.of());
            for (int n = 0; n < machine.scores().length; n++) {
                Double score = seen.get(ledger.timeOf().applyAsLong(machine.firstRow() + (long) n));
                windows++;
                if (score == null) {
                    missing++;
                } else if (score != machine.scores()[n]) {
                    different++;
                }
            }
        }
        long surplus = scores.values().stream().mapToLong(Map::size).sum() - (windows - missing);
        campaign.found(
                "No reading is lost, none is scored otherwise",
                "the scores of the oracle's %,d windows, to the bit".formatted(windows),
                "%,d windows: %d missing, %d different, %d that must not be; %d scores came again, %d of them with another value"
                        .formatted(
                                windows - missing, missing, different, surplus, repeatedScores(), contradictingScores),
                missing == 0 && different == 0 && surplus == 0 && contradictingScores == 0);
        reportEvents(campaign, events);
    }

    private void reportEvents(Campaign campaign, List<Oracle.Event> expected) {
        Set<Oracle.Event> closed = new HashSet<>();
        long gaps = 0;
        for (Map<Integer, Alert> ofEvent : messages.values()) {
            for (int sequence = 0; sequence < ofEvent.size(); sequence++) {
                Alert message = ofEvent.get(sequence);
                boolean fits = message != null
                        && (message.getStatus() == AlertStatus.OPENED) == (sequence == 0)
                        && (message.getStatus() == AlertStatus.CLOSED) == (sequence == ofEvent.size() - 1);
                gaps += fits ? 0 : 1;
                if (message != null && message.getStatus() == AlertStatus.CLOSED) {
                    closed.add(new Oracle.Event(
                            message.getMachineId(),
                            message.getStartsAtMillis(),
                            message.getEndsAtMillis(),
                            message.getLengthWindows(),
                            message.getScore()));
                }
            }
        }
        Set<Oracle.Event> missing = new HashSet<>(expected);
        missing.removeAll(closed);
        Set<Oracle.Event> surplus = new HashSet<>(closed);
        expected.forEach(surplus::remove);
        campaign.found(
                "No alert is lost, none is false",
                "the oracle's %d events, each with its first and last window, length and peak"
                        .formatted(expected.size()),
                "%d events: %d missing, %d that must not be; %d messages, %d came again, %d of them with other contents, %d lives with a gap%s"
                        .formatted(
                                closed.size(),
                                missing.size(),
                                surplus.size(),
                                alertRecords,
                                repeatedMessages(),
                                contradictingAlerts,
                                gaps,
                                example(missing, surplus)),
                !expected.isEmpty() && missing.isEmpty() && surplus.isEmpty() && contradictingAlerts == 0 && gaps == 0);
    }

    private static String example(Set<Oracle.Event> missing, Set<Oracle.Event> surplus) {
        return missing.isEmpty() && surplus.isEmpty()
                ? ""
                : "; missing for example " + missing.stream().findFirst() + ", too many "
                        + surplus.stream().findFirst();
    }
}
