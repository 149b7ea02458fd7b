package io.millrace.benchmarks.job;

import io.millrace.testdata.broker.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;

/** A Kafka broker as a process: prints its address, and ends with its standard input. */
final class BrokerProcess {

    private BrokerProcess() {}

    /** @param arguments directory of the log */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]))) {
            System.out.println(kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // the parent says nothing: the end of the stream is its end
            }
        }
    }
}
