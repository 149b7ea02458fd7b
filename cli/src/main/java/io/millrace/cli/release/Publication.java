package io.millrace.cli.release;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.job.operator.ReleaseKind;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.ModelStatusKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Publishes releases, waits for jobs to answer to each, and says what they answered. */
final class Publication {

    /** After the first answer others get this long, when it was not said whose answers are wanted. */
    private static final Duration OTHERS = Duration.ofSeconds(2);

    /** Above so many, releases are told in a line together. */
    private static final int TOLD_ONE_BY_ONE = 20;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for jobs to answer. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds = 60;

    @Option(
            names = "--job",
            paramLabel = "NAME",
            description =
                    "Wait for the answer of this job (its job.name), may be repeated. Default: the first that answers.")
    private List<String> jobs = List.of();

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    /** A release and what jobs said to it. */
    private record Answered(ModelRelease release, List<ModelStatus> answers) {

        boolean isComplete(List<String> jobs) {
            return jobs.isEmpty()
                    ? !answers.isEmpty()
                    : answers.stream().map(ModelStatus::getJob).toList().containsAll(jobs);
        }

        /** By the last word of any job: one that starts just now says again what it thinks of older releases. */
        boolean isRefused() {
            return lastWords().stream().anyMatch(answer -> answer.getStatus() == ModelStatusKind.REFUSED);
        }

        /** Of each job. */
        List<ModelStatus> lastWords() {
            Map<String, ModelStatus> last = new LinkedHashMap<>();
            answers.forEach(answer -> last.put(answer.getJob(), answer));
            return List.copyOf(last.values());
        }

        boolean isAnswer(ModelStatus status) {
            return status.getModelId().equals(release.getModelId()) && status.getVersion() == release.getVersion();
        }
    }

    /** Jobs whose answers are wanted; empty for the first that answers. */
    List<String> jobs() {
        return jobs;
    }

    /**
     * @param before what stands on the topic, to be put back if every job refuses what takes its place
     * @return the command's exit code
     */
    int run(Terminal terminal, ModelTopics topics, List<ModelRelease> releases, List<ModelRelease> before)
            throws InterruptedException {
        List<Answered> all = releases.stream()
                .map(release -> new Answered(release, new ArrayList<>()))
                .toList();
        topics.listen();
        topics.publish(releases);
        await(topics, all);
        List<ModelRelease> restored = putBack(topics, all, before);
        if (json) {
            terminal.line(Json.line(Map.of(
                    "releases", all.stream().map(each -> fields(each, restored)).toList())));
        } else {
            print(terminal, all, restored);
        }
        if (all.stream().anyMatch(Answered::isRefused)) {
            return ExitCode.REFUSED;
        }
        return all.stream().allMatch(each -> each.isComplete(jobs)) ? ExitCode.OK : ExitCode.NO_ANSWER;
    }

    private void await(ModelTopics topics, List<Answered> all) {
        long deadline = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
        boolean complete = false;
        while (System.nanoTime() - deadline < 0) {
            for (ModelStatus status : topics.next()) {
                all.stream()
                        .filter(each -> each.isAnswer(status))
                        .forEach(each -> each.answers().add(status));
            }
            if (!complete && all.stream().allMatch(each -> each.isComplete(jobs))) {
                if (!jobs.isEmpty()) {
                    return;
                }
                complete = true;
                deadline = System.nanoTime() + OTHERS.toNanos();
            }
        }
    }

    /** A refused release must not be what compaction leaves: a job that starts anew would find nothing else. */
    private static List<ModelRelease> putBack(ModelTopics topics, List<Answered> all, List<ModelRelease> before)
            throws InterruptedException {
        Set<String> refused = all.stream()
                .filter(each -> !each.answers().isEmpty()
                        && each.lastWords().stream().allMatch(answer -> answer.getStatus() == ModelStatusKind.REFUSED))
                .map(each -> ReleaseKind.topicKey(each.release()))
                .collect(Collectors.toSet());
        Map<String, ModelRelease> last = new LinkedHashMap<>();
        before.stream()
                .filter(release -> refused.contains(ReleaseKind.topicKey(release)))
                .forEach(release -> last.put(ReleaseKind.topicKey(release), release));
        if (!last.isEmpty()) {
            topics.publish(List.copyOf(last.values()));
        }
        return List.copyOf(last.values());
    }

    private void print(Terminal terminal, List<Answered> all, List<ModelRelease> restored) {
        List<Answered> accepted = all.stream()
                .filter(each -> each.isComplete(jobs) && !each.isRefused())
                .toList();
        if (accepted.size() > TOLD_ONE_BY_ONE) {
            Set<String> by = new TreeSet<>();
            accepted.forEach(each -> each.answers().forEach(answer -> by.add(answer.getJob())));
            terminal.line(terminal.styled(Style.GOOD, "accepted ") + accepted.size() + " models, by job "
                    + String.join(", ", by));
        }
        for (Answered each : all) {
            boolean told = accepted.size() > TOLD_ONE_BY_ONE && accepted.contains(each);
            String model =
                    each.release().getModelId() + " version " + each.release().getVersion();
            if (each.answers().isEmpty()) {
                terminal.line(
                        terminal.styled(Style.BAD, "no answer ") + model + ": no job spoke within " + timeoutSeconds
                                + " s; is one running that reads this topic (millrace models), or does it serve this already?");
            }
            if (!told) {
                each.lastWords().forEach(answer -> terminal.line(line(terminal, model, answer)));
            }
        }
        restored.forEach(release -> terminal.line("Version " + release.getVersion() + " of model "
                + release.getModelId() + " was written again behind it, so that a job that starts anew finds it."));
    }

    private static String line(Terminal terminal, String model, ModelStatus answer) {
        boolean bad = answer.getStatus() == ModelStatusKind.REFUSED || answer.getStatus() == ModelStatusKind.RETIRED;
        String kind = answer.getStatus().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return terminal.styled(bad ? Style.BAD : Style.GOOD, kind + " ") + model
                + (answer.getJob().isEmpty() ? "" : " by job " + answer.getJob()) + ": " + answer.getReason()
                + (bad
                        ? answer.getServingVersion() == null
                                ? "; none of it serves"
                                : "; version " + answer.getServingVersion() + " serves on"
                        : "");
    }

    private static Map<String, Object> fields(Answered each, List<ModelRelease> restored) {
        Map<String, Object> fields = new LinkedHashMap<>();
        ModelRelease release = each.release();
        fields.put("modelId", release.getModelId());
        fields.put("version", release.getVersion());
        fields.put("action", release.getAction().name());
        fields.put("patterns", release.getMachinePatterns());
        fields.put("sha256", release.getSha256());
        fields.put("artefactUri", release.getArtefactUri());
        fields.put("signed", release.getSignature() != null);
        fields.put(
                "releasedAt",
                Instant.ofEpochMilli(release.getReleasedAtMillis()).toString());
        fields.put(
                "restoredVersion",
                restored.stream()
                        .filter(other -> other.getModelId().equals(release.getModelId()))
                        .map(ModelRelease::getVersion)
                        .findFirst()
                        .orElse(null));
        fields.put("answers", each.lastWords().stream().map(Publication::fields).toList());
        return fields;
    }

    static Map<String, Object> fields(ModelStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("job", status.getJob());
        fields.put("version", status.getVersion());
        fields.put("status", status.getStatus().name());
        fields.put("reason", status.getReason());
        fields.put("servingVersion", status.getServingVersion());
        fields.put("at", Instant.ofEpochMilli(status.getAtMillis()).toString());
        return fields;
    }
}
