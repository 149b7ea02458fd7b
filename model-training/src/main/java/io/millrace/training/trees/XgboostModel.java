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
import java.util.Arrays;
import java.util.List;

/**
 * Reads the JSON that XGBoost 1.6 and later save ({@code booster.save_model("model.json")}): gbtree boosters with numeric splits and one value a leaf,
 * objectives {@code reg:squarederror}, {@code binary:logistic}, {@code multi:softprob} and {@code multi:softmax}.
 */
public final class XgboostModel {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOWHERE = -1;

    private XgboostModel() {}

    /** @throws UnreadableTreesException if it is no such model; says what was expected and found */
    public static TreeEnsemble read(byte[] json) {
        try {
            return ensemble(need(JSON.readTree(json), "learner"));
        } catch (IOException e) {
            throw new UnreadableTreesException("no XGBoost model: expected JSON: " + e.getMessage(), e);
        } catch (UnreadableTreesException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new UnreadableTreesException("XGBoost model: " + e.getMessage(), e);
        }
    }

    private static TreeEnsemble ensemble(JsonNode learner) {
        String objective = need(need(learner, "objective"), "name").asText();
        JsonNode booster = need(learner, "gradient_booster");
        String kind = need(booster, "name").asText();
        if (!kind.equals("gbtree")) {
            throw new UnreadableTreesException("XGBoost model: expected a booster of kind gbtree, found " + kind
                    + ": train it with booster=gbtree");
        }
        JsonNode parameters = need(learner, "learner_model_param");
        int features = need(parameters, "num_feature").asInt();
        int outputs = Math.max(1, need(parameters, "num_class").asInt());
        int targets = parameters.path("num_target").asInt(1);
        if (targets > 1) {
            throw new UnreadableTreesException("XGBoost model: expected one target, found " + targets);
        }
        Link link = link(objective);
        double[] base = base(need(parameters, "base_score").asText(), outputs, link);
        JsonNode model = need(booster, "model");
        JsonNode info = need(model, "tree_info");
        JsonNode trees = need(model, "trees");
        if (info.size() != trees.size()) {
            throw new UnreadableTreesException(
                    "XGBoost model: " + trees.size() + " trees need as many classes, found " + info.size());
        }
        List<Tree> all = new ArrayList<>();
        for (int t = 0; t < trees.size(); t++) {
            all.add(tree(trees.get(t), t, info.get(t).asInt()));
        }
        return new TreeEnsemble(TreeFamily.XGBOOST, link, features, base, all);
    }

    private static Link link(String objective) {
        return switch (objective) {
            case "reg:squarederror" -> Link.IDENTITY;
            case "binary:logistic" -> Link.LOGISTIC;
            case "multi:softprob", "multi:softmax" -> Link.SOFTMAX;
            default ->
                throw new UnreadableTreesException(
                        "XGBoost model: expected the objective reg:squarederror, binary:logistic, multi:softprob or multi:softmax, found "
                                + objective);
        };
    }

    /** The base score is kept as a prediction, one for all outputs or one for each, since 3.1 in brackets. */
    private static double[] base(String text, int outputs, Link link) {
        double[] scores;
        try {
            scores = Arrays.stream(text.replaceAll("[\\[\\]\\s]", "").split(","))
                    .mapToDouble(Float::parseFloat)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new UnreadableTreesException("XGBoost model: expected a number as base score, found " + text, e);
        }
        if (scores.length != 1 && scores.length != outputs) {
            throw new UnreadableTreesException(
                    "XGBoost model: expected a base score for each of " + outputs + " outputs, found " + text);
        }
        var base = new double[outputs];
        for (int k = 0; k < outputs; k++) {
            double score = scores[scores.length == 1 ? 0 : k];
            base[k] = link == Link.LOGISTIC ? (float) -Math.log(1 / score - 1) : score;
        }
        return base;
    }

    private static Tree tree(JsonNode tree, int number, int output) {
        JsonNode left = need(tree, "left_children");
        JsonNode right = need(tree, "right_children");
        JsonNode feature = need(tree, "split_indices");
        JsonNode condition = need(tree, "split_conditions");
        JsonNode defaultLeft = need(tree, "default_left");
        JsonNode cover = need(tree, "sum_hessian");
        int nodes = left.size();
        for (JsonNode array : List.of(right, feature, condition, defaultLeft, cover)) {
            if (array.size() != nodes) {
                throw new UnreadableTreesException("XGBoost model: tree " + number + " has " + nodes
                        + " nodes, one of its arrays has " + array.size());
            }
        }
        if (need(tree, "base_weights").size() != nodes) {
            throw new UnreadableTreesException("XGBoost model: tree " + number
                    + " has several values a leaf: train it with" + " multi_strategy=one_output_per_tree");
        }
        for (JsonNode type : tree.path("split_type")) {
            if (type.asInt() != 0) {
                throw new UnreadableTreesException("XGBoost model: tree " + number
                        + " splits on categories: expected numeric splits, encode categories as columns of 0 and 1");
            }
        }
        var nodesInOrder = new PreOrder(number, nodes) {
            @Override
            boolean isLeaf(int node) {
                return left.get(node).asInt() == NOWHERE;
            }

            @Override
            int left(int node) {
                return left.get(node).asInt();
            }

            @Override
            int right(int node) {
                return right.get(node).asInt();
            }

            @Override
            void split(Tree.Builder to, int node) {
                boolean missingLeft = defaultLeft.get(node).isBoolean()
                        ? defaultLeft.get(node).asBoolean()
                        : defaultLeft.get(node).asInt() != 0;
                to.split(
                        feature.get(node).asInt(),
                        (float) condition.get(node).asDouble(),
                        missingLeft ? Missing.LEFT : Missing.RIGHT,
                        cover.get(node).asDouble());
            }

            @Override
            void leaf(Tree.Builder to, int node) {
                to.leaf((float) condition.get(node).asDouble(), cover.get(node).asDouble());
            }
        };
        return nodesInOrder.tree(output);
    }

    private static JsonNode need(JsonNode node, String name) {
        JsonNode found = node.get(name);
        if (found == null) {
            throw new UnreadableTreesException("no XGBoost model: expected a field '" + name + "', found "
                    + (node.isObject() ? fields(node) : node.getNodeType()));
        }
        return found;
    }

    private static List<String> fields(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names.subList(0, Math.min(8, names.size()));
    }
}
