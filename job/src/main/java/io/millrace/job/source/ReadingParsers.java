package io.millrace.job.source;

import io.millrace.job.config.AvroFraming;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.FieldMapping;
import io.millrace.job.config.ReadingFormat;
import io.millrace.job.config.SourceConfig;
import io.millrace.job.operator.ReadingDecoder;
import io.millrace.job.operator.SensorSink;
import io.millrace.schemas.codec.RecordDecoder;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Makes the parser that the configuration asks for, in each task; travels with the job.
 *
 * @param avroSchema schema of the users' own Avro records as JSON; empty for {@code SensorReading}
 */
public record ReadingParsers(ReadingFormat format, String avroSchema, AvroFraming framing, FieldMapping fields)
        implements Serializable, ReadingDecoder.Factory {

    /**
     * Parsers for a configuration; reads the schema file, if there is one.
     *
     * @throws ConfigException if the schema file cannot be used
     */
    public static ReadingParsers of(SourceConfig config) {
        String schema = config.avroSchemaFile().map(ReadingParsers::readSchema).orElse("");
        return new ReadingParsers(config.format(), schema, config.avroFraming(), config.fields());
    }

    private static String readSchema(Path file) {
        try {
            Schema schema = new Schema.Parser().parse(Files.readString(file));
            if (schema.getType() != Schema.Type.RECORD) {
                throw unusable(file, "it is of type " + schema.getType().getName());
            }
            return schema.toString();
        } catch (IOException | SchemaParseException e) {
            throw unusable(file, e.getMessage());
        }
    }

    private static ConfigException unusable(Path file, String found) {
        return new ConfigException(List.of("source.avro-schema-file " + file
                + " cannot be used: expected the Avro schema of a record, found: " + found));
    }

    ReadingParser createParser() {
        ReadingParser avro = avroSchema.isEmpty()
                ? new AvroReadingParser()
                : new MappedAvroParser(new Schema.Parser().parse(avroSchema), framing, fields);
        return switch (format) {
            case AVRO -> avro;
            case JSON -> new JsonReadingParser(fields);
            case AUTO -> new EitherParser(avro, new JsonReadingParser(fields));
        };
    }

    /** The decoder for the scoring operator: the same walk, which then tells the sensors alone. */
    @Override
    public ReadingDecoder create() {
        return new ValidatedDecoder(createParser());
    }

    /** Decides by the first bytes. */
    private final class EitherParser implements ReadingParser {
        private final ReadingParser avro;
        private final ReadingParser json;

        EitherParser(ReadingParser avro, ReadingParser json) {
            this.avro = avro;
            this.json = json;
        }

        @Override
        public void parse(byte[] value, ReadingVisitor visitor) throws Rejection {
            if (looksLikeJson(value)) {
                json.parse(value, visitor);
            } else if (looksLikeAvro(value)) {
                avro.parse(value, visitor);
            } else {
                throw Rejection.undecodable("expected Avro (header of its encoding) or JSON (an opening brace), found "
                        + firstByte(value) + ": set source.format, or correct the writer");
            }
        }

        private boolean looksLikeAvro(byte[] value) {
            return avroSchema.isEmpty()
                    ? RecordDecoder.looksEncoded(value)
                    : MappedAvroParser.looksFramed(value, framing);
        }

        private static boolean looksLikeJson(byte[] value) {
            int at = value.length >= 3 && value[0] == (byte) 0xEF && value[1] == (byte) 0xBB && value[2] == (byte) 0xBF
                    ? 3
                    : 0;
            while (at < value.length
                    && (value[at] == ' ' || value[at] == '\n' || value[at] == '\r' || value[at] == '\t')) {
                at++;
            }
            return at < value.length && value[at] == '{';
        }

        private static String firstByte(byte[] value) {
            return value.length == 0 ? "no bytes" : String.format("a first byte of %02x", value[0]);
        }
    }

    /** Tells the sensors of bytes that were validated upstream. */
    private static final class ValidatedDecoder implements ReadingDecoder, ReadingVisitor {
        private final ReadingParser parser;
        private SensorSink sink;

        ValidatedDecoder(ReadingParser parser) {
            this.parser = parser;
        }

        @Override
        public void decode(byte[] value, SensorSink sink) {
            this.sink = sink;
            try {
                parser.parse(value, this);
            } catch (Rejection e) {
                throw new IllegalStateException(
                        "a reading passed validation and cannot be decoded: " + e.getMessage()
                                + "; validation and decoding must share one configuration",
                        e);
            } finally {
                this.sink = null;
            }
        }

        @Override
        public void machine(String machineId) {}

        @Override
        public void machine(byte[] buffer, int offset, int length) {}

        @Override
        public void time(long timestampMillis) {}

        @Override
        public void sensor(byte[] buffer, int offset, int length, double value) {
            sink.sensor(buffer, offset, length, value);
        }
    }
}
