package io.millrace.job;

import io.millrace.job.operator.ReadingDecoder;
import io.millrace.job.source.DecodedRecord;
import io.millrace.schemas.Alert;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.WindowScore;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where the topology's edges lead: Kafka in production, lists in a test. A source carries its own uid and name. */
public interface Endpoints {
    /** Records as what became of them, with event time and watermarks. */
    DataStream<DecodedRecord> readings(StreamExecutionEnvironment env);

    /** Encoded model releases, as they come from outside. Their event time is not looked at. */
    DataStream<byte[]> models(StreamExecutionEnvironment env);

    /** Decodes the bytes of the readings that {@link #readings} let pass. */
    ReadingDecoder.Factory readingDecoders();

    Sink<Alert> alerts();

    Sink<WindowScore> scores();

    Sink<RejectedReading> rejected();

    Sink<ModelStatus> modelStatus();
}
