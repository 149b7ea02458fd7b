package io.millrace.cli.demo;

import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.schemas.AlertStatus;
import io.millrace.schemas.CloseReason;
import io.millrace.schemas.Severity;
import io.millrace.schemas.TopSensor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * One line per message on the alerts topic: when, what became of it, which machine, how strange, for how long, and which
 * sensor shows it with what was observed and expected.
 */
public final class AlertPrinter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int MACHINE_WIDTH = 14;

    private final Terminal terminal;
    private final Map<String, String> units;

    /** @param units sensor name to physical unit; a sensor without one is shown without */
    public AlertPrinter(Terminal terminal, Map<String, String> units) {
        this.terminal = terminal;
        this.units = Map.copyOf(units);
    }

    /** What the columns mean. */
    public void header() {
        terminal.line(terminal.styled(
                Style.FAINT,
                row("event time", String.format(Locale.ROOT, "%-7s", "status"), "machine", "ratio", "length")
                        + "sensor that shows it most: observed, expected; ratio = score / threshold"));
    }

    public void print(Alert alert) {
        terminal.line(row(
                        time(alert.getObservedAtMillis()),
                        terminal.styled(style(alert), String.format(Locale.ROOT, "%-7s", alert.getStatus())),
                        alert.getMachineId(),
                        ratio(alert.getErrorRatio()),
                        length(alert))
                + sensor(alert)
                + ending(alert));
    }

    private static String row(String time, String status, String machine, String ratio, String length) {
        String shortened = machine.length() <= MACHINE_WIDTH ? machine : machine.substring(0, MACHINE_WIDTH - 1) + "…";
        return String.format(Locale.ROOT, "%-14s  %s  %-14s %5s  %-14s  ", time, status, shortened, ratio, length);
    }

    /** Event time as the lines show it. */
    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** A sensor that never moved in training makes ratios beyond all bounds. */
    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio < 1_000 ? "%.1f" : "%.0e", ratio);
    }

    private static Style style(Alert alert) {
        if (alert.getStatus() == AlertStatus.CLOSED) {
            return Style.GOOD;
        }
        return alert.getSeverity() == Severity.CRITICAL ? Style.BAD : Style.WARNING;
    }

    private static String length(Alert alert) {
        long end = alert.getEndsAtMillis() == null ? alert.getObservedAtMillis() : alert.getEndsAtMillis();
        String length = Text.duration(Duration.ofMillis(end - alert.getStartsAtMillis()));
        return (alert.getStatus() == AlertStatus.CLOSED ? "lasted " : "for ") + length;
    }

    private String sensor(Alert alert) {
        if (alert.getKind() == AlertKind.SILENCE) {
            return alert.getReason();
        }
        if (alert.getTopSensors().isEmpty()) {
            return "";
        }
        TopSensor top = alert.getTopSensors().get(0);
        String unit = units.getOrDefault(top.getSensor(), "");
        return top.getSensor() + " " + Text.value(top.getObserved()) + (unit.isEmpty() ? "" : " " + unit)
                + ", expected " + Text.value(top.getExpected());
    }

    private String ending(Alert alert) {
        CloseReason reason = alert.getCloseReason();
        if (reason == null) {
            return "";
        }
        String words = switch (reason) {
            case RECOVERED -> "recovered";
            case SILENT -> "machine fell silent";
            case GAP -> "hole in the readings";
            case MODEL_CHANGED -> "another model took over";
            case END_OF_INPUT -> "end of the run";
        };
        return terminal.styled(Style.FAINT, "  (" + words + ")");
    }
}
