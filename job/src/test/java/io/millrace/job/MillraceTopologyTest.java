package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class MillraceTopologyTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "plan.txt");
    private static final JobConfig CONFIG =
            JobConfig.of(Map.of("kafka.bootstrap-servers", "none:1", "parallelism.default", "4"));

    private final StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();

    /** A change of this plan is a change of what a savepoint restores into: look twice. */
    @Test
    void planIsTheOneThatWasReviewed() throws IOException {
        MillraceTopology.define(env, CONFIG, new KafkaEndpoints(CONFIG));

        String plan = PlanDescription.of(env.getStreamGraph());
        if (Boolean.getBoolean("millrace.golden.write")) {
            Files.writeString(GOLDEN, plan);
        }

        assertThat(GOLDEN)
                .as("after review write it anew with -Dmillrace.golden.write=true")
                .content()
                .isEqualTo(plan);
    }

    @Test
    void everyOperatorHasAUidAndNothingFallsBackToKryo() {
        MillraceTopology.define(env, CONFIG, new KafkaEndpoints(CONFIG));

        assertThat(env.getConfiguration().get(PipelineOptions.AUTO_GENERATE_UIDS))
                .isFalse();
        assertThat(env.getConfiguration().get(PipelineOptions.GENERIC_TYPES)).isFalse();
        StreamGraph graph = env.getStreamGraph();
        Set<String> uids = new HashSet<>();
        assertThat(graph.getStreamNodes())
                .isNotEmpty()
                .extracting(StreamNode::getTransformationUID)
                .doesNotContainNull()
                .allMatch(uids::add, "is used once");
    }

    @Test
    void readingsAreShuffledOnceAndEventsAreAssembledWhereTheyWereScored() {
        MillraceTopology.define(env, CONFIG, new KafkaEndpoints(CONFIG));

        JobGraph graph = env.getStreamGraph().getJobGraph();

        assertThat(graph.getVertices())
                .extracting(JobVertex::getName)
                .anyMatch(name -> name.startsWith("window scoring -> event assembly -> "));
    }

    @Test
    void aModelFileThatCannotBeReadStopsTheJobBeforeItStarts() {
        JobConfig config = JobConfig.of(
                Map.of("kafka.bootstrap-servers", "none:1", "models.files", "/no/such.model,pump-*=/nor/this"));

        assertThatThrownBy(() -> MillraceTopology.define(env, config, new KafkaEndpoints(config)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("/no/such.model")
                .hasMessageContaining("/nor/this");
    }
}
