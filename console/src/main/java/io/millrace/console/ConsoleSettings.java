package io.millrace.console;

import io.millrace.console.feed.ConsoleTopics;
import io.millrace.console.feed.ReadingParser;
import io.millrace.console.job.JobFigures;
import io.millrace.console.model.ModelFiles;
import io.millrace.schemas.ModelRelease;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What a console watches and where it is seen.
 *
 * @param kafka settings of Kafka's clients, {@code bootstrap.servers} among them; may hold secrets
 * @param readings reads the readings topic as the job does
 * @param store folder of the console's own; made if it is missing
 * @param bind address to listen on; one that others reach needs a token
 * @param port to listen on, 0 for a free one
 * @param jobConfiguration the job's effective configuration without secrets, to show; empty when it is not known
 * @param startModels models that the job serves from files, which are on no topic
 * @param modelFiles what of the job's models is on no topic, nor among those
 * @param job where to ask the job for its figures
 */
public record ConsoleSettings(
        Properties kafka,
        ConsoleTopics topics,
        ReadingParser readings,
        Path store,
        InetAddress bind,
        int port,
        Optional<String> token,
        Map<String, String> jobConfiguration,
        List<ModelRelease> startModels,
        ModelFiles modelFiles,
        Optional<JobFigures> job) {}
