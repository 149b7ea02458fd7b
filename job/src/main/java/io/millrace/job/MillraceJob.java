package io.millrace.job;

import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a Flink cluster starts: reads the configuration, connects the topology to Kafka, runs it. */
public final class MillraceJob {
    private static final Logger LOG = LoggerFactory.getLogger(MillraceJob.class);

    private MillraceJob() {}

    /**
     * @param arguments {@code --config=FILE} and {@code --key=value}
     * @throws ConfigException with every violation of the configuration
     */
    public static void main(String[] arguments) throws Exception {
        JobConfig config = JobConfig.load(List.of(arguments), System.getenv());
        LOG.info("Effective configuration:\n{}", config.describe());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        MillraceTopology.define(env, config, new KafkaEndpoints(config));
        env.execute("millrace " + config.name());
    }
}
