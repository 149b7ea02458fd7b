package io.millrace.console.feed;

import io.millrace.schemas.codec.RecordDecoder;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecordBase;

/** Records of one type as the job writes them: Avro single objects, or plain JSON. One per thread. */
final class RecordReader<T extends SpecificRecordBase> {

    private final RecordDecoder<T> avro;
    private final JsonRecords<T> json;

    RecordReader(Class<T> type) {
        this.avro = RecordDecoder.of(type);
        this.json = new JsonRecords<>(type);
    }

    /** @throws IOException whatever is wrong with the bytes */
    T read(byte[] bytes) throws IOException {
        if (bytes == null) {
            throw new IOException("expected a record, found one without value");
        }
        return bytes.length > 0 && bytes[0] == '{' ? json.read(bytes) : avro.decode(bytes);
    }
}
