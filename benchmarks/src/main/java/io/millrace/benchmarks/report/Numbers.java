package io.millrace.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** How figures are written: no more digits than they deserve, and with their spread. */
final class Numbers {

    private Numbers() {}

    /** Three significant digits or whole numbers. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    static String number(JsonNode value) {
        return value == null || value.isNull() ? "–" : number(value.asDouble());
    }

    /** A count. */
    static String whole(JsonNode value) {
        return String.format(Locale.ROOT, "%,d", value.asLong());
    }

    /** {@code median (low … high)} of a spread. */
    static String spread(JsonNode spread) {
        return spread(spread, 1);
    }

    /** The same in another unit. */
    static String spread(JsonNode spread, double factor) {
        double low = factor * spread.get("low").asDouble();
        double high = factor * spread.get("high").asDouble();
        String median = number(factor * spread.get("median").asDouble());
        return low == high ? median : "%s (%s … %s)".formatted(median, number(low), number(high));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    static String percentSpread(JsonNode spread) {
        double low = spread.get("low").asDouble();
        double high = spread.get("high").asDouble();
        String median = percent(spread.get("median").asDouble());
        return low == high ? median : "%s (%s … %s)".formatted(median, percent(low), percent(high));
    }

    static String times(double ratio) {
        return number(ratio) + " ×";
    }

    static String quantiles(JsonNode latencies) {
        return "%s / %s / %s"
                .formatted(
                        number(latencies.get("p50Millis")),
                        number(latencies.get("p99Millis")),
                        number(latencies.get("p999Millis")));
    }

    static double median(JsonNode node, String figure) {
        return node.get(figure).get("median").asDouble();
    }
}
