package io.millrace.cli.local;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The counters of a Flink job in this JVM, summed over its subtasks. They stay readable after the job has ended, which is
 * when they are complete; Flink's own web interface forgets them then.
 *
 * <p>A job that Flink restarted counts on from zero under new counters: the sums then hold what was counted twice.
 */
public final class JobMetrics implements MetricReporter {

    private static final String ID = "millrace.metrics.id";
    private static final Map<String, JobMetrics> OPEN = new ConcurrentHashMap<>();

    private final CopyOnWriteArrayList<Registered> registered = new CopyOnWriteArrayList<>();

    private record Registered(String name, Map<String, String> variables, Metric metric) {}

    /** Makes a job that is started with this configuration report here. */
    public static JobMetrics attachTo(Configuration configuration) {
        String id = UUID.randomUUID().toString();
        JobMetrics metrics = new JobMetrics();
        OPEN.put(id, metrics);
        configuration.setString("metrics.reporter.millrace-cli.factory.class", Factory.class.getName());
        configuration.setString("metrics.reporter.millrace-cli." + ID, id);
        return metrics;
    }

    /** Sum of all counters of this name, over operators and subtasks. */
    public long sum(String name) {
        return sum(candidate -> candidate.name().equals(name));
    }

    /** Sum of the counters of this name in the operators of this name. */
    public long sumOf(String operator, String name) {
        return sum(candidate -> candidate.name().equals(name)
                && operator.equals(candidate.variables().get("<operator_name>")));
    }

    /**
     * Sums of the counters of this name by the value that their group has for a key, as made by
     * {@code group.addGroup(key, value)}.
     */
    public Map<String, Long> sumsBy(String name, String key) {
        Map<String, Long> sums = new TreeMap<>();
        for (Registered candidate : registered) {
            String value = candidate.variables().get("<" + key + ">");
            if (candidate.name().equals(name) && value != null && candidate.metric() instanceof Counter counter) {
                sums.merge(value, counter.getCount(), Long::sum);
            }
        }
        return sums;
    }

    /**
     * A quantile of the histograms of this name: the largest of all subtasks', since quantiles of several cannot be merged. Empty before
     * the first value, and once the job has ended.
     */
    public OptionalDouble quantile(String name, double quantile) {
        return registered.stream()
                .filter(candidate -> candidate.name().equals(name))
                .map(Registered::metric)
                .filter(Histogram.class::isInstance)
                .map(Histogram.class::cast)
                .filter(histogram -> histogram.getCount() > 0)
                .mapToDouble(histogram -> histogram.getStatistics().getQuantile(quantile))
                .max();
    }

    private long sum(Predicate<Registered> wanted) {
        return registered.stream()
                .filter(wanted)
                .filter(candidate -> candidate.metric() instanceof Counter)
                .mapToLong(candidate -> ((Counter) candidate.metric()).getCount())
                .sum();
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        registered.add(new Registered(name, Map.copyOf(group.getAllVariables()), metric));
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        // Counters are kept: their last value is the one that counts. Gauges may not be asked once their task is gone.
        registered.removeIf(candidate -> candidate.metric() == metric && !(metric instanceof Counter));
    }

    /** Found by Flink through the service loader. */
    public static final class Factory implements MetricReporterFactory {

        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            JobMetrics metrics = OPEN.remove(String.valueOf(properties.get(ID)));
            return metrics == null ? new JobMetrics() : metrics;
        }
    }
}
