package io.millrace.job.operator;

import io.millrace.schemas.Alert;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the event assembly of each task; travels with the job. */
public final class EventAssemblyFactory extends AbstractStreamOperatorFactory<Alert>
        implements OneInputStreamOperatorFactory<ScoredWindow, Alert> {

    private static final long serialVersionUID = 1;

    private final EventSettings settings;

    public EventAssemblyFactory(EventSettings settings) {
        this.settings = settings;
    }

    @Override
    @SuppressWarnings("unchecked") // the interface leaves the operator's type to the caller
    public <T extends StreamOperator<Alert>> T createStreamOperator(StreamOperatorParameters<Alert> parameters) {
        return (T) new EventAssembly(parameters, settings);
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return EventAssembly.class;
    }
}
