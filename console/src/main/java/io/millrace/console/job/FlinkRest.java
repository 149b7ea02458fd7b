package io.millrace.console.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures of the job by Flink's REST interface: those of its scoring operator, over all subtasks. Safe to use from several threads.
 *
 * <p>References: Apache Flink documentation, "REST API", {@code /jobs/:jobid/vertices/:vertexid/subtasks/metrics}.
 */
public final class FlinkRest implements JobFigures {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** End of the metric's name to how subtasks are put together and what it is called. */
    private static final Map<String, Wanted> WANTED = new LinkedHashMap<>();

    private record Wanted(String aggregate, String name, String unit) {}

    static {
        WANTED.put("scored", new Wanted("sum", "scored", "windows"));
        WANTED.put("anomalous", new Wanted("sum", "anomalous", "windows"));
        WANTED.put("late", new Wanted("sum", "late", "readings"));
        WANTED.put("duplicates", new Wanted("sum", "duplicates", "readings"));
        WANTED.put("activeMachines", new Wanted("sum", "activeMachines", "machines"));
        WANTED.put("bundleWindows_median", new Wanted("avg", "bundleWindows, median", "windows"));
        WANTED.put("bundleWindows_p99", new Wanted("max", "bundleWindows, 99 %", "windows"));
        WANTED.put("bundleFill", new Wanted("avg", "bundleFill", ""));
        WANTED.put("bundleDelayMillis", new Wanted("max", "bundleDelayMillis", "ms"));
        WANTED.put("bundleScoringMicros_median", new Wanted("avg", "bundleScoringMicros, median", "µs"));
        WANTED.put("bundleScoringMicros_p99", new Wanted("max", "bundleScoringMicros, 99 %", "µs"));
        WANTED.put("scoreLatencyMillis_p99", new Wanted("max", "scoreLatencyMillis, 99 %", "ms"));
    }

    private final URI root;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** @param root of the JobManager's REST interface, such as {@code http://jobmanager:8081} */
    public FlinkRest(URI root) {
        this.root = root;
    }

    @Override
    public List<Figure> figures() throws IOException {
        for (JsonNode job : get("/jobs/overview").path("jobs")) {
            if (job.path("state").asText().equals("RUNNING")) {
                String id = job.path("jid").asText();
                for (JsonNode vertex : get("/jobs/" + id).path("vertices")) {
                    if (vertex.path("name").asText().contains("window scoring")) {
                        return figures(
                                "/jobs/" + id + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics");
                    }
                }
            }
        }
        throw new IOException(
                root + " runs no job with an operator `window scoring`: see that Millrace's job runs there");
    }

    private List<Figure> figures(String path) throws IOException {
        Map<String, String> ids = new LinkedHashMap<>(); // end of the name to whole id
        for (JsonNode metric : get(path)) {
            String id = metric.path("id").asText();
            String end = id.substring(id.lastIndexOf('.') + 1);
            if (WANTED.containsKey(end) && id.startsWith("window_scoring.")) {
                ids.put(end, id);
            }
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        JsonNode values = get(path + "?agg=sum,avg,max&get="
                + URLEncoder.encode(String.join(",", ids.values()), StandardCharsets.UTF_8));
        var figures = new ArrayList<Figure>();
        WANTED.forEach((end, wanted) -> {
            for (JsonNode value : values) {
                if (value.path("id").asText().equals(ids.get(end))) {
                    figures.add(new Figure(
                            wanted.name(), shown(value.path(wanted.aggregate()).asDouble()) + " " + wanted.unit()));
                }
            }
        });
        return figures;
    }

    private static String shown(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", Math.round(value))
                : String.format(Locale.ROOT, "%,.2f", value);
    }

    private JsonNode get(String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE).build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("answered " + response.statusCode());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IOException(
                    "Flink's REST interface at " + root + " cannot be asked (" + e.getMessage() + "): check --flink",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking Flink", e);
        }
    }
}
