package io.millrace.cluster.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own with this one's class path. It speaks in lines on its standard output, and ends when its standard input does, so that
 * it never outlives this process.
 */
public final class ChildJvm implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final String what;
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(String what, Process process) {
        this.what = what;
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static ChildJvm start(String what, Class<?> main, int heapMegabytes, Path logDirectory, Object... arguments)
            throws IOException {
        List<String> options = List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC", // its few objects should not take the job's processors
                "-XX:TieredStopAtLevel=1",
                "-Dmillrace.log.dir=" + logDirectory);
        Process process = new ProcessBuilder(
                        JavaCommand.ofSibling(options, main, List.of(arguments)).words())
                .redirectError(logDirectory.resolve(what + ".err").toFile())
                .start();
        return new ChildJvm(what, process);
    }

    /** The child's next line. */
    public String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IllegalStateException("the " + what + " process ended before it was done: its errors are in "
                    + what + ".err beside the log");
        }
        return line;
    }

    /** Tells a child that waits for it to go on. */
    public void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Processor time since its start. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
