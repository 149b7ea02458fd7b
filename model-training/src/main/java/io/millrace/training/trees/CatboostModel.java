package io.millrace.training.trees;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.detection.tree.Link;
import io.millrace.detection.tree.Missing;
import io.millrace.detection.tree.Tree;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the JSON that CatBoost exports ({@code model.save_model("model.json", format="json")}): oblivious trees on numeric features, loss functions
 * {@code RMSE}, {@code Logloss}, {@code CrossEntropy} and {@code MultiClass}.
 *
 * <p>An oblivious tree asks the same question at each of its levels; the answers are the bits of the leaf's number, the first question's the lowest. Here it
 * becomes an ordinary tree, and one tree per class where leaves hold several values.
 */
public final class CatboostModel {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 16;

    private CatboostModel() {}

    /** @throws UnreadableTreesException if it is no such model; says what was expected and found */
    public static TreeEnsemble read(byte[] json) {
        try {
            return ensemble(JSON.readTree(json));
        } catch (IOException e) {
            throw new UnreadableTreesException("no CatBoost model: expected JSON: " + e.getMessage(), e);
        } catch (UnreadableTreesException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new UnreadableTreesException("CatBoost model: " + e.getMessage(), e);
        }
    }

    private static TreeEnsemble ensemble(JsonNode model) {
        if (model.has("trees")) {
            throw new UnreadableTreesException(
                    "CatBoost model: expected oblivious trees, found others: train it with grow_policy=SymmetricTree");
        }
        JsonNode trees = need(model, "oblivious_trees");
        JsonNode information = need(model, "features_info");
        if (information.path("categorical_features").size() > 0
                || model.path("ctr_data").size() > 0) {
            throw new UnreadableTreesException(
                    "CatBoost model: expected numeric features, found categorical ones: encode them as columns of 0 and 1");
        }
        JsonNode floats = need(information, "float_features");
        Link link = link(model);
        JsonNode scaleAndBias = need(model, "scale_and_bias");
        double scale = scaleAndBias.path(0).asDouble(1);
        JsonNode biases = scaleAndBias.path(1);
        int outputs = link == Link.SOFTMAX ? classes(trees) : 1;
        var base = new double[outputs];
        for (int k = 0; k < outputs; k++) {
            base[k] = biases.isArray() ? biases.path(k).asDouble(0) : biases.asDouble(0);
        }
        List<Tree> all = new ArrayList<>();
        int features = 0;
        for (JsonNode feature : floats) {
            features = Math.max(features, need(feature, "flat_feature_index").asInt() + 1);
        }
        for (int t = 0; t < trees.size(); t++) {
            for (int output = 0; output < outputs; output++) {
                all.add(new Oblivious(trees.get(t), t, floats, scale, outputs).tree(output));
            }
        }
        return new TreeEnsemble(TreeFamily.CATBOOST, link, features, base, all);
    }

    private static int classes(JsonNode trees) {
        JsonNode first = need(trees.path(0), "leaf_values");
        return Math.max(
                2,
                first.size() / Math.max(1, need(trees.path(0), "leaf_weights").size()));
    }

    private static Link link(JsonNode model) {
        JsonNode parameters = model.path("model_info").path("params");
        JsonNode parsed = parameters;
        if (parameters.isTextual()) {
            try {
                parsed = JSON.readTree(parameters.asText());
            } catch (IOException e) {
                throw new UnreadableTreesException("CatBoost model: its parameters are no JSON: " + e.getMessage(), e);
            }
        }
        String loss = parsed.path("loss_function").path("type").asText("none");
        return switch (loss) {
            case "RMSE" -> Link.IDENTITY;
            case "Logloss", "CrossEntropy" -> Link.LOGISTIC;
            case "MultiClass" -> Link.SOFTMAX;
            default ->
                throw new UnreadableTreesException(
                        "CatBoost model: expected the loss function RMSE, Logloss, CrossEntropy or MultiClass, found "
                                + loss);
        };
    }

    /** One tree of the file. */
    private static final class Oblivious {

        private final int depth;
        private final int[]
                feature; // [depth], by level from the root: the last question first, so that leaves keep their order
        private final double[] border;
        private final Missing[] missing;
        private final double[] values; // [leaves × outputs]
        private final double[] covers; // [leaves]
        private final int outputs;

        Oblivious(JsonNode tree, int number, JsonNode floats, double scale, int outputs) {
            JsonNode splits = tree.path("splits"); // null or absent for a single leaf
            JsonNode leafValues = need(tree, "leaf_values");
            JsonNode leafWeights = need(tree, "leaf_weights");
            this.depth = splits.size();
            this.outputs = outputs;
            if (depth > DEEPEST || leafWeights.size() != 1 << depth || leafValues.size() != outputs << depth) {
                throw new UnreadableTreesException(
                        "CatBoost model: tree %d of %d splits needs %d leaves of %d values, found %d weights and %d values"
                                .formatted(number, depth, 1L << depth, outputs, leafWeights.size(), leafValues.size()));
            }
            feature = new int[depth];
            border = new double[depth];
            missing = new Missing[depth];
            for (int level = 0; level < depth; level++) {
                JsonNode split = splits.get(depth - 1 - level);
                if (!split.path("split_type").asText("FloatFeature").equals("FloatFeature")) {
                    throw new UnreadableTreesException("CatBoost model: tree " + number + " splits on a "
                            + split.path("split_type").asText() + ": expected numeric features");
                }
                JsonNode asked = floats.path(need(split, "float_feature_index").asInt());
                feature[level] = need(asked, "flat_feature_index").asInt();
                border[level] = (float) need(split, "border").asDouble();
                // NaN > border does not hold, so that a value as it is goes left
                missing[level] =
                        asked.path("nan_value_treatment").asText("AsIs").equals("AsTrue")
                                ? Missing.RIGHT
                                : Missing.LEFT;
            }
            values = new double[leafValues.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = scale * leafValues.get(i).asDouble();
            }
            covers = new double[leafWeights.size()];
            for (int i = 0; i < covers.length; i++) {
                covers[i] = leafWeights.get(i).asDouble();
            }
        }

        Tree tree(int output) {
            var builder = new Tree.Builder(output);
            grow(builder, output, 0, 0);
            return builder.build();
        }

        /** @param from first of the 2^(depth − level) leaves below */
        private void grow(Tree.Builder builder, int output, int level, int from) {
            if (level == depth) {
                builder.leaf(values[from * outputs + output], covers[from]);
                return;
            }
            int half = 1 << (depth - level - 1);
            double cover = 0;
            for (int leaf = from; leaf < from + 2 * half; leaf++) {
                cover += covers[leaf];
            }
            builder.split(feature[level], border[level], missing[level], cover);
            grow(builder, output, level + 1, from);
            grow(builder, output, level + 1, from + half);
        }
    }

    private static JsonNode need(JsonNode node, String name) {
        JsonNode found = node.get(name);
        if (found == null) {
            throw new UnreadableTreesException("no CatBoost model: expected a field '" + name + "', found none");
        }
        return found;
    }
}
