package io.millrace.console.feed;

import io.millrace.console.model.ModelCatalogue;
import io.millrace.console.plant.Plant;
import io.millrace.console.plant.Reading;
import io.millrace.console.plant.Unsaved;
import io.millrace.console.store.ConsoleStore;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.ModelRelease;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.WindowScore;
import io.millrace.schemas.codec.OutputReader;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Everything that is read from Kafka. Two threads: a flood of readings must not make an alert wait.
 */
public final class Feeds implements AutoCloseable {

    private final Plant plant;
    private final ConsoleStore store;
    private final TopicFeed events;
    private final TopicFeed measurements;
    private final FeedbackWriter feedback;

    private Feeds(Plant plant, ConsoleStore store, TopicFeed events, TopicFeed measurements, FeedbackWriter feedback) {
        this.plant = plant;
        this.store = store;
        this.events = events;
        this.measurements = measurements;
        this.feedback = feedback;
    }

    /** @param kafka settings of Kafka's clients: brokers, security */
    public static Feeds start(
            Properties kafka,
            ConsoleTopics topics,
            ReadingParser readings,
            Plant plant,
            ModelCatalogue models,
            ConsoleStore store,
            Clock clock) {
        Map<String, Long> saved = store.offsets();
        var events = new TopicFeed(
                "events",
                kafka,
                List.of(
                        alerts(topics, plant, store),
                        feedback(topics, plant, store),
                        models(topics, models),
                        statuses(topics, models, store)),
                saved,
                plant,
                clock);
        var measurements = new TopicFeed(
                "measurements",
                kafka,
                List.of(readings(topics, readings, plant), scores(topics, plant)),
                saved,
                plant,
                clock);
        var feeds = new Feeds(plant, store, events, measurements, new FeedbackWriter(kafka, topics.feedback()));
        events.start();
        measurements.start();
        return feeds;
    }

    private static Subscription alerts(ConsoleTopics topics, Plant plant, ConsoleStore store) {
        var reader = OutputReader.of(Alert.class);
        return new Subscription(topics.alerts(), Subscription.Start.SAVED_OR_BEGINNING, (record, counted) -> {
            Alert alert = reader.read(record.value());
            if (plant.alert(alert)) {
                store.alert(alert);
            }
            return true;
        });
    }

    private static Subscription feedback(ConsoleTopics topics, Plant plant, ConsoleStore store) {
        var reader = OutputReader.of(AlertFeedback.class);
        return new Subscription(topics.feedback(), Subscription.Start.SAVED_OR_BEGINNING, (record, counted) -> {
            AlertFeedback verdict = reader.read(record.value());
            if (plant.feedback(verdict)) {
                store.feedback(verdict);
            }
            return true;
        });
    }

    private static Subscription models(ConsoleTopics topics, ModelCatalogue models) {
        var reader = OutputReader.of(ModelRelease.class);
        return new Subscription(topics.models(), Subscription.Start.BEGINNING, (record, counted) -> {
            if (record.value() != null) { // a tombstone takes a release back; what served is history all the same
                models.release(reader.read(record.value()));
            }
            return true;
        });
    }

    private static Subscription statuses(ConsoleTopics topics, ModelCatalogue models, ConsoleStore store) {
        var reader = OutputReader.of(ModelStatus.class);
        return new Subscription(topics.modelStatus(), Subscription.Start.SAVED_OR_BEGINNING, (record, counted) -> {
            ModelStatus status = reader.read(record.value());
            if (models.status(status)) {
                store.modelStatus(status);
            }
            return true;
        });
    }

    private static Subscription readings(ConsoleTopics topics, ReadingParser parser, Plant plant) {
        return new Subscription(topics.readings(), Subscription.Start.RECENT, (record, counted) -> {
            Optional<Reading> reading = parser.parse(record);
            reading.ifPresent(found -> plant.reading(found, counted));
            return reading.isPresent();
        });
    }

    private static Subscription scores(ConsoleTopics topics, Plant plant) {
        var reader = OutputReader.of(WindowScore.class);
        return new Subscription(topics.scores(), Subscription.Start.RECENT, (record, counted) -> {
            plant.score(reader.read(record.value()), counted);
            return true;
        });
    }

    /** Saves what the plant has learned since the last save, with the offsets that it stands for. */
    public void save() {
        Unsaved changed;
        Map<String, Long> read = new HashMap<>();
        synchronized (plant) {
            changed = plant.takeUnsaved();
            read.putAll(events.positions());
            read.putAll(measurements.positions());
        }
        if (!changed.isEmpty() || !read.equals(store.offsets())) {
            store.save(changed, read);
        }
    }

    public FeedbackWriter feedback() {
        return feedback;
    }

    public List<TopicFigures.Snapshot> figures() {
        return Stream.of(measurements, events)
                .flatMap(feed -> feed.figures().stream())
                .toList();
    }

    /** Stops reading and saves. */
    @Override
    public void close() {
        try (feedback) {
            measurements.close();
            events.close();
            save();
        }
    }
}
