package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.millrace.detection.model.LstmKernels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** What figures depend on besides the code: machine, JVM, commit, date, and how busy the machine was. */
final class Environment {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Environment() {}

    static ObjectNode describe(Path home) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ObjectNode environment = BenchOptions.newObject();
        environment.put("cpu", cpuModel());
        environment.put("cores", Runtime.getRuntime().availableProcessors());
        environment.put("memoryGib", Math.round(system.getTotalMemorySize() / (double) (1L << 30)));
        environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        environment.put("maxHeapMib", Runtime.getRuntime().maxMemory() >> 20);
        environment.put("kernel", LstmKernels.choose().kernel().name());
        environment.put("commit", commit(home));
        environment.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        environment.put("loadAverage", system.getSystemLoadAverage());
        return environment;
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return line(lines, "model name").orElse("unknown") + vectorWidth();
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String vectorWidth() throws IOException {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            String flags = " " + line(lines, "flags").orElse("") + " ";
            return flags.contains(" avx512f ") ? " (AVX-512)" : flags.contains(" avx2 ") ? " (AVX2)" : "";
        }
    }

    private static Optional<String> line(Stream<String> lines, String key) {
        return lines.filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static String commit(Path home) {
        String hash = git(home, "rev-parse", "--short=12", "HEAD");
        boolean changed =
                !git(home, "status", "--porcelain", "--untracked-files=no").isEmpty();
        return hash.isEmpty() ? "unknown" : hash + (changed ? " and uncommitted changes" : "");
    }

    private static String git(Path home, String... arguments) {
        try {
            Process git = new ProcessBuilder(Stream.concat(
                                    Stream.of("git", "-C", home.toAbsolutePath().toString()), Stream.of(arguments))
                            .toList())
                    .redirectErrorStream(false)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? output : "";
        } catch (IOException e) {
            return ""; // no git, or no repository
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
