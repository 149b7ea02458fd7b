package io.millrace.cluster;

import io.millrace.cluster.process.JavaCommand;
import io.millrace.cluster.process.Member;
import io.millrace.cluster.process.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Flink's processes as its own scripts start them: memory computed by Flink, modules opened as Flink asks. */
final class FlinkJvm {

    private static final String RESULT = "BASH_JAVA_UTILS_EXEC_RESULT:";
    private static final String COMPUTE = "org.apache.flink.runtime.util.bash.BashJavaUtils";
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    // The server that comes inside Flink's own jar: the same version as the client that talks to it.
    private static final String ZOOKEEPER =
            "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain";

    /** Flink's own list for Java 17, and the vector module that scoring uses. */
    private static final List<String> MODULES = List.of(
            "--add-modules=jdk.incubator.vector",
            "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
            "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.text=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

    private final String classPath;
    private final Path conf;
    private final Path logs;
    private final Map<String, String> environment;

    /** @param conf as {@link FlinkConfiguration} writes it */
    FlinkJvm(String classPath, Path conf, Path logs, Path plugins) {
        this.classPath = classPath;
        this.conf = conf;
        this.logs = logs;
        this.environment = Map.of("FLINK_CONF_DIR", conf.toString(), "FLINK_PLUGINS_DIR", plugins.toString());
    }

    Member jobManager() throws IOException, InterruptedException {
        return start(Role.JOB_MANAGER, "job-manager", JOB_MANAGER, "GET_JM_RESOURCE_PARAMS", List.of());
    }

    Member taskManager(int number) throws IOException, InterruptedException {
        String name = "task-manager-" + number;
        return start(
                Role.TASK_MANAGER,
                name,
                TASK_MANAGER,
                "GET_TM_RESOURCE_PARAMS",
                List.of("-Dtaskmanager.resource-id=" + name));
    }

    /** @param data where it keeps what it knows */
    Member zooKeeper(int port, Path data) throws IOException {
        Path settings = conf.resolve("zoo.cfg");
        Files.createDirectories(data);
        Files.writeString(settings, """
                tickTime=1000
                dataDir=%s
                clientPort=%d
                clientPortAddress=%s
                admin.enableServer=false
                """.formatted(data, port, FlinkConfiguration.HOST));
        List<String> options = new ArrayList<>(List.of("-Xmx128m", "-XX:+UseSerialGC"));
        options.addAll(logging("zookeeper"));
        return Member.start(
                Role.ZOOKEEPER,
                "zookeeper",
                JavaCommand.of(options, classPath, ZOOKEEPER, List.of(settings)),
                environment,
                logs.resolve("zookeeper.out"));
    }

    private Member start(Role role, String name, String main, String resources, List<String> further)
            throws IOException, InterruptedException {
        List<List<String>> computed = compute(resources);
        List<String> options = new ArrayList<>(computed.get(0));
        options.addAll(MODULES);
        options.addAll(logging(name));
        List<String> arguments = new ArrayList<>(List.of("--configDir", conf.toString()));
        arguments.addAll(computed.get(1));
        arguments.addAll(further);
        return Member.start(
                role,
                name,
                JavaCommand.of(options, classPath, main, arguments),
                environment,
                logs.resolve(name + ".out"));
    }

    private List<String> logging(String name) {
        return List.of(
                "-Dlog.file=" + logs.resolve(name + ".log"),
                "-Dlog4j2.configurationFile="
                        + conf.resolve(FlinkConfiguration.LOGGING_FILE).toUri());
    }

    /** Options of the JVM, then arguments of the program, as Flink computes both from the memory of the whole process. */
    private List<List<String>> compute(String what) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
        options.addAll(logging("resources"));
        ProcessBuilder builder = new ProcessBuilder(
                        JavaCommand.of(options, classPath, COMPUTE, List.of(what, "--configDir", conf))
                                .words())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        List<List<String>> results = said.lines()
                .filter(line -> line.startsWith(RESULT))
                .map(line -> line.substring(RESULT.length()).strip())
                .map(line -> line.isEmpty() ? List.<String>of() : Arrays.asList(line.split(" +")))
                .toList();
        if (results.size() != 2) {
            throw new ClusterException("Flink cannot divide the memory of its processes: " + reason(said));
        }
        return results;
    }

    private static String reason(String said) {
        return said.lines()
                .filter(line -> line.contains("Exception"))
                .reduce((first, last) -> last)
                .orElse(said)
                .replaceFirst("^.*?Exception:? *", "");
    }
}
