package io.millrace.cli.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What results depend on besides the code's text: the processor, and which code it was. */
public final class Surroundings {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Surroundings() {}

    public static String cpuModel() {
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

    /** The commit of a source tree, and whether its files differ from it, other than documents: runs write those themselves. */
    public static String commit(Path home) {
        String hash = git(home, "rev-parse", "--short=12", "HEAD");
        boolean changed = !git(home, "status", "--porcelain", "--untracked-files=no", "--", ".", ":(exclude)docs")
                .isEmpty();
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
