package io.millrace.cli.explain;

import io.millrace.cli.BadInputException;
import io.millrace.cli.data.MachineReadings;
import io.millrace.cli.data.ModelRows;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.artefact.ModelArtefact;
import io.millrace.detection.score.AdaptiveDetector;
import io.millrace.detection.series.SeriesScorer;
import io.millrace.detection.series.SeriesScores;
import io.millrace.job.config.JobConfig;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertKind;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Finds an alert's window: the alert on its topic, its model, the readings of its machine. */
final class AlertMoment {

    /** Windows scored before the event, so that smoothing has forgotten where it began. */
    private static final int SMOOTHING_ROWS = 200;

    private final Terminal terminal;
    private final AlertFields fields;
    private final Optional<ModelArtefact> givenModel;

    AlertMoment(Terminal terminal, AlertFields fields, Optional<ModelArtefact> givenModel) {
        this.terminal = terminal;
        this.fields = fields;
        this.givenModel = givenModel;
    }

    /** @throws BadInputException if anything is not there; says which and the way out */
    Moment find(String alertId) throws IOException, InterruptedException {
        if (!fields.saysWhere(System.getenv())) {
            throw new BadInputException(
                    "alert " + alertId
                            + " is looked up on the alerts topic, found no brokers: add --brokers HOST:PORT or --job-config FILE.yaml");
        }
        JobConfig config = fields.config(System.getenv());
        Alert alert = AlertLookup.find(config, alertId);
        if (alert.getKind() != AlertKind.ANOMALY) {
            throw new BadInputException("alert " + alertId + " of machine " + alert.getMachineId() + " is about "
                    + alert.getKind() + ", not about a window that can be explained: its reason is '"
                    + alert.getReason() + "'; name an alert about an anomaly");
        }
        ModelArtefact artefact = model(config, alert);
        Instant onset = Instant.ofEpochMilli(alert.getStartsAtMillis());
        long lastMillis = alert.getEndsAtMillis() == null ? alert.getObservedAtMillis() : alert.getEndsAtMillis();
        boolean remembers = artefact.detector() instanceof AdaptiveDetector;
        int before = artefact.smoothing().alpha() < 1 ? artefact.ringRows() + SMOOTHING_ROWS : artefact.ringRows();
        Series series = MachineReadings.read(
                terminal,
                config,
                alert.getMachineId(),
                onset,
                Instant.ofEpochMilli(lastMillis),
                remembers ? Integer.MAX_VALUE : before);
        double[][] rows = ModelRows.of(series, artefact, "machine " + alert.getMachineId());
        SeriesScores scores =
                new SeriesScorer(artefact.preprocessing(), artefact.detector(), artefact.smoothing()).score(rows);
        int window = window(alert, series, scores, lastMillis);
        return new Moment(
                artefact,
                alert.getMachineId(),
                series.timestamps(),
                rows,
                scores,
                window,
                choice(),
                Optional.of(alert));
    }

    private String choice() {
        return switch (fields.window()) {
            case PEAK -> "the window at the event's peak";
            case ONSET -> "the window at the event's onset";
        };
    }

    private ModelArtefact model(JobConfig config, Alert alert) throws IOException, InterruptedException {
        if (givenModel.isEmpty()) {
            return ModelLookup.find(config, alert.getMachineId(), alert.getModelId(), alert.getModelVersion());
        }
        ModelArtefact artefact = givenModel.get();
        if (!artefact.modelId().equals(alert.getModelId()) || artefact.version() != alert.getModelVersion()) {
            throw new BadInputException("alert " + alert.getAlertId() + " was raised by model " + alert.getModelId()
                    + " version " + alert.getModelVersion() + ", --model holds " + artefact.modelId() + " version "
                    + artefact.version() + ": give the one that raised it");
        }
        return artefact;
    }

    private int window(Alert alert, Series series, SeriesScores scores, long lastMillis) {
        int chosen = -1;
        for (int n = 0; n < scores.windows(); n++) {
            long time = series.timestamps()[scores.firstRow() + n];
            if (time < alert.getStartsAtMillis() || time > lastMillis) {
                continue;
            }
            if (chosen < 0) {
                chosen = n;
            } else if (fields.window() == AlertFields.Which.PEAK && scores.smoothed()[n] > scores.smoothed()[chosen]) {
                chosen = n;
            }
        }
        if (chosen < 0) {
            throw new BadInputException("the readings topic holds " + series.length() + " readings of "
                    + alert.getMachineId() + " and no whole window of the event from "
                    + Instant.ofEpochMilli(alert.getStartsAtMillis()) + " to " + Instant.ofEpochMilli(lastMillis)
                    + ", which takes " + (scores.firstRow() + 1)
                    + " readings: they are gone from the topic; explain from a file of them instead");
        }
        return chosen;
    }
}
