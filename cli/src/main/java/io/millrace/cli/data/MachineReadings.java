package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.job.config.JobConfig;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One machine's readings around an event, from the topic that the job reads. */
public final class MachineReadings {

    private static final Duration FIRST_LOOK_BACK = Duration.ofMinutes(5);
    private static final int FURTHER = 8; // times as far back with each look
    private static final Duration LAST_LOOK_BACK = Duration.ofDays(30); // then all there is

    private MachineReadings() {}

    /**
     * Reads further and further back until there are enough rows before a moment, or nothing is left. A record's Kafka timestamp is taken to be at
     * most the job's future bound before its event time, as the job takes it.
     *
     * @param until event time of the last row wanted
     * @param moment event time, at most {@code until}
     * @param rowsBefore rows wanted before the moment; the largest number for all that the topic holds
     * @return rows up to {@code until}, in time order, with a value of every sensor
     * @throws BadInputException if the topic holds none
     */
    public static Series read(
            Terminal terminal, JobConfig config, String machineId, Instant moment, Instant until, int rowsBefore)
            throws IOException, InterruptedException {
        Duration back = FIRST_LOOK_BACK;
        while (true) {
            boolean all = rowsBefore == Integer.MAX_VALUE || back.compareTo(LAST_LOOK_BACK) > 0;
            Optional<Instant> from = all
                    ? Optional.empty()
                    : Optional.of(moment.minus(back).minus(config.source().futureBound()));
            long enough = until.plus(config.ordering().outOfOrderness()).toEpochMilli() + 1;
            var range = new TopicRange(from, Optional.empty(), enough);
            Optional<Series> found = Optional.empty();
            try {
                found =
                        TopicReadings.read(terminal, config, range, MachinePattern.of(machineId))
                                .series()
                                .series()
                                .stream()
                                .findFirst()
                                .map(series -> upTo(series, until.toEpochMilli()));
            } catch (BadInputException nothing) {
                if (all) {
                    throw nothing;
                }
            }
            if (all || found.isPresent() && rowsBefore(found.get(), moment.toEpochMilli()) >= rowsBefore) {
                return found.orElseThrow(() -> new BadInputException(
                        TopicConsumer.place(config, config.topics().readings()) + " holds no reading of " + machineId
                                + " up to " + until + ": explain from a file of its readings instead"));
            }
            back = back.multipliedBy(FURTHER);
        }
    }

    private static Series upTo(Series series, long millis) {
        return series.head(rowsBefore(series, millis + 1));
    }

    private static int rowsBefore(Series series, long millis) {
        int rows = 0;
        while (rows < series.length() && series.timestamps()[rows] < millis) {
            rows++;
        }
        return rows;
    }
}
