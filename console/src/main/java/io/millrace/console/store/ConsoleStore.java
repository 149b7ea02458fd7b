package io.millrace.console.store;

import io.millrace.console.plant.Plant;
import io.millrace.console.plant.Unsaved;
import io.millrace.detection.file.WholeFile;
import io.millrace.schemas.Alert;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.ModelStatus;
import io.millrace.schemas.codec.RecordDecoder;
import io.millrace.schemas.codec.RecordEncoder;
import io.millrace.schemas.codec.UndecodableRecordException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's folder. Alerts, verdicts and what became of models stand in one log, history in another, so that much history cannot
 * drive out an alert. A failure to write is logged and shown, and the console goes on without: it watches machines first.
 *
 * <p>Belongs to one Kafka cluster, by its id, and to one console at a time, by a lock. Safe to use from several threads.
 */
public final class ConsoleStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleStore.class);

    private static final String CLUSTER_FILE = "cluster";
    private static final StoreLimits EVENTS = new StoreLimits(4 << 20, 64 << 20, Duration.ofDays(90));
    private static final StoreLimits HISTORY = new StoreLimits(16 << 20, 512 << 20, Duration.ofDays(14));

    private static final byte ALERT = 1;
    private static final byte FEEDBACK = 2;
    private static final byte MODEL_STATUS = 3;
    private static final byte SAVE = 4;

    private final Path folder;
    private final FileChannel lockFile;
    private final RecordEncoder<Alert> alerts = RecordEncoder.of(Alert.class);
    private final RecordEncoder<AlertFeedback> feedback = RecordEncoder.of(AlertFeedback.class);
    private final RecordEncoder<ModelStatus> statuses = RecordEncoder.of(ModelStatus.class);
    private final Map<String, Long> offsets;
    private final SegmentedLog events;
    private final SegmentedLog history;
    private String failure;

    private ConsoleStore(
            Path folder, FileChannel lockFile, SegmentedLog events, SegmentedLog history, Map<String, Long> offsets) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.events = events;
        this.history = history;
        this.offsets = offsets;
    }

    /**
     * Opens a folder, makes it if it is not there, and puts what it holds into the plant.
     *
     * @param clusterId of the Kafka cluster whose topics are watched
     * @throws UnusableStoreException if it belongs to another cluster or console, or cannot be read or written
     */
    public static ConsoleStore open(
            Path folder, String clusterId, Clock clock, Plant plant, Consumer<ModelStatus> modelStatus)
            throws UnusableStoreException {
        try {
            Files.createDirectories(folder);
            FileChannel lockFile =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lockFile)) {
                lockFile.close();
                throw new UnusableStoreException("store " + folder
                        + " is in use by another console: stop that one, or give this one its own with --store");
            }
            try {
                requireCluster(folder, clusterId);
                var offsets = new HashMap<String, Long>();
                SegmentedLog events = openEvents(folder, clock, plant, modelStatus);
                SegmentedLog history = openHistory(folder, clock, plant, offsets);
                return new ConsoleStore(folder, lockFile, events, history, offsets);
            } catch (IOException | UnusableStoreException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UnusableStoreException(
                    "store " + folder + " cannot be used: " + e + ": give a folder that can be written with --store",
                    e);
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        }
    }

    /** Offsets and alerts of another cluster would be mixed up with this one's. */
    private static void requireCluster(Path folder, String clusterId) throws IOException, UnusableStoreException {
        Path file = folder.resolve(CLUSTER_FILE);
        if (!Files.exists(file)) {
            WholeFile.write(file, clusterId);
            return;
        }
        String owner = Files.readString(file);
        if (!owner.equals(clusterId)) {
            throw new UnusableStoreException("store " + folder + " belongs to Kafka cluster " + owner
                    + ", found cluster " + clusterId + ": give this cluster its own folder with --store");
        }
    }

    private static SegmentedLog openEvents(Path folder, Clock clock, Plant plant, Consumer<ModelStatus> modelStatus)
            throws IOException {
        RecordDecoder<Alert> alertDecoder = RecordDecoder.of(Alert.class);
        RecordDecoder<AlertFeedback> feedbackDecoder = RecordDecoder.of(AlertFeedback.class);
        RecordDecoder<ModelStatus> statusDecoder = RecordDecoder.of(ModelStatus.class);
        return SegmentedLog.open(folder, "events", EVENTS, clock, (kind, content) -> {
            try {
                switch (kind) {
                    case ALERT -> plant.alert(alertDecoder.decode(content));
                    case FEEDBACK -> plant.feedback(feedbackDecoder.decode(content));
                    case MODEL_STATUS -> modelStatus.accept(statusDecoder.decode(content));
                    default ->
                        LOG.warn("store {} holds an event of kind {}, of a newer release: left out", folder, kind);
                }
            } catch (UndecodableRecordException e) {
                LOG.warn("store {}: {}", folder, e.getMessage());
            }
        });
    }

    private static SegmentedLog openHistory(Path folder, Clock clock, Plant plant, Map<String, Long> offsets)
            throws IOException {
        return SegmentedLog.open(folder, "history", HISTORY, clock, (kind, content) -> {
            if (kind == SAVE) {
                SavedHistory saved = SavedHistory.decode(content);
                offsets.putAll(saved.offsets());
                saved.changed()
                        .machines()
                        .forEach((machine, changed) ->
                                changed.buckets().forEach(bucket -> plant.restore(machine, changed.sensors(), bucket)));
                saved.changed().evidence().forEach(plant::restore);
            }
        });
    }

    /** Up to where topics had been read when history was last saved: partition, as {@code topic-number}, to offset. */
    public synchronized Map<String, Long> offsets() {
        return Map.copyOf(offsets);
    }

    public synchronized void alert(Alert alert) {
        event(ALERT, alerts.encode(alert));
    }

    public synchronized void feedback(AlertFeedback verdict) {
        event(FEEDBACK, feedback.encode(verdict));
    }

    public synchronized void modelStatus(ModelStatus status) {
        event(MODEL_STATUS, statuses.encode(status));
    }

    private void event(byte kind, byte[] content) {
        try {
            events.append(kind, content);
            failure = null;
        } catch (IOException e) {
            failed(e);
        }
    }

    /**
     * Saves history together with the offsets that it stands for.
     *
     * @param read partition, as {@code topic-number}, to the next offset to read
     */
    public synchronized void save(Unsaved changed, Map<String, Long> read) {
        try {
            history.append(SAVE, new SavedHistory(changed, read).encode());
            history.sync();
            events.sync();
            offsets.putAll(read);
            failure = null;
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        if (failure == null) {
            LOG.error("store {} cannot be written: history of this run may be lost", folder, e);
        }
        failure = "store " + folder + " cannot be written (" + e.getMessage() + "): history of this run may be lost";
    }

    /** Why nothing is being saved, if that is so. */
    public synchronized Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    public Path folder() {
        return folder;
    }

    /** Bytes on disk. */
    public synchronized long bytes() {
        return events.bytes() + history.bytes();
    }

    @Override
    public synchronized void close() {
        try (lockFile;
                events;
                history) {
            LOG.info("store {} is closed with {} bytes", folder, bytes());
        } catch (IOException e) {
            failed(e);
        }
    }
}
