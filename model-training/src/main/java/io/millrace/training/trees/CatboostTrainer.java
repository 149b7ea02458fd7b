package io.millrace.training.trees;

import io.millrace.detection.file.Folders;
import io.millrace.detection.tree.TreeEnsemble;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CatBoost's oblivious trees. One thread, and deterministic. The library reads its rows from files, so they pass through a temporary folder. A missing
 * value counts as smaller than all others. {@link TreeOptions#leastRows} is not looked at: oblivious trees have no such bound.
 */
final class CatboostTrainer implements TreeTrainer {

    @Override
    public TreeEnsemble train(LabelledRows rows, Goal goal, TreeOptions options) {
        return CatboostModel.read(trainModel(rows, goal, options));
    }

    /** The model as the library writes it, in JSON. */
    byte[] trainModel(LabelledRows rows, Goal goal, TreeOptions options) {
        try {
            Path folder = Files.createTempDirectory("millrace-catboost");
            try {
                Path model = folder.resolve("model.json");
                CatboostLibrary.fit(arguments(write(rows, folder), folder, model, goal, options));
                return Files.readAllBytes(model);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new TreeTrainingException("CatBoost", e);
        }
    }

    private static List<String> arguments(Path learn, Path folder, Path model, Goal goal, TreeOptions options) {
        var arguments = new ArrayList<>(List.of(
                "--learn-set", learn.toString(),
                "--column-description", columns(folder).toString(),
                "--loss-function", loss(goal),
                "--iterations", Integer.toString(options.trees()),
                "--learning-rate", Double.toString(options.learningRate()),
                "--depth", Integer.toString(options.depth()),
                "--random-seed", Long.toString(options.seed()),
                "--thread-count", "1",
                "--nan-mode", "Min",
                "--model-file", model.toString(),
                "--model-format", "Json",
                "--train-dir", folder.toString(),
                "--logging-level", "Silent"));
        if (goal.kind() == Goal.Kind.ONE_OF_SEVERAL) {
            arguments.addAll(List.of("--classes-count", Integer.toString(goal.classes())));
        }
        return arguments;
    }

    private static String loss(Goal goal) {
        return switch (goal.kind()) {
            case VALUE -> "RMSE";
            case YES_OR_NO -> "Logloss";
            case ONE_OF_SEVERAL -> "MultiClass";
        };
    }

    private static Path columns(Path folder) {
        return folder.resolve("columns.tsv");
    }

    /** Label, weight and features of each row, tab-separated. */
    private static Path write(LabelledRows rows, Path folder) throws IOException {
        Files.writeString(columns(folder), "0\tLabel\n1\tWeight\n");
        Path learn = folder.resolve("rows.tsv");
        try (BufferedWriter writer = Files.newBufferedWriter(learn)) {
            for (int r = 0; r < rows.count(); r++) {
                writer.append(Double.toString(rows.labels()[r]))
                        .append('\t')
                        .append(Double.toString(rows.weights()[r]));
                for (double value : rows.rows()[r]) {
                    writer.append('\t').append(Double.isNaN(value) ? "nan" : Float.toString((float) value));
                }
                writer.append('\n');
            }
        }
        return learn;
    }
}
