package io.millrace.training.trees;

import io.millrace.detection.tree.Link;
import io.millrace.detection.tree.Missing;
import io.millrace.detection.tree.Tree;
import io.millrace.detection.tree.TreeEnsemble;
import io.millrace.detection.tree.TreeFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads LightGBM's text form, versions 3 and 4 ({@code booster.save_model("model.txt")}): numeric splits, constant leaves, objectives {@code regression},
 * {@code binary} and {@code multiclass}.
 */
public final class LightgbmModel {

    private static final int CATEGORICAL = 1;
    private static final int DEFAULT_LEFT = 2;
    private static final int MISSING_SHIFT = 2; // then 0: none was seen, 1: zeros are missing, 2: NaN is

    private final Map<String, String> header;

    private LightgbmModel(Map<String, String> header) {
        this.header = header;
    }

    /** @throws UnreadableTreesException if it is no such model; says what was expected and found */
    public static TreeEnsemble read(String text) {
        String[] sections = text.split("\n(?=Tree=\\d|end of trees)");
        if (!sections[0].startsWith("tree\n")) {
            String first = text.lines().findFirst().orElse("nothing");
            throw new UnreadableTreesException("no LightGBM model: expected text that begins with 'tree', found '"
                    + first.substring(0, Math.min(40, first.length())) + "'");
        }
        if (!text.contains("\nend of trees")) {
            throw new UnreadableTreesException(
                    "LightGBM model: expected a line 'end of trees', found none: the file breaks off, save it again");
        }
        var model = new LightgbmModel(fields(sections[0]));
        try {
            return model.ensemble(sections);
        } catch (UnreadableTreesException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new UnreadableTreesException("LightGBM model: " + e.getMessage(), e);
        }
    }

    private TreeEnsemble ensemble(String[] sections) {
        if (sections[0].contains("\naverage_output")) {
            throw new UnreadableTreesException(
                    "LightGBM model: expected boosting, found a random forest (average_output): train it with boosting=gbdt");
        }
        Link link = link(need(header, "objective"));
        int outputs = whole(header, "num_tree_per_iteration");
        int features = whole(header, "max_feature_idx") + 1;
        List<Tree> trees = new ArrayList<>();
        for (int s = 1; s < sections.length && sections[s].startsWith("Tree="); s++) {
            trees.add(tree(fields(sections[s]), s - 1, (s - 1) % outputs));
        }
        String sizes = header.get("tree_sizes");
        if (sizes != null && !sizes.isBlank() && sizes.split(" ").length != trees.size()) {
            throw new UnreadableTreesException("LightGBM model: its header lists " + sizes.split(" ").length
                    + " trees, found " + trees.size() + ": the file is damaged, save it again");
        }
        return new TreeEnsemble(TreeFamily.LIGHTGBM, link, features, new double[outputs], trees);
    }

    private static Link link(String objective) {
        String[] words = objective.split(" ");
        for (String word : words) {
            if (word.startsWith("sigmoid:") && Double.parseDouble(word.substring(8)) != 1) {
                throw new UnreadableTreesException("LightGBM model: expected sigmoid 1, found " + objective);
            }
        }
        return switch (words[0]) {
            case "regression" -> {
                if (words.length > 1) {
                    throw new UnreadableTreesException(
                            "LightGBM model: expected plain regression, found '" + objective + "'");
                }
                yield Link.IDENTITY;
            }
            case "binary" -> Link.LOGISTIC;
            case "multiclass" -> Link.SOFTMAX;
            default ->
                throw new UnreadableTreesException(
                        "LightGBM model: expected the objective regression, binary or multiclass, found '" + objective
                                + "'");
        };
    }

    private static Tree tree(Map<String, String> fields, int number, int output) {
        if (whole(fields, "num_cat") > 0) {
            throw new UnreadableTreesException("LightGBM model: tree " + number
                    + " splits on categories: expected numeric splits, encode categories as columns of 0 and 1");
        }
        if (!fields.getOrDefault("is_linear", "0").equals("0")) {
            throw new UnreadableTreesException(
                    "LightGBM model: tree " + number + " has linear leaves: train it with linear_tree=false");
        }
        int leaves = whole(fields, "num_leaves");
        double[] value = numbers(fields, "leaf_value", leaves, number);
        if (leaves == 1) {
            return new Tree.Builder(output).leaf(value[0], 1).build();
        }
        double[] leafCount = numbers(fields, "leaf_count", leaves, number);
        double[] feature = numbers(fields, "split_feature", leaves - 1, number);
        double[] threshold = numbers(fields, "threshold", leaves - 1, number);
        double[] decision = numbers(fields, "decision_type", leaves - 1, number);
        double[] left = numbers(fields, "left_child", leaves - 1, number);
        double[] right = numbers(fields, "right_child", leaves - 1, number);
        double[] count = numbers(fields, "internal_count", leaves - 1, number);
        // splits keep their numbers, leaf n is node leaves − 1 + n; the file writes it as −1 − n
        return new PreOrder(number, 2 * leaves - 1) {
            @Override
            boolean isLeaf(int node) {
                return node >= leaves - 1;
            }

            @Override
            int left(int node) {
                return node(left[node]);
            }

            @Override
            int right(int node) {
                return node(right[node]);
            }

            private int node(double child) {
                return child >= 0 ? (int) child : leaves - 1 + (int) (-1 - child);
            }

            @Override
            void split(Tree.Builder to, int node) {
                to.split((int) feature[node], threshold[node], missing((int) decision[node], number), count[node]);
            }

            @Override
            void leaf(Tree.Builder to, int node) {
                to.leaf(value[node - leaves + 1], leafCount[node - leaves + 1]);
            }
        }.tree(output);
    }

    private static Missing missing(int decision, int number) {
        boolean left = (decision & DEFAULT_LEFT) != 0;
        if ((decision & CATEGORICAL) != 0) {
            throw new UnreadableTreesException("LightGBM model: tree " + number + " splits on categories");
        }
        return switch (decision >> MISSING_SHIFT) {
            case 0 -> Missing.AS_ZERO;
            case 1 -> left ? Missing.LEFT_WITH_ZERO : Missing.RIGHT_WITH_ZERO;
            case 2 -> left ? Missing.LEFT : Missing.RIGHT;
            default ->
                throw new UnreadableTreesException(
                        "LightGBM model: tree " + number + " has the unknown decision type " + decision);
        };
    }

    private static Map<String, String> fields(String section) {
        var fields = new HashMap<String, String>();
        section.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return fields;
    }

    private static String need(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new UnreadableTreesException("LightGBM model: expected a line '" + name + "=…', found none");
        }
        return value;
    }

    private static int whole(Map<String, String> fields, String name) {
        try {
            return Integer.parseInt(need(fields, name).strip());
        } catch (NumberFormatException e) {
            throw new UnreadableTreesException(
                    "LightGBM model: expected a whole number as " + name + ", found '" + fields.get(name) + "'", e);
        }
    }

    private static double number(String word) {
        return switch (word) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(word);
        };
    }

    private static double[] numbers(Map<String, String> fields, String name, int count, int tree) {
        String[] words = need(fields, name).strip().split(" ");
        if (words.length != count) {
            throw new UnreadableTreesException("LightGBM model: tree " + tree + " needs " + count + " numbers in "
                    + name + ", found " + words.length + ": the file is damaged, save it again");
        }
        var numbers = new double[count];
        for (int i = 0; i < count; i++) {
            try {
                numbers[i] = number(words[i]);
            } catch (NumberFormatException e) {
                throw new UnreadableTreesException(
                        "LightGBM model: tree " + tree + " holds '" + words[i] + "' in " + name + ", expected a number",
                        e);
            }
        }
        return numbers;
    }
}
