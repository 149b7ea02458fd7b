package io.millrace.job;

import io.millrace.job.operator.ReadingDecoder;
import io.millrace.job.source.DecodedRecord;
import io.millrace.schemas.Alert;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.WindowScore;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Edges whose readings pass through a function that slows them down or breaks them; all else is as it was. */
record ChangedReadings(Endpoints edges, MapFunction<DecodedRecord, DecodedRecord> change) implements Endpoints {
    @Override
    public DataStream<DecodedRecord> readings(StreamExecutionEnvironment env) {
        return edges.readings(env).map(change).returns(DecodedRecord.TYPE).uid("change");
    }

    @Override
    public DataStream<byte[]> models(StreamExecutionEnvironment env) {
        return edges.models(env);
    }

    @Override
    public ReadingDecoder.Factory readingDecoders() {
        return edges.readingDecoders();
    }

    @Override
    public Sink<Alert> alerts() {
        return edges.alerts();
    }

    @Override
    public Sink<WindowScore> scores() {
        return edges.scores();
    }

    @Override
    public Sink<RejectedReading> rejected() {
        return edges.rejected();
    }

    @Override
    public Sink<ModelStatus> modelStatus() {
        return edges.modelStatus();
    }
}
