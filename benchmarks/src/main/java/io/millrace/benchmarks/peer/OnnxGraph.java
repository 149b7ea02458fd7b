package io.millrace.benchmarks.peer;

import io.millrace.detection.model.Activation;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/**
 * Networks as ONNX files, written field by field.
 *
 * <p>Reference: the ONNX specification, {@code onnx.proto3} and the operators of version 17; an LSTM's gates are in the order i, o, f,
 * c.
 */
final class OnnxGraph {

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int OPERATORS = 17;
    private static final int FORMAT = 8;

    /** Our gates are g, f, o, i. */
    private static final int[] GATES = {3, 2, 1, 0};

    private OnnxGraph() {}

    /** Input {@code windows}, output {@code reconstruction}, both [windows × steps × features]. */
    static byte[] autoencoder(LstmAutoencoder model) {
        int features = model.features();
        int hidden = model.decoder().hidden();
        return model(graph -> {
            node(graph, "Transpose", List.of("windows"), List.of("byStep"), node -> integers(node, "perm", 1, 0, 2));
            lstm(graph, model.encoder(), model.activation(), "encoder", "byStep", List.of("", "code"));
            node(graph, "Expand", List.of("code", "shape"), List.of("repeated"), node -> {});
            lstm(graph, model.decoder(), model.activation(), "decoder", "repeated", List.of("directions"));
            node(graph, "Squeeze", List.of("directions", "axes"), List.of("decoded"), node -> {});
            node(graph, "MatMul", List.of("decoded", "V"), List.of("projected"), node -> {});
            node(graph, "Add", List.of("projected", "b"), List.of("outputs"), node -> {});
            node(
                    graph,
                    "Transpose",
                    List.of("outputs"),
                    List.of("reconstruction"),
                    node -> integers(node, "perm", 1, 0, 2));
            constant(graph, "shape", model.steps(), 1, 1);
            constant(graph, "axes", 1);
            floats(graph, "V", model.output().weights(), hidden, features);
            floats(graph, "b", model.output().bias(), features);
            value(graph, 11, "windows", -1, model.steps(), features);
            value(graph, 12, "reconstruction", -1, model.steps(), features);
        });
    }

    /** Product of an input {@code a}, [size × size], with a constant of the same size. */
    static byte[] product(int size) {
        var constant = new float[size * size];
        for (int n = 0; n < constant.length; n++) {
            constant[n] = (n % 17 - 8) / 8f;
        }
        return model(graph -> {
            node(graph, "MatMul", List.of("a", "b"), List.of("c"), node -> {});
            floats(graph, "b", constant, size, size);
            value(graph, 11, "a", size, size);
            value(graph, 12, "c", size, size);
        });
    }

    private static byte[] model(Consumer<ProtobufWriter> content) {
        return new ProtobufWriter()
                .integer(1, FORMAT)
                .message(7, graph -> {
                    content.accept(graph);
                    graph.text(2, "graph");
                })
                .message(8, operators -> operators.text(1, "").integer(2, OPERATORS))
                .toBytes();
    }

    private static void lstm(
            ProtobufWriter graph,
            LstmLayer layer,
            Activation activation,
            String name,
            String input,
            List<String> outputs) {
        node(graph, "LSTM", List.of(input, name + "W", name + "R", name + "B"), outputs, node -> {
            node.message(
                    5,
                    hidden -> hidden.text(1, "hidden_size")
                            .integer(3, layer.hidden())
                            .integer(20, 2));
            if (activation == Activation.RELU) {
                node.message(
                        5,
                        activations -> activations
                                .text(1, "activations")
                                .text(9, "Sigmoid")
                                .text(9, "Relu")
                                .text(9, "Relu")
                                .integer(20, 8));
            }
        });
        int hidden = layer.hidden();
        floats(graph, name + "W", transposed(layer.input(), layer.inputs(), hidden), 1, 4 * hidden, layer.inputs());
        floats(graph, name + "R", transposed(layer.recurrent(), hidden, hidden), 1, 4 * hidden, hidden);
        var bias = new float[8 * hidden];
        for (int gate = 0; gate < 4; gate++) {
            System.arraycopy(layer.bias(), GATES[gate] * hidden, bias, gate * hidden, hidden);
        }
        floats(graph, name + "B", bias, 1, 8 * hidden);
    }

    /** [inputs × 4·hidden] with our gates to [4·hidden × inputs] with theirs. */
    private static float[] transposed(float[] weights, int inputs, int hidden) {
        var result = new float[weights.length];
        for (int gate = 0; gate < 4; gate++) {
            for (int unit = 0; unit < hidden; unit++) {
                for (int k = 0; k < inputs; k++) {
                    result[(gate * hidden + unit) * inputs + k] = weights[k * 4 * hidden + GATES[gate] * hidden + unit];
                }
            }
        }
        return result;
    }

    private static void node(
            ProtobufWriter graph,
            String operator,
            List<String> inputs,
            List<String> outputs,
            Consumer<ProtobufWriter> attributes) {
        graph.message(1, node -> {
            inputs.forEach(input -> node.text(1, input));
            outputs.forEach(output -> node.text(2, output));
            node.text(4, operator);
            attributes.accept(node);
        });
    }

    private static void integers(ProtobufWriter node, String name, long... values) {
        node.message(5, attribute -> {
            attribute.text(1, name);
            for (long value : values) {
                attribute.integer(8, value);
            }
            attribute.integer(20, 7);
        });
    }

    private static void floats(ProtobufWriter graph, String name, float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        tensor(graph, name, FLOAT, raw.array(), shape);
    }

    private static void constant(ProtobufWriter graph, String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        tensor(graph, name, INT64, raw.array(), values.length);
    }

    private static void tensor(ProtobufWriter graph, String name, int type, byte[] raw, long... shape) {
        graph.message(5, tensor -> {
            for (long dimension : shape) {
                tensor.integer(1, dimension);
            }
            tensor.integer(2, type).text(8, name).bytes(9, raw);
        });
    }

    /** A negative dimension is free. */
    private static void value(ProtobufWriter graph, int field, String name, long... shape) {
        graph.message(
                field,
                value -> value.text(1, name)
                        .message(
                                2,
                                type -> type.message(1, tensor -> {
                                    tensor.integer(1, FLOAT);
                                    tensor.message(2, dimensions -> {
                                        for (long size : shape) {
                                            dimensions.message(1, dimension -> {
                                                if (size < 0) {
                                                    dimension.text(2, "n");
                                                } else {
                                                    dimension.integer(1, size);
                                                }
                                            });
                                        }
                                    });
                                })));
    }
}
