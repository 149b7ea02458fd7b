package io.millrace.campaign;

import io.millrace.cluster.process.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM holds once it has collected its garbage: asked of it from outside, with the JDK's own tool. */
public final class JvmProbe {

    private final Member member;

    public JvmProbe(Member member) {
        this.member = member;
    }

    /**
     * @param heapBytes that are live
     * @param metaspaceBytes used, class space included
     */
    public record Held(long heapBytes, long metaspaceBytes, int threads, long loaders) {}

    /** Collects, twice, since what finalisers and cleaners let go is free only then. */
    public Held held() throws IOException, InterruptedException {
        command("GC.run");
        command("GC.run");
        String heap = command("GC.heap_info");
        return new Held(
                sum(heap, "(?:garbage-first heap|generation|object space).*?used (\\d+)K") << 10,
                sum(heap, "Metaspace +used (\\d+)K") << 10,
                (int) command("Thread.print")
                        .lines()
                        .filter(line -> line.contains(" os_prio="))
                        .count(),
                command("VM.classloader_stats")
                        .lines()
                        .filter(line -> line.contains("ChildFirstClassLoader"))
                        .count());
    }

    private static long sum(String text, String pattern) {
        long sum = 0;
        for (Matcher found = Pattern.compile(pattern).matcher(text); found.find(); ) {
            sum += Long.parseLong(found.group(1));
        }
        return sum;
    }

    private String command(String... words) throws IOException, InterruptedException {
        String[] line = new String[words.length + 2];
        line[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        line[1] = String.valueOf(member.pid());
        System.arraycopy(words, 0, line, 2, words.length);
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(Arrays.toString(line) + ": " + said);
        }
        return said;
    }
}
