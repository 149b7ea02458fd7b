package io.millrace.job.source;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a parser told about one record. */
record Parsed(String machine, long time, Map<String, Double> sensors) {
    static Parsed by(ReadingParser parser, byte[] value) throws Rejection {
        Recorder recorder = new Recorder();
        parser.parse(value, recorder);
        return new Parsed(recorder.machine, recorder.time, recorder.sensors);
    }

    private static final class Recorder implements ReadingVisitor {
        private String machine;
        private long time;
        private final Map<String, Double> sensors = new LinkedHashMap<>();

        @Override
        public void machine(String machineId) {
            machine = machineId;
        }

        @Override
        public void time(long timestampMillis) {
            time = timestampMillis;
        }

        @Override
        public void sensor(byte[] buffer, int offset, int length, double value) {
            sensors.put(new String(buffer, offset, length, StandardCharsets.UTF_8), value);
        }
    }
}
