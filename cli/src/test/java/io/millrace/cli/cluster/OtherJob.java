package io.millrace.cli.cluster;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that has none of Millrace's operators, so that Millrace's state does not restore into it. */
public final class OtherJob {

    private OtherJob() {}

    public static void main(String[] arguments) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSequence(0, Long.MAX_VALUE)
                .uid("numbers")
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere");
        env.execute("other");
    }
}
