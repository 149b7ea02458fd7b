package io.millrace.job;

import io.millrace.job.config.JobConfig;
import io.millrace.job.operator.ReadingDecoder;
import io.millrace.job.sink.KafkaSinks;
import io.millrace.job.source.DecodedRecord;
import io.millrace.job.source.EventTime;
import io.millrace.job.source.KafkaSources;
import io.millrace.job.source.ReadingParsers;
import io.millrace.schemas.Alert;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.RejectedReading;
import io.millrace.schemas.WindowScore;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The edges of a deployed job: the topics of one Kafka cluster. */
public final class KafkaEndpoints implements Endpoints {
    private final JobConfig config;
    private final ReadingParsers parsers;

    /** @throws io.millrace.job.config.ConfigException if a file that the configuration names cannot be used */
    public KafkaEndpoints(JobConfig config) {
        this.config = config;
        this.parsers = ReadingParsers.of(config.source());
    }

    @Override
    public DataStream<DecodedRecord> readings(StreamExecutionEnvironment env) {
        return env.fromSource(
                        KafkaSources.readings(config, parsers),
                        EventTime.ofReadings(config.ordering()),
                        "readings topic")
                .uid("readings");
    }

    @Override
    public DataStream<byte[]> models(StreamExecutionEnvironment env) {
        return env.fromSource(KafkaSources.models(config), EventTime.neverHeldBack(), "models topic")
                .uid("models")
                // One reader: releases are few, and their order is the order in which they are taken in.
                .setParallelism(1);
    }

    @Override
    public ReadingDecoder.Factory readingDecoders() {
        return parsers;
    }

    @Override
    public Sink<Alert> alerts() {
        return KafkaSinks.alerts(config);
    }

    @Override
    public Sink<WindowScore> scores() {
        return KafkaSinks.scores(config);
    }

    @Override
    public Sink<RejectedReading> rejected() {
        return KafkaSinks.rejected(config);
    }

    @Override
    public Sink<ModelStatus> modelStatus() {
        return KafkaSinks.modelStatus(config);
    }
}
