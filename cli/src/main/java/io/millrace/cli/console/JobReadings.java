package io.millrace.cli.console;

import io.millrace.console.feed.ReadingParser;
import io.millrace.console.plant.Reading;
import io.millrace.job.config.SourceConfig;
import io.millrace.job.operator.RawReading;
import io.millrace.job.operator.ReadingDecoder;
import io.millrace.job.source.DecodedRecord;
import io.millrace.job.source.ReadingParsers;
import io.millrace.job.source.ReadingValidator;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Readings as the job's own code judges and decodes them: the console shows what the job scores. Used by one thread. */
final class JobReadings implements ReadingParser {

    private final ReadingValidator validator;
    private final ReadingDecoder decoder;

    JobReadings(SourceConfig config) {
        ReadingParsers parsers = ReadingParsers.of(config);
        this.validator = new ReadingValidator(parsers, config, System::currentTimeMillis);
        this.decoder = parsers.create();
    }

    @Override
    public Optional<Reading> parse(ConsumerRecord<byte[], byte[]> record) {
        DecodedRecord decoded = validator.validate(record);
        if (!decoded.isReading()) {
            return Optional.empty();
        }
        RawReading raw = decoded.reading();
        Map<String, Double> values = new LinkedHashMap<>();
        decoder.decode(
                raw.value(),
                (buffer, offset, length, value) ->
                        values.put(new String(buffer, offset, length, StandardCharsets.UTF_8), value));
        return Optional.of(new Reading(raw.machineId(), raw.timestampMillis(), values));
    }
}
