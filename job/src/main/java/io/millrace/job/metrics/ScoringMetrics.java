package io.millrace.job.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** Metrics of one scoring task. Written by the task's thread alone. */
public final class ScoringMetrics {

    private static final int SAMPLES = 1024;

    private final MetricGroup group;
    private final Counter scored;
    private final Counter anomalous;
    private final Map<UnscoredReason, Counter> unscored = new EnumMap<>(UnscoredReason.class);
    private final Counter late;
    private final Counter duplicates;
    private final Counter rejected;
    private final Counter imputed;
    private final Counter seriesRestarts;
    private final Counter machinesFellSilent;
    private final Counter machinesGivenUp;
    private final Counter modelsAccepted;
    private final Counter modelsRefused;
    private final Counter scoringNanos;
    private final Histogram bundleWindows;
    private final Histogram bundleMicros;
    private final Histogram latencyMillis;
    private int lastBundle;

    /**
     * @param group the operator's group
     * @param bundleLimit windows of a full bundle
     * @param activeMachines machines with state in this task
     * @param models models that serve
     * @param bundleDelay processing time that a window waits for others now, milliseconds
     * @param kernel name of the kernel that scores
     */
    public ScoringMetrics(
            MetricGroup group,
            int bundleLimit,
            LongSupplier activeMachines,
            IntSupplier models,
            LongSupplier bundleDelay,
            String kernel) {
        this.group = group;
        this.scored = counter("scored");
        this.anomalous = counter("anomalous");
        for (UnscoredReason reason : UnscoredReason.values()) {
            unscored.put(
                    reason,
                    group.addGroup("reason", reason.name().toLowerCase(Locale.ROOT))
                            .counter("unscored", new SimpleCounter()));
        }
        this.late = counter("late");
        this.duplicates = counter("duplicates");
        this.rejected = counter("rejected");
        this.imputed = counter("imputedSteps");
        this.seriesRestarts = counter("seriesRestarts");
        this.machinesFellSilent = counter("machinesFellSilent");
        this.machinesGivenUp = counter("machinesGivenUp");
        this.modelsAccepted = counter("modelsAccepted");
        this.modelsRefused = counter("modelsRefused");
        this.scoringNanos = counter("scoringNanos");
        this.bundleWindows = group.histogram("bundleWindows", new DescriptiveStatisticsHistogram(SAMPLES));
        this.bundleMicros = group.histogram("bundleScoringMicros", new DescriptiveStatisticsHistogram(SAMPLES));
        this.latencyMillis = group.histogram("scoreLatencyMillis", new DescriptiveStatisticsHistogram(SAMPLES));
        group.gauge("bundleFill", (Gauge<Double>) () -> (double) lastBundle / bundleLimit);
        group.gauge("bundleDelayMillis", (Gauge<Long>) bundleDelay::getAsLong);
        group.gauge("activeMachines", (Gauge<Long>) activeMachines::getAsLong);
        group.gauge("models", (Gauge<Integer>) models::getAsInt);
        group.gauge("kernel", (Gauge<String>) () -> kernel);
    }

    private Counter counter(String name) {
        return group.counter(name, new SimpleCounter());
    }

    /** Shows the serving version of a model; called once per model id. */
    public void modelVersion(String modelId, LongSupplier version) {
        group.addGroup("model", modelId).gauge("modelVersion", (Gauge<Long>) version::getAsLong);
    }

    /**
     * A bundle went through the kernel.
     *
     * @param windows in it
     * @param nanos that scoring took
     */
    public void bundle(int windows, long nanos) {
        lastBundle = windows;
        scored.inc(windows);
        scoringNanos.inc(nanos);
        bundleWindows.update(windows);
        bundleMicros.update(nanos / 1000);
    }

    /** Processing time between a reading's arrival in the task and its score's departure. */
    public void latency(long millis) {
        latencyMillis.update(millis);
    }

    public void anomalous() {
        anomalous.inc();
    }

    public void unscored(UnscoredReason reason) {
        unscored.get(reason).inc();
    }

    public void late() {
        late.inc();
    }

    public void duplicate() {
        duplicates.inc();
    }

    public void rejected() {
        rejected.inc();
    }

    public void imputedStep() {
        imputed.inc();
    }

    public void seriesRestarted() {
        seriesRestarts.inc();
    }

    /** A machine was silent for as long as it takes to be called so. */
    public void fellSilent() {
        machinesFellSilent.inc();
    }

    /** A machine was silent for the TTL. */
    public void gaveUp() {
        machinesGivenUp.inc();
    }

    public void modelAccepted() {
        modelsAccepted.inc();
    }

    public void modelRefused() {
        modelsRefused.inc();
    }
}
