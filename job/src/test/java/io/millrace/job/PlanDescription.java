package io.millrace.job;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/** A job graph as lines that people can read and compare: uid, name, parallelism, and where its input comes from. */
final class PlanDescription {
    private PlanDescription() {}

    static String of(StreamGraph graph) {
        return graph.getStreamNodes().stream()
                .sorted(Comparator.comparingInt(StreamNode::getId))
                .map(node -> line(graph, node))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(StreamGraph graph, StreamNode node) {
        String inputs = node.getInEdges().stream()
                .map(edge -> source(graph, edge) + " by "
                        + edge.getPartitioner().toString().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
        return node.getTransformationUID() + " | " + node.getOperatorName() + " | parallelism "
                + node.getParallelism() + " of at most " + node.getMaxParallelism()
                + (inputs.isEmpty() ? "" : " | from " + inputs);
    }

    private static String source(StreamGraph graph, StreamEdge edge) {
        String uid = graph.getStreamNode(edge.getSourceId()).getTransformationUID();
        return edge.getOutputTag() == null
                ? uid
                : uid + " (" + edge.getOutputTag().getId() + ")";
    }
}
