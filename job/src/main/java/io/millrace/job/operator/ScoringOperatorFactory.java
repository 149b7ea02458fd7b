package io.millrace.job.operator;

import io.millrace.schemas.ModelRelease;
import java.util.List;
import java.util.Optional;
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
    private final List<byte[]> startReleases;
    private final String machinesFolder; // null when there is none

    /**
     * @param decoders decode the bytes of readings that passed validation
     * @param startReleases encoded {@link ModelRelease}s that serve before any data is read; a job whose start releases are refused does
     *     not start
     * @param machines deltas of machines' own models that serve from the start; each task reads those of its machines
     */
    public ScoringOperatorFactory(
            ScoringSettings settings,
            ReadingDecoder.Factory decoders,
            List<byte[]> startReleases,
            Optional<OwnModelFolder> machines) {
        this.settings = settings;
        this.decoders = decoders;
        this.startReleases = List.copyOf(startReleases);
        this.machinesFolder = machines.map(OwnModelFolder::path).orElse(null);
    }

    @Override
    @SuppressWarnings("unchecked") // the interface leaves the operator's type to the caller
    public <T extends StreamOperator<ScoredWindow>> T createStreamOperator(
            StreamOperatorParameters<ScoredWindow> parameters) {
        return (T) new ScoringOperator(
                parameters,
                settings,
                decoders.create(),
                startReleases,
                Optional.ofNullable(machinesFolder).map(OwnModelFolder::new));
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return ScoringOperator.class;
    }
}
