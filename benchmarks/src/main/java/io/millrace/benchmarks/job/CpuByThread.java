package io.millrace.benchmarks.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Processor time of this JVM so far, by what its threads do.
 *
 * @param nanos by group; {@code jvm} is compilation and garbage collection, which no Java thread does
 */
record CpuByThread(Map<String, Double> nanos) {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static CpuByThread now() {
        Map<String, Double> nanos = new LinkedHashMap<>();
        for (String group : new String[] {"scoring", "source", "fetcher", "other", "jvm"}) {
            nanos.put(group, 0.0);
        }
        double java = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            double cpu = thread == null ? 0 : Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            if (cpu > 0) {
                nanos.merge(group(thread.getThreadName()), cpu, Double::sum);
                java += cpu;
            }
        }
        nanos.put("jvm", Math.max(0, SYSTEM.getProcessCpuTime() - java));
        return new CpuByThread(nanos);
    }

    private static String group(String thread) {
        if (thread.startsWith("window scoring")) {
            return "scoring";
        }
        if (thread.startsWith("Source: ")) {
            return "source";
        }
        return thread.startsWith("Source Data Fetcher") ? "fetcher" : "other";
    }

    /** Microseconds per reading since then; a thread that has ended in between counts as {@code jvm}. */
    Map<String, Double> microsPerReadingSince(CpuByThread before, double readings) {
        Map<String, Double> micros = new LinkedHashMap<>();
        nanos.forEach((group, now) -> micros.put(group, (now - before.nanos.get(group)) / 1e3 / readings));
        return micros;
    }
}
