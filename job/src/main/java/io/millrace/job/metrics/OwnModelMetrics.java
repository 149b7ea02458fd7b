package io.millrace.job.metrics;

import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** Metrics of machines' own models in one scoring task. Written by the task's thread alone. */
public final class OwnModelMetrics {

    private final Counter accepted;
    private final Counter refused;
    private final Counter retired;

    /**
     * @param group the operator's group
     * @param machines machines with a delta in this task
     */
    public OwnModelMetrics(MetricGroup group, IntSupplier machines) {
        this.accepted = group.counter("ownModelsAccepted", new SimpleCounter());
        this.refused = group.counter("ownModelsRefused", new SimpleCounter());
        this.retired = group.counter("ownModelsRetired", new SimpleCounter());
        group.gauge("ownModels", (Gauge<Integer>) machines::getAsInt);
    }

    public void accepted() {
        accepted.inc();
    }

    public void refused() {
        refused.inc();
    }

    /** A delta was dropped: its base was superseded, or its record deleted. */
    public void retired() {
        retired.inc();
    }
}
