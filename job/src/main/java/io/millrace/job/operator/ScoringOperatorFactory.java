package io.millrace.job.operator;

import io.millrace.schemas.ModelRelease;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes a {@link ScoringOperator} for each task; travels with the job. */
public final class ScoringOperatorFactory extends AbstractStreamOperatorFactory<ScoredWindow>
        implements TwoInputStreamOperatorFactory<RawReading, ModelRelease, ScoredWindow> {

    private static final long serialVersionUID = 1;

    private final ScoringSettings settings;
    private final ReadingDecoder.Factory decoders;
    private final ModelSettings models;

    /**
     * @param decoders decode the bytes of readings that passed validation
     */
    public ScoringOperatorFactory(ScoringSettings settings, ReadingDecoder.Factory decoders, ModelSettings models) {
        this.settings = settings;
        this.decoders = decoders;
        this.models = models;
    }

    @Override
    @SuppressWarnings("unchecked") // the interface leaves the operator's type to the caller
    public <T extends StreamOperator<ScoredWindow>> T createStreamOperator(
            StreamOperatorParameters<ScoredWindow> parameters) {
        return (T) new ScoringOperator(parameters, settings, decoders.create(), models);
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return ScoringOperator.class;
    }
}
