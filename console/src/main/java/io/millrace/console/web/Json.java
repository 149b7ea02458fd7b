package io.millrace.console.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/** Values as the pages get them: a number that is not finite is null, others carry six significant digits. */
final class Json {

    private static final MathContext DIGITS = new MathContext(6);
    private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(numbers());

    private Json() {}

    private static SimpleModule numbers() {
        return new SimpleModule()
                .addSerializer(Double.class, new OfNumber<>(Double.class))
                .addSerializer(double.class, new OfNumber<>(double.class))
                .addSerializer(Float.class, new OfNumber<>(Float.class))
                .addSerializer(float.class, new OfNumber<>(float.class))
                .addSerializer(double[].class, new OfArray());
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records, maps and figures always have a JSON form", e);
        }
    }

    /** @throws IOException if the bytes are no JSON */
    static JsonNode read(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    private static void write(double value, JsonGenerator out) throws IOException {
        if (!Double.isFinite(value)) {
            out.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            out.writeNumber((long) value);
        } else {
            out.writeNumber(new BigDecimal(value).round(DIGITS).doubleValue());
        }
    }

    private static final class OfNumber<N extends Number> extends StdSerializer<N> {
        private static final long serialVersionUID = 1L;

        OfNumber(Class<N> type) {
            super(type);
        }

        @Override
        public void serialize(N value, JsonGenerator out, SerializerProvider provider) throws IOException {
            write(value.doubleValue(), out);
        }
    }

    private static final class OfArray extends StdSerializer<double[]> {
        private static final long serialVersionUID = 1L;

        OfArray() {
            super(double[].class);
        }

        @Override
        public void serialize(double[] values, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartArray();
            for (double value : values) {
                write(value, out);
            }
            out.writeEndArray();
        }
    }
}
