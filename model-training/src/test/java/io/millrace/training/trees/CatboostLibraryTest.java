package io.millrace.training.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.training.recipe.KnownKind;
import io.millrace.training.recipe.KnownKinds;
import io.millrace.training.trees.TreeTrainer.Goal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatboostLibraryTest {

    private static final String REPOSITORY = "maven.repo.local";

    private final String repository = System.getProperty(REPOSITORY);

    @AfterEach
    void lookWhereItIs() {
        if (repository == null) {
            System.clearProperty(REPOSITORY);
        } else {
            System.setProperty(REPOSITORY, repository);
        }
    }

    @Test
    void whereItIsMissingTheWayToGetItIsSaid(@TempDir Path empty) {
        assumeThat(System.getenv(CatboostLibrary.FOLDER)).isNull();
        System.setProperty(REPOSITORY, empty.toString());

        KnownKind kind = KnownKinds.of("catboost");
        assertThatThrownBy(() -> kind.with(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which is no part of Millrace, and found none")
                .hasMessageContaining("-Dartifact=ai.catboost:catboost-spark_3.1_2.12:")
                .hasMessageContaining("-Dartifact=ai.catboost:catboost-common:")
                .hasMessageContaining("MILLRACE_CATBOOST");
        assertThat(KnownKinds.trainable())
                .doesNotContain(kind)
                .hasSize(KnownKinds.all().size() - 1);
    }

    @Test
    void itsOwnReasonIsSaid() {
        assumeThat(CatboostLibrary.isPresent())
                .as("CatBoost's trainer is fetched apart, and is not here")
                .isTrue();
        var rows = new LabelledRows(new double[][] {{1}, {2}}, new double[] {1, 1}, new double[] {1, 1});
        assertThatThrownBy(() -> new CatboostTrainer().train(rows, Goal.YES_OR_NO, TreeOptions.DEFAULT))
                .isInstanceOf(TreeTrainingException.class)
                .hasMessageStartingWith("CatBoost could not train: ")
                .hasMessageContaining("Target contains only one unique value");
        assertThat(List.of(KnownKinds.of("catboost"))).isSubsetOf(KnownKinds.trainable());
    }
}
