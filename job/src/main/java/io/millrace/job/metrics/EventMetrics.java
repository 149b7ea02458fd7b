package io.millrace.job.metrics;

import io.millrace.schemas.AlertStatus;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** Metrics of one event assembly task. Written by the task's thread alone. */
public final class EventMetrics {

    private final Map<AlertStatus, Counter> alerts = new EnumMap<>(AlertStatus.class);

    /**
     * @param group the operator's group
     * @param openAlerts events that are open in this task
     * @param silentMachines machines of this task whose alert of silence is open
     */
    public EventMetrics(MetricGroup group, LongSupplier openAlerts, LongSupplier silentMachines) {
        for (AlertStatus status : AlertStatus.values()) {
            alerts.put(
                    status,
                    group.addGroup("status", status.name().toLowerCase(Locale.ROOT))
                            .counter("alerts", new SimpleCounter()));
        }
        group.gauge("openAlerts", (Gauge<Long>) openAlerts::getAsLong);
        group.gauge("silentMachines", (Gauge<Long>) silentMachines::getAsLong);
    }

    public void alert(AlertStatus status) {
        alerts.get(status).inc();
    }
}
