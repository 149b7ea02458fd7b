package io.millrace.cli.cluster;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.cli.terminal.Text;
import io.millrace.cli.terminal.TextTable;
import io.millrace.cluster.process.Member;
import io.millrace.cluster.rest.CheckpointsView;
import io.millrace.cluster.rest.Overview;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cluster status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        header = "Shows processes, jobs, checkpoints, restarts and consumer lag.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every process lives and a job runs with all its subtasks",
            "1:a process is gone, Flink does not answer, or no job runs whole",
            "2:usage",
            "3:no cluster there"
        })
final class StatusCommand implements Callable<Integer> {

    private static final double MEBIBYTE = 1 << 20;

    private final Terminal terminal;

    @Mixin
    private TargetFields target = new TargetFields();

    @Option(names = "--json", description = "Print the status as one JSON object.")
    private boolean json;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ClusterStatus status = ClusterStatus.of(target.rest(), target.local());
        if (json) {
            terminal.line(Json.line(fields(status)));
        } else {
            print(status);
        }
        return status.healthy() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void print(ClusterStatus status) {
        if (!status.members().isEmpty()) {
            TextTable table = new TextTable(2, "process", "state", "pid", "up", "memory");
            for (Member member : status.members()) {
                boolean alive = member.alive();
                table.row(
                        member.name(),
                        alive ? "runs" : "gone",
                        member.pid(),
                        alive ? Text.duration(since(member.startedAtMillis())) : "",
                        alive ? mebibytes(member.residentBytes()) : "");
            }
            table.lines().forEach(terminal::line);
            terminal.line();
        }
        status.complaint().ifPresent(complaint -> terminal.line(terminal.styled(Style.BAD, complaint)));
        status.overview().ifPresent(overview -> print(status, overview));
        status.jobs().forEach(this::print);
    }

    private void print(ClusterStatus status, Overview overview) {
        terminal.line("Flink " + overview.flinkVersion() + " on " + status.address() + ": "
                + Text.count(overview.taskManagers(), "TaskManager") + ", " + overview.freeSlots() + " of "
                + Text.count(overview.slots(), "slot") + " free");
        if (status.jobs().isEmpty()) {
            terminal.line("No job: submit one with `millrace cluster submit`.");
        }
    }

    private void print(ClusterStatus.Job job) {
        terminal.line();
        terminal.line(job.view().name() + " (" + job.view().id() + ")");
        Style style = job.allRun() ? Style.GOOD : job.view().live() ? Style.WARNING : Style.BAD;
        line(
                "state",
                terminal.styled(style, job.view().state())
                        + (job.allRun() || !job.view().live() ? "" : ", not all subtasks run") + ", parallelism "
                        + job.parallelism() + ", for "
                        + Text.duration(Duration.ofMillis(job.view().durationMillis())));
        line(
                "restarts",
                job.restarts().isPresent() ? Text.count((long) job.restarts().getAsDouble()) : "not known");
        line(
                "consumer lag",
                job.lag().isPresent() ? Text.count((long) job.lag().getAsDouble(), "reading") : "not known yet");
        line(
                "checkpoints",
                job.checkpoints().completed() + " complete, "
                        + job.checkpoints().failed() + " failed"
                        + job.checkpoints().latest().map(StatusCommand::words).orElse(""));
        job.checkpoints().restored().ifPresent(path -> line("began from", path));
        job.failure()
                .ifPresent(failure ->
                        line("last failure", failure.lines().findFirst().orElse("")));
    }

    private void line(String name, String text) {
        terminal.line("  " + name + " ".repeat(14 - name.length()) + text);
    }

    private static String words(CheckpointsView.Completed latest) {
        return ", the last " + Text.duration(since(latest.atMillis())) + " ago in " + latest.durationMillis()
                + " ms with " + String.format(Locale.ROOT, "%.1f MB", latest.bytes() / MEBIBYTE);
    }

    private static Duration since(long millis) {
        return Duration.between(Instant.ofEpochMilli(millis), Instant.now());
    }

    private static String mebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? Math.round(bytes.getAsLong() / MEBIBYTE) + " MB" : "";
    }

    private static Map<String, Object> fields(ClusterStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("healthy", status.healthy());
        fields.put("address", status.address());
        fields.put(
                "processes",
                status.members().stream().map(StatusCommand::fields).toList());
        status.overview().ifPresent(overview -> {
            fields.put("taskManagers", overview.taskManagers());
            fields.put("slots", overview.slots());
            fields.put("freeSlots", overview.freeSlots());
        });
        status.complaint().ifPresent(complaint -> fields.put("complaint", complaint));
        fields.put("jobs", status.jobs().stream().map(StatusCommand::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(Member member) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", member.name());
        fields.put("pid", member.pid());
        fields.put("alive", member.alive());
        fields.put(
                "startedAt",
                Instant.ofEpochMilli(member.startedAtMillis())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        member.residentBytes().ifPresent(bytes -> fields.put("residentBytes", bytes));
        fields.put("log", member.log());
        return fields;
    }

    private static Map<String, Object> fields(ClusterStatus.Job job) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", job.view().id());
        fields.put("name", job.view().name());
        fields.put("state", job.view().state());
        fields.put("allSubtasksRun", job.allRun());
        fields.put("parallelism", job.parallelism());
        fields.put("durationMillis", job.view().durationMillis());
        fields.put(
                "restarts",
                job.restarts().isPresent() ? (Object) (long) job.restarts().getAsDouble() : null);
        fields.put(
                "consumerLag", job.lag().isPresent() ? (Object) (long) job.lag().getAsDouble() : null);
        Map<String, Object> checkpoints = new LinkedHashMap<>();
        checkpoints.put("completed", job.checkpoints().completed());
        checkpoints.put("failed", job.checkpoints().failed());
        job.checkpoints().latest().ifPresent(latest -> {
            checkpoints.put("lastAt", Instant.ofEpochMilli(latest.atMillis()).toString());
            checkpoints.put("lastDurationMillis", latest.durationMillis());
            checkpoints.put("lastBytes", latest.bytes());
            checkpoints.put("lastPath", latest.path());
        });
        fields.put("checkpoints", checkpoints);
        fields.put("restoredFrom", job.checkpoints().restored().orElse(null));
        fields.put("lastFailure", job.failure().orElse(null));
        return fields;
    }
}
