package io.millrace.job;

import io.millrace.job.config.JobConfig;
import io.millrace.job.operator.EventAssemblyFactory;
import io.millrace.job.operator.ModelVoice;
import io.millrace.job.operator.Outputs;
import io.millrace.job.operator.RawReading;
import io.millrace.job.operator.ReleaseKind;
import io.millrace.job.operator.ScoredWindow;
import io.millrace.job.operator.ScoringOperatorFactory;
import io.millrace.job.operator.ShadowReports;
import io.millrace.job.source.ReleaseDecoding;
import io.millrace.job.source.SplitRejected;
import io.millrace.job.state.ShadowTally;
import io.millrace.schemas.Alert;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job from readings to alerts, whatever its edges are.
 *
 * <pre>
 *   readings ─► validation ─► keyBy(machine) ─► scoring ─► event assembly ─► alerts
 *                  │                            ▲  │  │          └─────────► scores
 *                  ▼                            │  │  └─► model status ◄── shadow reports
 *               rejected ◄──────────────────────┼──┘
 *                              models ─► release decoding (a machine's delta to its task alone)
 * </pre>
 *
 * <p>Readings are shuffled once: event assembly works on the keys of the scoring operator, in the same task. A {@code uid} never changes.
 */
public final class MillraceTopology {
    private MillraceTopology() {}

    /**
     * Defines the job in an environment, which is configured as the job needs it.
     *
     * @throws io.millrace.job.config.ConfigException if a model file cannot be used
     */
    public static void define(StreamExecutionEnvironment env, JobConfig config, Endpoints io) {
        JobEnvironment.configure(env, config);
        var scoring = new ScoringOperatorFactory(
                OperatorSettings.scoring(config), io.readingDecoders(), OperatorSettings.models(config));
        var assembly = new EventAssemblyFactory(OperatorSettings.events(config));

        var readings = io.readings(env)
                .process(new SplitRejected())
                .returns(RawReading.TYPE)
                .uid("validation")
                .name("valid readings");
        var releases = io.models(env)
                .process(new ReleaseDecoding(new ModelVoice(config.name())))
                .returns(new AvroTypeInfo<>(ModelRelease.class))
                .uid("release-decoding")
                .name("model releases")
                .setParallelism(1);

        var deltas = releases.getSideOutput(Outputs.DELTAS)
                .keyBy(delta -> ReleaseKind.machineOf(delta).orElseThrow(), Types.STRING);

        var scores = readings.keyBy(RawReading::machineId, Types.STRING)
                .connect(releases.broadcast().union(deltas))
                .transform("window scoring", ScoredWindow.TYPE, scoring)
                .uid("scoring");
        var alerts = DataStreamUtils.reinterpretAsKeyedStream(scores, ScoredWindow::machineId, Types.STRING)
                .transform("event assembly", new AvroTypeInfo<>(Alert.class), assembly)
                .uid("event-assembly");

        var rejected = readings.getSideOutput(Outputs.REJECTED)
                .union(scores.getSideOutput(Outputs.REJECTED), scores.getSideOutput(Outputs.LATE));
        var shadowReports = scores.getSideOutput(Outputs.SHADOWS)
                .keyBy(ShadowTally::modelId, Types.STRING)
                .process(new ShadowReports(new ModelVoice(config.name())))
                .returns(new AvroTypeInfo<>(ModelStatus.class))
                .uid("shadow-reports")
                .name("shadow reports");
        var modelStatus = releases.getSideOutput(Outputs.MODEL_STATUS)
                .union(scores.getSideOutput(Outputs.MODEL_STATUS), shadowReports);

        alerts.sinkTo(io.alerts()).uid("alerts").name("alerts topic");
        alerts.getSideOutput(Outputs.SCORES).sinkTo(io.scores()).uid("scores").name("scores topic");
        rejected.sinkTo(io.rejected()).uid("rejected").name("readings-rejected topic");
        modelStatus.sinkTo(io.modelStatus()).uid("model-status").name("model-status topic");
    }
}
