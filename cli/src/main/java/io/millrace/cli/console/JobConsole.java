package io.millrace.cli.console;

import io.millrace.cli.BadInputException;
import io.millrace.cli.data.JobModelFiles;
import io.millrace.console.Console;
import io.millrace.console.ConsoleSettings;
import io.millrace.console.UnusableConsoleException;
import io.millrace.console.feed.ConsoleTopics;
import io.millrace.console.job.JobFigures;
import io.millrace.job.config.JobConfig;
import io.millrace.job.config.TopicsConfig;
import io.millrace.schemas.ModelRelease;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/** A console that watches the job of a configuration. */
public final class JobConsole {

    private JobConsole() {}

    /**
     * Where it is seen and what it keeps.
     *
     * @param port 0 for a free one
     */
    public record Place(InetAddress bind, int port, Optional<String> token, Path store, String feedbackTopic) {

        /** On the loopback interface, without a token. */
        public static Place loopback(int port, Path store) {
            return new Place(InetAddress.getLoopbackAddress(), port, Optional.empty(), store, ConsoleTopics.FEEDBACK);
        }
    }

    /**
     * Returns when the pages are served.
     *
     * @param shown whether the configuration is the job's own, to be shown, rather than made up of defaults
     * @throws BadInputException if it cannot be started so
     */
    public static Console start(
            JobConfig config, boolean shown, Place place, List<ModelRelease> startModels, Optional<JobFigures> job)
            throws InterruptedException {
        Properties kafka = config.kafka().clientProperties(Map.of());
        kafka.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        TopicsConfig topics = config.topics();
        var settings = new ConsoleSettings(
                kafka,
                new ConsoleTopics(
                        topics.readings(),
                        topics.scores(),
                        topics.alerts(),
                        topics.models(),
                        topics.modelStatus(),
                        place.feedbackTopic()),
                new JobReadings(config.source()),
                place.store(),
                place.bind(),
                place.port(),
                place.token(),
                shown ? config.effective() : Map.of(),
                startModels,
                new JobModelFiles(config.models()),
                job);
        try {
            return Console.start(settings, Clock.systemUTC());
        } catch (UnusableConsoleException | IllegalArgumentException e) {
            throw new BadInputException(e.getMessage(), e);
        }
    }
}
