package io.millrace.cluster.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A Flink cluster through its REST API. Every method throws {@link FlinkRefusedException} with Flink's own reason when it says no or does
 * not answer. Safe to use from several threads.
 */
public final class FlinkRest {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(120); // a jar's main method runs meanwhile
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final URI address;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();

    /** @param address such as {@code http://host:8081} */
    public FlinkRest(URI address) {
        this.address = address;
    }

    public URI address() {
        return address;
    }

    /** Whether a JobManager that leads is there. */
    public boolean answers() {
        try {
            overview();
            return true;
        } catch (FlinkRefusedException e) {
            return false;
        }
    }

    public Overview overview() {
        JsonNode found = get("/overview");
        return new Overview(
                found.get("taskmanagers").asInt(),
                found.get("slots-total").asInt(),
                found.get("slots-available").asInt(),
                found.path("flink-version").asText());
    }

    /** All jobs that the cluster remembers, the newest first. */
    public List<JobView> jobs() {
        List<JobView> jobs = new ArrayList<>();
        for (JsonNode job : get("/jobs/overview").get("jobs")) {
            jobs.add(new JobView(
                    job.get("jid").asText(),
                    job.get("name").asText(),
                    job.get("state").asText(),
                    job.get("start-time").asLong(),
                    job.get("duration").asLong()));
        }
        jobs.sort((a, b) -> Long.compare(b.startedAtMillis(), a.startedAtMillis()));
        return jobs;
    }

    /** Flink's word for a job's state. */
    public String state(String job) {
        return get("/jobs/" + job + "/status").get("status").asText();
    }

    /** When a job last began to run, epoch milliseconds: later than a failure once Flink has answered it with a restart. */
    public long runningSinceMillis(String job) {
        return get("/jobs/" + job).at("/timestamps/RUNNING").asLong();
    }

    /** Ids of the TaskManagers that have subtasks of a job. */
    public Set<String> taskManagersOf(String job) {
        Set<String> ids = new TreeSet<>();
        for (VertexView vertex : vertices(job)) {
            for (JsonNode subtask :
                    get("/jobs/" + job + "/vertices/" + vertex.id()).get("subtasks")) {
                ids.add(subtask.path("taskmanager-id").asText());
            }
        }
        return ids;
    }

    public List<VertexView> vertices(String job) {
        List<VertexView> vertices = new ArrayList<>();
        for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
            vertices.add(new VertexView(
                    vertex.get("id").asText(),
                    vertex.get("name").asText(),
                    vertex.get("parallelism").asInt(),
                    vertex.get("maxParallelism").asInt(),
                    vertex.get("tasks").path("RUNNING").asInt()));
        }
        return vertices;
    }

    public CheckpointsView checkpoints(String job) {
        JsonNode found = get("/jobs/" + job + "/checkpoints");
        JsonNode latest = found.at("/latest/completed");
        JsonNode restored = found.at("/latest/restored");
        return new CheckpointsView(
                found.at("/counts/completed").asLong(),
                found.at("/counts/failed").asLong(),
                latest.isObject()
                        ? Optional.of(new CheckpointsView.Completed(
                                latest.get("id").asLong(),
                                latest.get("latest_ack_timestamp").asLong(),
                                latest.get("end_to_end_duration").asLong(),
                                latest.get("state_size").asLong(),
                                latest.get("external_path").asText()))
                        : Optional.empty(),
                restored.isObject() ? Optional.of(restored.path("external_path").asText()) : Optional.empty());
    }

    /** The newest failure of a job, in Flink's words. */
    public Optional<String> failure(String job) {
        JsonNode entries = get("/jobs/" + job + "/exceptions").at("/exceptionHistory/entries");
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        FailureText.innermost(entries.get(0).get("stacktrace").asText()));
    }

    /** A number of the job's own, such as {@code numRestarts}. */
    public OptionalDouble metric(String job, String name) {
        JsonNode found = get("/jobs/" + job + "/metrics?get=" + name);
        return found.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(found.get(0).get("value").asDouble());
    }

    /** Sum of a number over the subtasks of a vertex and its operators whose metric ends so, such as {@code pendingRecords}. */
    public OptionalDouble subtaskSum(String job, VertexView vertex, String name) {
        String metrics = "/jobs/" + job + "/vertices/" + vertex.id() + "/subtasks/metrics";
        List<String> ids = new ArrayList<>();
        for (JsonNode metric : get(metrics)) {
            String id = metric.get("id").asText();
            if (id.equals(name) || id.endsWith("." + name)) {
                ids.add(id);
            }
        }
        if (ids.isEmpty()) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (JsonNode metric : get(metrics + "?agg=sum&get=" + encoded(String.join(",", ids)))) {
            sum += metric.get("sum").asDouble();
        }
        return OptionalDouble.of(sum);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Numbers of a TaskManager's or, with an empty id, the JobManager's JVM, such as {@code Status.JVM.Memory.Heap.Used}. */
    public OptionalDouble processMetric(String taskManager, String name) {
        String of = taskManager.isEmpty() ? "/jobmanager" : "/taskmanagers/" + taskManager;
        JsonNode found = get(of + "/metrics?get=" + encoded(name));
        return found.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(found.get(0).get("value").asDouble());
    }

    /** Ids of the TaskManagers that are registered. */
    public List<String> taskManagers() {
        List<String> ids = new ArrayList<>();
        get("/taskmanagers")
                .get("taskmanagers")
                .forEach(one -> ids.add(one.get("id").asText()));
        return ids;
    }

    /** Uploads a jar and returns the id by which it is run. */
    public String upload(Path jar) throws IOException {
        String boundary = UUID.randomUUID().toString();
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                + jar.getFileName() + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(jar),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        JsonNode answer = answer(request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body)
                .build());
        String file = answer.get("filename").asText();
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** Deletes an uploaded jar. */
    public void forget(String jarId) {
        answer(request("/jars/" + jarId).DELETE().build());
    }

    /** Has a jar put its job together without running it; refused with the jar's own reason where it cannot. */
    public void plan(String jarId, List<String> arguments) {
        post("/jars/" + jarId + "/plan", body(new JobRequest(arguments, Optional.empty())));
    }

    /** Runs an uploaded jar and returns the job's id. */
    public String run(String jarId, JobRequest job) {
        return post("/jars/" + jarId + "/run", body(job)).get("jobid").asText();
    }

    private static ObjectNode body(JobRequest job) {
        ObjectNode body = MAPPER.createObjectNode();
        job.arguments().forEach(body.putArray("programArgsList")::add);
        job.savepoint().ifPresent(path -> body.put("savepointPath", path).put("allowNonRestoredState", false));
        return body;
    }

    public void cancel(String job) {
        answer(request("/jobs/" + job + "?mode=cancel")
                .method("PATCH", BodyPublishers.noBody())
                .build());
    }

    /** Begins a savepoint of a job that runs on; ask {@link #savepoint} for its end. */
    public String triggerSavepoint(String job, Optional<String> directory) {
        ObjectNode body = MAPPER.createObjectNode().put("cancel-job", false);
        directory.ifPresent(target -> body.put("target-directory", target));
        return post("/jobs/" + job + "/savepoints", body).get("request-id").asText();
    }

    /**
     * Begins a savepoint with which the job ends.
     *
     * @param drain whether the job first does all that it would at the end of its input: nothing goes on from such a savepoint
     */
    public String triggerStop(String job, Optional<String> directory, boolean drain) {
        ObjectNode body = MAPPER.createObjectNode().put("drain", drain);
        directory.ifPresent(target -> body.put("targetDirectory", target));
        return post("/jobs/" + job + "/stop", body).get("request-id").asText();
    }

    /**
     * Where a savepoint is, once it is complete.
     *
     * @throws FlinkRefusedException also if it failed
     */
    public Optional<String> savepoint(String job, String request) {
        JsonNode found = get("/jobs/" + job + "/savepoints/" + request);
        if (!found.at("/status/id").asText().equals("COMPLETED")) {
            return Optional.empty();
        }
        JsonNode location = found.at("/operation/location");
        if (location.isTextual()) {
            return Optional.of(location.asText());
        }
        String trace = found.at("/operation/failure-cause/stack-trace").asText();
        throw new FlinkRefusedException(200, "the savepoint failed: " + FailureText.innermost(trace));
    }

    private JsonNode get(String path) {
        return answer(request(path).GET().build());
    }

    private JsonNode post(String path, ObjectNode body) {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER_WITHIN);
    }

    private JsonNode answer(HttpRequest request) {
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new FlinkRefusedException(response.statusCode(), reason(response.statusCode(), response.body()));
            }
            return MAPPER.readTree(response.body().isBlank() ? "{}" : response.body());
        } catch (JsonProcessingException e) {
            throw new FlinkRefusedException(
                    address + " answers, but not as Flink does: expected JSON; check the address", e);
        } catch (IOException e) {
            String why = e instanceof ConnectException || e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
            throw new FlinkRefusedException(
                    "no Flink cluster answers on " + address + why
                            + ": start one with `millrace cluster up`, or check the address",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkRefusedException("interrupted while waiting for " + address, e);
        }
    }

    private static String reason(int status, String body) {
        try {
            JsonNode errors = MAPPER.readTree(body).path("errors");
            if (!errors.isEmpty()) {
                return FailureText.innermost(errors.get(errors.size() - 1).asText());
            }
        } catch (JsonProcessingException e) {
            return "HTTP status " + status + ", not in Flink's words: check the address";
        }
        return "HTTP status " + status;
    }
}
