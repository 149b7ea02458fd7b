package io.millrace.detection.artefact;

import io.millrace.schemas.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Named arrays of float32 with their shapes. */
final class Tensors {

    private final Map<String, TensorSpec> byName = new LinkedHashMap<>();

    Tensors() {}

    Tensors(List<TensorSpec> records) {
        for (TensorSpec record : records) {
            if (byName.put(record.getName(), record) != null) {
                throw new IllegalArgumentException("tensor '" + record.getName() + "' stands twice");
            }
        }
    }

    void put(String name, float[] values, int... shape) {
        var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        byName.put(name, new TensorSpec(name, IntStream.of(shape).boxed().toList(), bytes));
    }

    /** Whether every tensor's name begins with {@code part}. */
    boolean isEmptyBut(String part) {
        return byName.keySet().stream().allMatch(name -> name.startsWith(part + "."));
    }

    /** Shape of a tensor of so many dimensions, each ≥ 1. */
    int[] shape(String name, int dimensions) {
        TensorSpec record = byName.get(name);
        if (record == null) {
            throw new IllegalArgumentException("tensor '" + name + "' is missing, found " + byName.keySet());
        }
        int[] shape = record.getShape().stream().mapToInt(Integer::intValue).toArray();
        if (shape.length != dimensions || IntStream.of(shape).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("tensor '" + name + "' expects " + dimensions
                    + " dimensions of 1 or more, found " + record.getShape());
        }
        return shape;
    }

    /** Values of a tensor of this shape, row-major. */
    float[] get(String name, int... shape) {
        TensorSpec record = byName.get(name);
        List<Integer> expected = IntStream.of(shape).boxed().toList();
        if (record == null) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' of shape " + expected + " is missing, found " + byName.keySet());
        }
        if (!record.getShape().equals(expected)) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' expects shape " + expected + ", found " + record.getShape());
        }
        double length = IntStream.of(shape).asDoubleStream().reduce(1, (a, b) -> a * b); // an int could overflow
        ByteBuffer bytes = record.getValues().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() != 4 * length) {
            throw new IllegalArgumentException(
                    "tensor '%s' expects %.0f bytes, found %d".formatted(name, 4 * length, bytes.remaining()));
        }
        var values = new float[(int) length];
        bytes.asFloatBuffer().get(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "tensor '" + name + "' holds a value that is not finite: train the model again");
            }
        }
        return values;
    }

    List<TensorSpec> records() {
        return new ArrayList<>(byName.values());
    }
}
