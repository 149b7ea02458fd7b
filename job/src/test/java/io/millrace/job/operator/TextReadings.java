package io.millrace.job.operator;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Readings as text, {@code temperature=20.5;pressure=3.1}: easier to read in a test than Avro. */
final class TextReadings implements ReadingDecoder {

    private final byte[] copy = new byte[256];

    static byte[] encode(String[] sensors, double[] values) {
        var text = new StringBuilder();
        for (int j = 0; j < sensors.length; j++) {
            if (!Double.isNaN(values[j])) {
                text.append(String.format(Locale.ROOT, "%s=%s;", sensors[j], values[j]));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void decode(byte[] value, SensorSink sink) {
        for (String pair : new String(value, StandardCharsets.UTF_8).split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                byte[] name = pair.substring(0, equals).getBytes(StandardCharsets.UTF_8);
                // in the middle of a buffer, as real decoders hand names over
                System.arraycopy(name, 0, copy, 3, name.length);
                sink.sensor(copy, 3, name.length, Double.parseDouble(pair.substring(equals + 1)));
            }
        }
    }
}
