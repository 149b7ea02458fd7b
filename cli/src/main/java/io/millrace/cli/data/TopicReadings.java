package io.millrace.cli.data;

import io.millrace.cli.BadInputException;
import io.millrace.cli.terminal.Progress;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.reading.MachinePattern;
import io.millrace.detection.reading.SensorLayout;
import io.millrace.job.config.JobConfig;
import io.millrace.job.operator.RawReading;
import io.millrace.job.operator.ReadingDecoder;
import io.millrace.job.source.DecodedRecord;
import io.millrace.job.source.ReadingParsers;
import io.millrace.job.source.ReadingValidator;
import io.millrace.schemas.RejectReason;
import io.millrace.training.series.RecordedSeries;
import io.millrace.training.series.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Readings of a topic between two moments, judged and decoded by the job's own code, so that a model is trained on what the job will show
 * it. The end is fixed when reading starts: what is written meanwhile is not read. Holds the readings in memory; reads once, on one thread.
 */
final class TopicReadings {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = TopicConsumer.PATIENCE;

    private final JobConfig config;
    private final String topic;
    private final TopicRange range;
    private final Predicate<String> wanted;
    private final ReadingValidator validator;
    private final ReadingDecoder decoder;
    private final Map<String, Machine> machines = new TreeMap<>();
    private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    private final Map<TopicPartition, Long> starts = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    private long read;
    private long latest = Long.MIN_VALUE; // event time of the wanted readings so far

    private TopicReadings(JobConfig config, TopicRange range, Predicate<String> wanted) {
        ReadingParsers parsers = ReadingParsers.of(config.source());
        this.config = config;
        this.topic = config.topics().readings();
        this.range = range;
        this.wanted = wanted;
        this.validator = new ReadingValidator(parsers, config.source(), System::currentTimeMillis);
        this.decoder = parsers.create();
    }

    /**
     * What the topic held.
     *
     * @param topic its name
     * @param series one per machine, by id; a timestamp stands once
     * @param rejected records that the job would have sent to its dead letters, by reason
     * @param repeated readings left out because their machine's timestamp had been there before
     * @param offsets what was read, for provenance
     */
    record Content(
            String topic, RecordedSeries series, Map<RejectReason, Long> rejected, long repeated, String offsets) {

        long rejectedRecords() {
            return rejected.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * @param machines pattern of the machines to keep
     * @throws BadInputException if there is no such topic, no broker, or nothing to train on; names the topic and the way out
     */
    static Content read(Terminal terminal, JobConfig config, TopicRange range, MachinePattern machines)
            throws IOException, InterruptedException {
        var readings = new TopicReadings(config, range, machines::matches);
        TopicConsumer.use(config, readings.topic, consumer -> readings.read(terminal, consumer));
        return readings.content();
    }

    private String place() {
        return TopicConsumer.place(config, topic);
    }

    private void read(Terminal terminal, KafkaConsumer<byte[], byte[]> consumer) throws IOException {
        List<TopicPartition> partitions = TopicConsumer.partitions(consumer, config, topic);
        consumer.assign(partitions);
        starts.putAll(
                range.from().isPresent()
                        ? offsets(consumer, partitions, range.from().get())
                        : consumer.beginningOffsets(partitions));
        ends.putAll(
                range.to().isPresent()
                        ? offsets(consumer, partitions, range.to().get())
                        : consumer.endOffsets(partitions));
        starts.forEach(consumer::seek);
        long records = partitions.stream()
                .mapToLong(partition -> Math.max(0, ends.get(partition) - starts.get(partition)))
                .sum();
        if (records == 0) {
            throw new BadInputException(place() + " holds no record " + span() + ": choose another --from and --to");
        }
        try (Progress progress = Progress.start(terminal, "reading " + topic, records)) {
            follow(consumer, partitions, progress);
        }
    }

    /** First offsets at or after a moment; the end where there is none. */
    private static Map<TopicPartition, Long> offsets(
            KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant moment) {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, p -> moment.toEpochMilli())));
        found.forEach((partition, at) -> {
            if (at != null) {
                offsets.put(partition, Math.min(at.offset(), offsets.get(partition)));
            }
        });
        return offsets;
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Progress progress)
            throws IOException {
        long before = -1;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<TopicPartition> open = open(consumer, partitions);
        while (!open.isEmpty() && latest < range.enough()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < ends.get(new TopicPartition(topic, record.partition()))) {
                    take(record);
                }
            }
            progress.at(read);
            long now = partitions.stream().mapToLong(consumer::position).sum();
            if (now > before) {
                before = now;
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IOException(place() + " gives nothing more after " + read + " records: for "
                        + PATIENCE.toSeconds() + " s no broker has answered; start again when it runs");
            }
            open = open(consumer, partitions);
            consumer.pause(partitions.stream()
                    .filter(partition -> consumer.position(partition) >= ends.get(partition))
                    .toList());
        }
    }

    private List<TopicPartition> open(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> consumer.position(partition) < ends.get(partition))
                .toList();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        read++;
        DecodedRecord decoded = validator.validate(record);
        if (!decoded.isReading()) {
            rejected.merge(decoded.rejected().getReason(), 1L, Long::sum);
            return;
        }
        RawReading reading = decoded.reading();
        if (wanted.test(reading.machineId())) {
            latest = Math.max(latest, reading.timestampMillis());
            machines.computeIfAbsent(reading.machineId(), Machine::new).add(reading, decoder);
        }
    }

    private Content content() {
        long readings = machines.values().stream().mapToLong(Machine::readings).sum();
        if (machines.isEmpty()) {
            throw new BadInputException(place() + " holds no reading of a wanted machine among " + read + " records "
                    + span() + rejectedText() + ": check --machines, and the source.* part of --job-config");
        }
        List<Series> series = machines.values().stream()
                .map(Machine::series)
                .flatMap(Optional::stream)
                .toList();
        if (series.isEmpty()) {
            throw new BadInputException(place() + " holds no reading with a value of every sensor of its machine"
                    + " among " + readings + ": train on files with the sensors that belong together (--sensors)");
        }
        long repeated = machines.values().stream()
                .mapToLong(machine -> machine.repeated)
                .sum();
        long reordered = machines.values().stream()
                .mapToLong(machine -> machine.reordered)
                .sum();
        long kept = series.stream().mapToLong(Series::length).sum();
        var recorded = new RecordedSeries(series, readings, readings - repeated - kept, reordered, List.of(), false);
        return new Content(topic, recorded, Collections.unmodifiableMap(rejected), repeated, offsetsText());
    }

    private String span() {
        return range.from().map(from -> "from " + from).orElse("from the beginning")
                + range.to().map(to -> " to " + to).orElse("");
    }

    private String rejectedText() {
        return rejected.isEmpty() ? "" : ", rejected by reason " + rejected;
    }

    private String offsetsText() {
        return starts.entrySet().stream()
                .sorted(Comparator.comparingInt(start -> start.getKey().partition()))
                .map(start -> start.getKey() + " [" + start.getValue() + ", " + ends.get(start.getKey()) + ")")
                .collect(Collectors.joining(", "));
    }

    /** One machine's readings, in the order of the topic. */
    private static final class Machine {

        private final String id;
        private final Map<String, Integer> columns = new LinkedHashMap<>();
        private final List<Row> rows = new ArrayList<>();
        private long repeated;
        private long reordered;

        Machine(String id) {
            this.id = id;
        }

        /** @param values [sensors known by then], NaN where there is none */
        private record Row(long timestamp, double[] values) {

            boolean isWhole(int sensors) {
                return values.length == sensors && Arrays.stream(values).noneMatch(Double::isNaN);
            }
        }

        void add(RawReading reading, ReadingDecoder decoder) {
            var values = new LinkedHashMap<Integer, Double>();
            decoder.decode(reading.value(), (buffer, offset, length, value) -> {
                String sensor = new String(buffer, offset, length, StandardCharsets.UTF_8);
                values.put(columns.computeIfAbsent(sensor, name -> columns.size()), value);
            });
            var row = new double[columns.size()];
            Arrays.fill(row, Double.NaN);
            values.forEach((column, value) -> row[column] = value);
            rows.add(new Row(reading.timestampMillis(), row));
        }

        long readings() {
            return rows.size();
        }

        /** Rows in time order, as the job scores them: the first of a timestamp counts. Empty where no row is whole. */
        Optional<Series> series() {
            var ordered = new ArrayList<>(rows);
            long latest = Long.MIN_VALUE;
            for (Row row : ordered) {
                reordered += row.timestamp() < latest ? 1 : 0;
                latest = Math.max(latest, row.timestamp());
            }
            ordered.sort(Comparator.comparingLong(Row::timestamp));
            var kept = new ArrayList<Row>();
            long previous = Long.MIN_VALUE;
            for (Row row : ordered) {
                if (row.timestamp() == previous) {
                    repeated++;
                } else if (row.isWhole(columns.size())) {
                    kept.add(row);
                }
                previous = row.timestamp();
            }
            if (kept.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Series(
                    id,
                    SensorLayout.ofNames(List.copyOf(columns.keySet())),
                    kept.stream().mapToLong(Row::timestamp).toArray(),
                    kept.stream().map(Row::values).toArray(double[][]::new),
                    Optional.empty()));
        }
    }
}
