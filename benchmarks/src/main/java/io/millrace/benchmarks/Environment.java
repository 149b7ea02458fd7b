package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.millrace.cli.local.Surroundings;
import io.millrace.detection.model.LstmKernels;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What figures depend on besides the code: machine, JVM, commit, date, and how busy the machine was. */
final class Environment {

    private Environment() {}

    static ObjectNode describe(Path home) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ObjectNode environment = BenchOptions.newObject();
        environment.put("cpu", Surroundings.cpuModel());
        environment.put("cores", Runtime.getRuntime().availableProcessors());
        environment.put("memoryGib", Math.round(system.getTotalMemorySize() / (double) (1L << 30)));
        environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        environment.put("maxHeapMib", Runtime.getRuntime().maxMemory() >> 20);
        environment.put("kernel", LstmKernels.choose().kernel().name());
        environment.put("commit", Surroundings.commit(home));
        environment.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        environment.put("loadAverage", system.getSystemLoadAverage());
        return environment;
    }
}
