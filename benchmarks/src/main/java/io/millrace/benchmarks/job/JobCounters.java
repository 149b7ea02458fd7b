package io.millrace.benchmarks.job;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** The counters of a Flink job in this JVM, summed over its subtasks. */
final class JobCounters implements MetricReporter {

    private static final String ID = "millrace.bench.id";
    private static final Map<String, JobCounters> OPEN = new ConcurrentHashMap<>();

    private final Map<String, List<Counter>> counters = new ConcurrentHashMap<>();

    /** Makes a job that is started with this configuration report here. */
    static JobCounters attachTo(Configuration configuration) {
        String id = UUID.randomUUID().toString();
        var counters = new JobCounters();
        OPEN.put(id, counters);
        configuration.setString("metrics.reporter.millrace-bench.factory.class", Factory.class.getName());
        configuration.setString("metrics.reporter.millrace-bench." + ID, id);
        return counters;
    }

    /** Sum of a counter over the subtasks of an operator. */
    long sum(String operator, String counter) {
        return counters.getOrDefault(operator + "/" + counter, List.of()).stream()
                .mapToLong(Counter::getCount)
                .sum();
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        String operator = group.getAllVariables().get("<operator_name>");
        if (operator != null && metric instanceof Counter counter) {
            counters.computeIfAbsent(operator + "/" + name, key -> new CopyOnWriteArrayList<>())
                    .add(counter);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        // the last value of a counter is looked at after its task has ended
    }

    /** Found by Flink through the service loader. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            JobCounters counters = OPEN.remove(String.valueOf(properties.get(ID)));
            return counters == null ? new JobCounters() : counters;
        }
    }
}
