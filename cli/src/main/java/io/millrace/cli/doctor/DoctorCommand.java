package io.millrace.cli.doctor;

import io.millrace.cli.ExitCode;
import io.millrace.cli.Json;
import io.millrace.cli.data.KafkaFields;
import io.millrace.cli.terminal.Terminal;
import io.millrace.detection.model.LstmKernels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks what the other commands need, and says what to do about what is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        header = "Checks what the other commands need.",
        description = {
            "Java, processors, memory, vector module, scoring kernel, ports and disk of this machine.",
            "",
            "With --brokers or --job-config also what a job needs of Kafka: that the brokers let it in, its topics and their"
                    + " settings, transactions, released models and their signatures, whether the newest readings are ones, and"
                    + " the brokers' clock, which takes a topic of its own that is made and deleted."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all that is needed is there",
            "1:something is missing; each finding has a remedy",
            "2:usage",
            "3:the configuration cannot be used"
        })
public final class DoctorCommand implements Callable<Integer> {

    private static final int OLDEST_JAVA = 17;
    private static final long MEGABYTE = 1 << 20;
    private static final long HEAP_MEGABYTES = 900;
    private static final long DISK_MEGABYTES = 500;

    private final Terminal terminal;

    @Mixin
    private KafkaFields kafka = new KafkaFields();

    @Option(names = "--read-only", description = "Leave the brokers' clock alone: create nothing.")
    private boolean readOnly;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    public DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Check> checks = new ArrayList<>(
                List.of(java(), processors(), heap(), vectorModule(), kernel(), threads(), ports(), disk()));
        if (kafka.any()) {
            checks.addAll(KafkaChecks.of(kafka.config(), readOnly));
        }
        boolean healthy = checks.stream().noneMatch(check -> check.verdict() == Check.Verdict.MISSING);
        if (json) {
            terminal.line(Json.line(asFields(checks, healthy)));
        } else {
            checks.forEach(this::print);
            terminal.line(healthy ? "All that is needed is there." : "Something is missing, see above.");
        }
        return healthy ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void print(Check check) {
        String verdict =
                String.format(Locale.ROOT, "%-7s", check.verdict().name().toLowerCase(Locale.ROOT));
        terminal.line(terminal.styled(check.verdict().style(), verdict)
                + String.format(Locale.ROOT, " %-13s %s", check.subject(), check.finding())
                + (check.remedy().isEmpty() ? "" : ": " + check.remedy()));
    }

    private static Map<String, Object> asFields(List<Check> checks, boolean healthy) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("healthy", healthy);
        fields.put(
                "checks",
                checks.stream()
                        .map(check -> {
                            Map<String, String> entry = new LinkedHashMap<>();
                            entry.put("subject", check.subject());
                            entry.put("verdict", check.verdict().name());
                            entry.put("finding", check.finding());
                            entry.put("remedy", check.remedy());
                            return entry;
                        })
                        .toList());
        return fields;
    }

    private static Check java() {
        int feature = Runtime.version().feature();
        String found = "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ") in "
                + System.getProperty("java.home");
        return feature >= OLDEST_JAVA
                ? Check.ok("java", found)
                : Check.missing("java", found, "install a JDK " + OLDEST_JAVA + " or newer, set JAVA_HOME");
    }

    private static Check processors() {
        int count = Runtime.getRuntime().availableProcessors();
        String found = count + (count == 1 ? " processor" : " processors") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
        return count >= 2
                ? Check.ok("processors", found)
                : Check.note("processors", found, "the demo will take longer; try --machines 5");
    }

    private static Check heap() {
        long heap = Runtime.getRuntime().maxMemory() / MEGABYTE;
        return heap >= HEAP_MEGABYTES
                ? Check.ok("memory", heap + " MB of heap")
                : Check.missing(
                        "memory",
                        heap + " MB of heap, the demo needs " + HEAP_MEGABYTES,
                        "set MILLRACE_JAVA_OPTS=-Xmx1g");
    }

    private static Check vectorModule() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return present
                ? Check.ok("vector module", "jdk.incubator.vector is there")
                : Check.note(
                        "vector module",
                        "jdk.incubator.vector is absent, scoring is slower",
                        "start with --add-modules jdk.incubator.vector, as ./millrace does");
    }

    private static Check kernel() {
        return Check.ok("kernel", LstmKernels.choose().reason().replaceFirst("^kernel ", ""));
    }

    private static Check threads() {
        String threads = System.getenv("OMP_NUM_THREADS");
        return "1".equals(threads)
                ? Check.ok("training", "OMP_NUM_THREADS=1")
                : Check.note(
                        "training",
                        "OMP_NUM_THREADS is " + (threads == null ? "not set" : threads)
                                + ", Deeplearning4j's threads get into each other's way",
                        "set it to 1, as ./millrace does");
    }

    private static Check ports() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket first = new ServerSocket(0, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback)) {
            return Check.ok(
                    "ports",
                    "can listen on " + loopback.getHostAddress() + ", for example on " + first.getLocalPort() + " and "
                            + second.getLocalPort());
        } catch (IOException e) {
            return Check.missing(
                    "ports",
                    "cannot listen on " + loopback.getHostAddress() + " (" + e.getMessage() + ")",
                    "the demo's broker needs two free ports there");
        }
    }

    private static Check disk() {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        String remedy = "set MILLRACE_JAVA_OPTS=-Djava.io.tmpdir=/another/place";
        try {
            Files.delete(Files.createTempFile(directory, "millrace-doctor", ".tmp"));
            long free = Files.getFileStore(directory).getUsableSpace() / MEGABYTE;
            String found = free + " MB free in " + directory;
            return free >= DISK_MEGABYTES
                    ? Check.ok("disk", found)
                    : Check.missing("disk", found + ", the demo needs " + DISK_MEGABYTES, remedy);
        } catch (IOException e) {
            return Check.missing("disk", "cannot write to " + directory + " (" + e.getMessage() + ")", remedy);
        }
    }
}
