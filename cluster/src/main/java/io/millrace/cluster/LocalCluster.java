package io.millrace.cluster;

import io.millrace.cluster.process.BrokerProcess;
import io.millrace.cluster.process.Member;
import io.millrace.cluster.process.Role;
import io.millrace.cluster.rest.FlinkRest;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cluster of separate processes on this machine. They outlive this JVM; another finds them by the cluster's folder. Used by one thread.
 */
public final class LocalCluster {

    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final Duration END_PATIENCE = Duration.ofSeconds(20);
    private static final int CONNECT_MILLIS = 500;

    private final Path directory;
    private ClusterFile file;

    private LocalCluster(Path directory, ClusterFile file) {
        this.directory = directory;
        this.file = file;
    }

    /**
     * Starts a cluster and returns when all of it answers. If that fails, nothing of it runs on.
     *
     * @param started hears of each part that answers
     * @throws ClusterException if one runs in this folder already, or a part does not start
     */
    public static LocalCluster up(ClusterOptions options, Consumer<String> started)
            throws IOException, InterruptedException {
        Path directory = options.directory();
        requireNoneIn(directory);
        LocalCluster cluster = new LocalCluster(
                directory, new ClusterFile("", "", options.highAvailability(), options.slots(), List.of()));
        try {
            cluster.start(options, started);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.endAfter(e);
            throw e;
        }
    }

    /** @throws ClusterException if processes of a cluster live whose folder this is */
    public static void requireNoneIn(Path directory) {
        ClusterFile.read(directory).ifPresent(file -> {
            List<String> running = file.members().stream()
                    .filter(Member::alive)
                    .map(member -> member.name() + " (process " + member.pid() + ")")
                    .toList();
            if (!running.isEmpty()) {
                throw new ClusterException("a cluster runs in " + directory + " already: " + String.join(", ", running)
                        + "; end it with `cluster down`, or choose another --directory");
            }
        });
    }

    /** The cluster whose processes this folder names, whether they live or not. */
    public static Optional<LocalCluster> find(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        return ClusterFile.read(absolute).map(file -> new LocalCluster(absolute, file));
    }

    private void start(ClusterOptions options, Consumer<String> started) throws IOException, InterruptedException {
        String classPath = BuiltFiles.flinkClassPath();
        Files.createDirectories(logs());
        int restPort = options.restPort() > 0 ? requireFree(options.restPort()) : freePort();
        int brokerPort = freePort();
        int zooKeeperPort = freePort();
        file = new ClusterFile(
                "http://" + FlinkConfiguration.HOST + ":" + restPort,
                options.brokers().orElse(FlinkConfiguration.HOST + ":" + brokerPort),
                options.highAvailability(),
                options.slots(),
                List.of());
        FlinkConfiguration configuration = new FlinkConfiguration(options);
        configuration.write(restPort, freePort(), zooKeeperPort);
        // Nothing of an earlier cluster's jobs must come to life in this one.
        delete(directory.resolve("zookeeper"));
        delete(directory.resolve("ha"));

        if (options.brokers().isEmpty()) {
            startBroker(brokerPort);
            started.accept("Kafka broker on " + file.brokers());
        }
        if (options.highAvailability()) {
            Member member = add(flink(classPath).zooKeeper(zooKeeperPort, directory.resolve("zookeeper")));
            awaitPort(member, zooKeeperPort);
            started.accept("ZooKeeper server on " + FlinkConfiguration.HOST + ":" + zooKeeperPort);
        }
        startJobManager();
        started.accept("JobManager on " + file.address());
        for (int number = 1; number <= options.taskManagers(); number++) {
            add(flink(classPath).taskManager(number));
        }
        awaitTaskManagers(options.taskManagers());
        started.accept(options.taskManagers() + (options.taskManagers() == 1 ? " TaskManager" : " TaskManagers")
                + " with " + options.slots() + " slots each");
    }

    private FlinkJvm flink(String classPath) throws IOException {
        Path plugins = Files.createDirectories(directory.resolve("plugins")); // Flink wants the folder, empty or not
        Path conf = directory.resolve("conf");
        return new FlinkJvm(classPath, conf, logs(), plugins);
    }

    private void startBroker(int port) throws IOException, InterruptedException {
        Path data = Files.createDirectories(directory.resolve("kafka"));
        Member broker = add(Member.start(
                Role.BROKER,
                "broker",
                BrokerProcess.member(data, port, logs()),
                Map.of(),
                logs().resolve("broker.out")));
        awaitPort(broker, port);
    }

    /** Starts a broker where the one before listened, on its data; returns when it takes connections. */
    public void restartBroker() throws IOException, InterruptedException {
        startBroker(URI.create("kafka://" + file.brokers()).getPort());
    }

    /** Starts a JobManager and returns when it answers. */
    public void startJobManager() throws IOException, InterruptedException {
        Member member = add(flink(BuiltFiles.flinkClassPath()).jobManager());
        FlinkRest rest = rest();
        Waiting.until(
                "the JobManager on " + file.address() + " (its log: " + member.log() + ")", START_PATIENCE, () -> {
                    requireAlive(member);
                    return rest.answers();
                });
    }

    /** Starts one more TaskManager, and returns at once: it registers when it is ready. */
    public Member startTaskManager() throws IOException, InterruptedException {
        int number = file.members().stream()
                        .filter(member -> member.role() == Role.TASK_MANAGER)
                        .mapToInt(member -> Integer.parseInt(member.name().replaceAll("[^0-9]", "")))
                        .max()
                        .orElse(0)
                + 1;
        return add(flink(BuiltFiles.flinkClassPath()).taskManager(number));
    }

    private void awaitTaskManagers(int count) throws InterruptedException {
        FlinkRest rest = rest();
        Waiting.until(count + " TaskManagers to register (their logs are in " + logs() + ")", START_PATIENCE, () -> {
            members(Role.TASK_MANAGER).forEach(LocalCluster::requireAlive);
            return rest.overview().taskManagers() >= count;
        });
    }

    private static void awaitPort(Member member, int port) throws InterruptedException {
        Waiting.until(
                "the " + member.name() + " on port " + port + " (its log: " + member.log() + ")",
                START_PATIENCE,
                () -> {
                    requireAlive(member);
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(FlinkConfiguration.HOST, port), CONNECT_MILLIS);
                        return true;
                    } catch (IOException e) {
                        return false; // not yet
                    }
                });
    }

    private static void requireAlive(Member member) {
        if (!member.alive()) {
            throw new ClusterException(
                    "the " + member.role().words() + " ended while it started: its last words are in " + member.log());
        }
    }

    private Member add(Member member) throws IOException {
        List<Member> all = new ArrayList<>(file.members());
        all.add(member);
        file = file.withMembers(all);
        file.write(directory); // at once: whatever happens next, `down` finds it
        return member;
    }

    private void remove(Member member) throws IOException {
        file = file.withMembers(
                file.members().stream().filter(other -> !other.equals(member)).toList());
        file.write(directory);
    }

    /** Kills a process as a power cut would (SIGKILL), and forgets it. */
    public void kill(Member member) throws IOException, InterruptedException {
        member.kill();
        remove(member);
    }

    /** Ends a process as an operator would (SIGTERM), and forgets it. */
    public void end(Member member) throws IOException, InterruptedException {
        member.end(END_PATIENCE);
        remove(member);
    }

    /**
     * Ends every process. Logs, checkpoints, savepoints and the broker's data stay.
     *
     * @param ended hears of each process that is gone
     */
    public void down(Consumer<Member> ended) throws IOException, InterruptedException {
        List<Member> last = new ArrayList<>(file.members());
        last.sort(Comparator.comparing(Member::role).reversed());
        for (Member member : last) {
            if (member.alive()) {
                member.end(END_PATIENCE);
                ended.accept(member);
            }
        }
        ClusterFile.delete(directory);
    }

    private void endAfter(Exception failure) {
        boolean interrupted = Thread.interrupted(); // the processes end all the same
        try {
            down(member -> {});
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public Path directory() {
        return directory;
    }

    public Path logs() {
        return directory.resolve("logs");
    }

    /** Of Flink's REST API. */
    public String address() {
        return file.address();
    }

    /** Bootstrap servers of Kafka. */
    public String brokers() {
        return file.brokers();
    }

    /** Whether the broker is a process of this cluster. */
    public boolean ownsBroker() {
        return !members(Role.BROKER).isEmpty();
    }

    public int slots() {
        return file.slots();
    }

    public List<Member> members() {
        return file.members();
    }

    /** Processes of a role, in order of start. */
    public List<Member> members(Role role) {
        return file.members().stream().filter(member -> member.role() == role).toList();
    }

    public FlinkRest rest() {
        return new FlinkRest(URI.create(file.address()));
    }

    private static int freePort() throws IOException {
        return requireFree(0);
    }

    private static int requireFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(FlinkConfiguration.HOST))) {
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new ClusterException("port " + port + " is taken: choose another with --port, or 0 for any", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
