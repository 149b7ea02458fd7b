package io.millrace.cluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A process that outlives the command that started it, as its cluster remembers it.
 *
 * @param name unique in its cluster, such as {@code task-manager-2}
 * @param startedAtMillis start as the system tells it, epoch milliseconds: a process number alone may come to belong to somebody else
 * @param log file that holds what it says
 */
public record Member(Role role, String name, long pid, long startedAtMillis, String log) {

    /** The system's clock counts process starts in ticks; two readings of it differ by less. */
    private static final long SAME_START_MILLIS = 2_000;

    /**
     * Starts a process without terminal.
     *
     * @param environment set in addition to this process's own
     */
    public static Member start(Role role, String name, JavaCommand command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.words())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        long started =
                process.toHandle().info().startInstant().orElse(Instant.now()).toEpochMilli();
        return new Member(role, name, process.pid(), started, log.toString());
    }

    public boolean alive() {
        return handle().isPresent();
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found -> found.info()
                        .startInstant()
                        .map(started -> Math.abs(started.toEpochMilli() - startedAtMillis) < SAME_START_MILLIS)
                        .orElse(true));
    }

    /** Asks it to end, waits, and ends it by force if it does not. */
    public void end(Duration patience) throws InterruptedException {
        Optional<ProcessHandle> found = handle();
        if (found.isEmpty()) {
            return;
        }
        found.get().destroy();
        if (!ends(found.get().onExit(), patience)) {
            kill();
        }
    }

    /** Ends it at once, without a chance to clean up (SIGKILL); returns when it is gone. */
    public void kill() throws InterruptedException {
        Optional<ProcessHandle> found = handle();
        if (found.isPresent()) {
            found.get().destroyForcibly();
            ends(found.get().onExit(), Duration.ofSeconds(30));
        }
    }

    private static boolean ends(CompletableFuture<ProcessHandle> end, Duration patience) throws InterruptedException {
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process cannot be waited for", e);
        }
    }

    /** Memory that it occupies, bytes, where the system tells (Linux). */
    public OptionalLong residentBytes() {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty(); // gone, or another system
        }
    }
}
