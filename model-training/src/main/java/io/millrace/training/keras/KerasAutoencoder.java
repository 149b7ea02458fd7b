package io.millrace.training.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.exceptions.HdfException;
import io.millrace.detection.model.Activation;
import io.millrace.detection.model.DenseLayer;
import io.millrace.detection.model.LstmAutoencoder;
import io.millrace.detection.model.LstmLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A sequential LSTM autoencoder from the HDF5 file that Keras' {@code model.save("FILE.h5")} writes: {@code LSTM → RepeatVector → LSTM with its
 * sequence → TimeDistributed(Dense)}. Whatever computes otherwise is refused by name.
 *
 * <p>Keras keeps an LSTM's gates in the order i, f, c, o; {@link LstmLayer} wants g, f, o, i, and c is g. Layers that do nothing once training is
 * over, input and dropout, are passed over.
 */
public final class KerasAutoencoder {

    private static final Set<String> PASSED_OVER = Set.of("InputLayer", "Dropout", "SpatialDropout1D");
    private static final String WANTED = "LSTM → RepeatVector → LSTM → TimeDistributed(Dense)";

    private KerasAutoencoder() {}

    /**
     * @throws BadImportException if the file is no HDF5 file, or holds another network or weights that do not fit
     */
    public static LstmAutoencoder read(Path file) throws BadImportException {
        if (!Files.isRegularFile(file)) {
            throw new BadImportException(file, "there is no such file: check the path");
        }
        try (var hdf = new HdfFile(file)) {
            List<JsonNode> layers = layers(file, modelConfig(file, hdf));
            if (!(hdf.getChild("model_weights") instanceof Group)) {
                throw new BadImportException(
                        file,
                        "expected a group 'model_weights', found "
                                + hdf.getChildren().keySet() + ": save the whole model by model.save(\"FILE.h5\")");
            }
            return autoencoder(file, layers, new KerasWeights(file, (Group) hdf.getChild("model_weights")));
        } catch (HdfException | IllegalArgumentException e) {
            throw new BadImportException(
                    file, "is no model that can be imported: " + e.getMessage() + "; save it again", e);
        }
    }

    private static JsonNode modelConfig(Path file, HdfFile hdf) throws BadImportException {
        Attribute config = hdf.getAttribute("model_config");
        if (config == null) {
            throw new BadImportException(
                    file,
                    "expected the attribute 'model_config', which says what the layers are, found weights alone: save the whole"
                            + " model by model.save(\"FILE.h5\")");
        }
        try {
            return new ObjectMapper().readTree(config.getData().toString());
        } catch (JsonProcessingException e) {
            throw new BadImportException(file, "expected JSON in 'model_config': " + e.getOriginalMessage(), e);
        }
    }

    private static List<JsonNode> layers(Path file, JsonNode model) throws BadImportException {
        String kind = model.path("class_name").asText();
        if (!kind.equals("Sequential")) {
            throw new BadImportException(file, "expected a Sequential model of " + WANTED + ", found a " + kind);
        }
        JsonNode config = model.path("config");
        JsonNode all = config.isArray() ? config : config.path("layers"); // a list in files of early releases
        var layers = new ArrayList<JsonNode>();
        for (JsonNode layer : all) {
            if (!PASSED_OVER.contains(layer.path("class_name").asText())) {
                layers.add(layer);
            }
        }
        return layers;
    }

    private static LstmAutoencoder autoencoder(Path file, List<JsonNode> layers, KerasWeights weights)
            throws BadImportException {
        List<String> kinds =
                layers.stream().map(layer -> layer.path("class_name").asText()).toList();
        List<String> wanted = List.of("LSTM", "RepeatVector", "LSTM", "TimeDistributed");
        for (int l = 0; l < Math.max(kinds.size(), wanted.size()); l++) {
            String expected = l < wanted.size() ? "a layer of kind " + wanted.get(l) : "no further layer";
            if (l >= kinds.size() || l >= wanted.size() || !kinds.get(l).equals(wanted.get(l))) {
                throw new BadImportException(
                        file,
                        "expected " + expected + " at place " + (l + 1) + " of " + WANTED + ", found "
                                + (l < kinds.size() ? kinds.get(l) + " '" + name(layers.get(l)) + "'" : "none")
                                + ": other networks cannot be imported");
            }
        }
        requireSetting(file, layers.get(0), "return_sequences", "false");
        requireSetting(file, layers.get(2), "return_sequences", "true");
        Activation activation = activation(file, layers.get(0));
        if (activation(file, layers.get(2)) != activation) {
            throw new BadImportException(
                    file,
                    "expected one activation in both LSTM layers, found " + setting(layers.get(0), "activation")
                            + " and " + setting(layers.get(2), "activation"));
        }
        JsonNode dense = layers.get(3).path("config").path("layer");
        if (!dense.path("class_name").asText().equals("Dense")) {
            throw new BadImportException(
                    file,
                    "expected TimeDistributed to hold a Dense layer, found "
                            + dense.path("class_name").asText("none"));
        }
        requireSetting(file, dense, "activation", "linear");
        LstmLayer encoder = lstm(file, layers.get(0), weights);
        LstmLayer decoder = lstm(file, layers.get(2), weights);
        DenseLayer output = weights.dense(name(layers.get(3)), units(dense), decoder.hidden());
        return new LstmAutoencoder(
                layers.get(1).path("config").path("n").asInt(), activation, encoder, decoder, output);
    }

    private static LstmLayer lstm(Path file, JsonNode layer, KerasWeights weights) throws BadImportException {
        requireSetting(file, layer, "recurrent_activation", "sigmoid");
        requireSetting(file, layer, "go_backwards", "false");
        requireSetting(file, layer, "use_bias", "true");
        return weights.lstm(name(layer), units(layer));
    }

    private static Activation activation(Path file, JsonNode layer) throws BadImportException {
        return switch (setting(layer, "activation")) {
            case "tanh" -> Activation.TANH;
            case "relu" -> Activation.RELU;
            default ->
                throw new BadImportException(
                        file,
                        "expected layer '" + name(layer) + "' to have the activation tanh or relu, found "
                                + setting(layer, "activation"));
        };
    }

    private static void requireSetting(Path file, JsonNode layer, String setting, String expected)
            throws BadImportException {
        String found = setting(layer, setting);
        if (!found.equals(expected)) {
            throw new BadImportException(
                    file,
                    "expected layer '" + name(layer) + "' to have " + setting + " = " + expected + ", found "
                            + (found.isEmpty() ? "none" : found) + ": it would compute something else here");
        }
    }

    private static String setting(JsonNode layer, String name) {
        return layer.path("config").path(name).asText();
    }

    private static String name(JsonNode layer) {
        return setting(layer, "name");
    }

    private static int units(JsonNode layer) {
        return layer.path("config").path("units").asInt();
    }
}
