package io.millrace.console;

import io.millrace.console.feed.Feeds;
import io.millrace.console.feed.TopicFigures;
import io.millrace.console.job.JobFigures;
import io.millrace.console.model.ModelCatalogue;
import io.millrace.console.plant.Plant;
import io.millrace.console.store.ConsoleStore;
import io.millrace.console.store.UnusableStoreException;
import io.millrace.console.web.Access;
import io.millrace.console.web.SystemInformation;
import io.millrace.console.web.WebServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running console.
 *
 * <pre>
 *   topics ──► feeds ──► plant ──► pages (once a second)
 *                │         │
 *                ▼         ▼ every minute
 *              store (events at once, history with offsets)
 * </pre>
 */
public final class Console implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);
    private static final long SAVE_EVERY_SECONDS = 60;

    private final ConsoleStore store;
    private final ModelCatalogue models;
    private final Feeds feeds;
    private final WebServer web;
    private final ScheduledExecutorService saver;

    private Console(
            ConsoleStore store, ModelCatalogue models, Feeds feeds, WebServer web, ScheduledExecutorService saver) {
        this.store = store;
        this.models = models;
        this.feeds = feeds;
        this.web = web;
        this.saver = saver;
    }

    /**
     * Returns when the pages are served; what the topics hold comes in afterwards.
     *
     * @throws UnusableConsoleException if no broker answers, the store cannot be used, or the address cannot be listened on
     */
    public static Console start(ConsoleSettings settings, Clock clock)
            throws UnusableConsoleException, InterruptedException {
        var access = Access.of(settings.bind(), settings.token());
        var plant = new Plant(clock);
        var models = new ModelCatalogue(settings.modelFiles());
        settings.startModels().forEach(models::release);
        ConsoleStore store;
        try {
            store = ConsoleStore.open(settings.store(), clusterId(settings), clock, plant, models::status);
        } catch (UnusableStoreException e) {
            models.close();
            throw new UnusableConsoleException(e.getMessage(), e);
        }
        Feeds feeds =
                Feeds.start(settings.kafka(), settings.topics(), settings.readings(), plant, models, store, clock);
        var address = new InetSocketAddress(settings.bind(), settings.port());
        WebServer web;
        try {
            var system = new Known(settings, store, feeds);
            web = WebServer.start(address, access, plant, models, system, feeds.feedback(), clock);
        } catch (IOException e) {
            feeds.close();
            models.close();
            store.close();
            throw new UnusableConsoleException(
                    "the console cannot listen on " + settings.bind().getHostAddress() + ":" + settings.port() + " ("
                            + e.getMessage() + "): choose another --port, or stop what listens there",
                    e);
        }
        ScheduledExecutorService saver = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "console save");
            thread.setDaemon(true);
            return thread;
        });
        saver.scheduleWithFixedDelay(() -> save(feeds), SAVE_EVERY_SECONDS, SAVE_EVERY_SECONDS, TimeUnit.SECONDS);
        return new Console(store, models, feeds, web, saver);
    }

    private static void save(Feeds feeds) {
        try {
            feeds.save();
        } catch (RuntimeException e) {
            LOG.error("history was not saved; the next attempt follows in a minute", e);
        }
    }

    /** Also shows at once whether there is a broker. */
    private static String clusterId(ConsoleSettings settings) throws UnusableConsoleException, InterruptedException {
        try (Admin admin = Admin.create(settings.kafka())) {
            return admin.describeCluster().clusterId().get(BROKER_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnusableConsoleException(
                    "no Kafka broker answers at " + settings.kafka().getProperty("bootstrap.servers") + " within "
                            + BROKER_PATIENCE.toSeconds() + " s: check --brokers, and the kafka.* part of --job-config",
                    e);
        }
    }

    /** Where the pages are. */
    public URI address() {
        InetSocketAddress address = web.address();
        String host = address.getAddress().isLoopbackAddress() ? "127.0.0.1" : address.getHostString();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/");
    }

    /** Stops and saves. */
    @Override
    public void close() {
        saver.shutdown();
        web.close();
        feeds.close();
        models.close();
        store.close();
    }

    private record Known(ConsoleSettings settings, ConsoleStore store, Feeds feeds) implements SystemInformation {

        @Override
        public List<TopicFigures.Snapshot> topics() {
            return feeds.figures();
        }

        @Override
        public Map<String, String> jobConfiguration() {
            return settings.jobConfiguration();
        }

        @Override
        public Optional<JobFigures> job() {
            return settings.job();
        }

        @Override
        public String storeFolder() {
            return store.folder().toString();
        }

        @Override
        public long storeBytes() {
            return store.bytes();
        }

        @Override
        public Optional<String> storeFailure() {
            return store.failure();
        }

        @Override
        public String brokers() {
            return settings.kafka().getProperty("bootstrap.servers");
        }
    }
}
