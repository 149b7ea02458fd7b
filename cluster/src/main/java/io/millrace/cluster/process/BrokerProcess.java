package io.millrace.cluster.process;

import io.millrace.testdata.broker.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A Kafka broker as a process. As a child it prints its address and ends with its standard input; as a member of a cluster it listens on
 * the port that it is given and ends when it is told to (SIGTERM).
 */
public final class BrokerProcess {

    private static final int HEAP_MEGABYTES = 512;

    private BrokerProcess() {}

    /** @param arguments directory of the log, and the port for a member of a cluster */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        if (arguments.length > 1) {
            untilTold(directory, Integer.parseInt(arguments[1]));
        } else {
            untilParentEnds(directory);
        }
    }

    private static void untilParentEnds(Path directory) throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            System.out.println(kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // the parent says nothing: the end of the stream is its end
            }
        }
    }

    private static void untilTold(Path directory, int port) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory, port);
        CountDownLatch told = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            kafka.close();
                            told.countDown();
                        },
                        "shutdown"));
        told.await();
    }

    /** The command of a broker that outlives this process; it needs Kafka's server on this JVM's class path. */
    public static JavaCommand member(Path data, int port, Path logDirectory) {
        return JavaCommand.ofSibling(
                List.of("-Xmx" + HEAP_MEGABYTES + "m", "-XX:+UseSerialGC", "-Dmillrace.log.dir=" + logDirectory),
                BrokerProcess.class,
                List.of(data, port));
    }
}
