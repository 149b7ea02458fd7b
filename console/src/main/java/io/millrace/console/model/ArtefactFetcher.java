package io.millrace.console.model;

import io.millrace.schemas.ModelRelease;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches artefacts that releases refer to, on a thread of its own: neither a topic nor a page waits for a file. Tries again while it fails. */
final class ArtefactFetcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ArtefactFetcher.class);

    /** What became of an attempt. Called on the fetcher's thread. */
    interface Outcome {

        void fetched(byte[] artefact);

        /** Whether it is to be tried again. */
        boolean failed(String why);
    }

    private final ModelFiles files;
    private final Duration pause;
    private final ScheduledExecutorService thread;

    /** @param pause between two attempts */
    ArtefactFetcher(ModelFiles files, Duration pause) {
        this.files = files;
        this.pause = pause;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            var made = new Thread(task, "console artefacts");
            made.setDaemon(true);
            return made;
        });
    }

    void fetch(ModelRelease release, Outcome outcome) {
        thread.execute(() -> attempt(release, outcome));
    }

    private void attempt(ModelRelease release, Outcome outcome) {
        byte[] artefact;
        try {
            artefact = files.artefact(release.getArtefactUri(), release.getSha256());
        } catch (IOException | RuntimeException e) { // of a file system that somebody else wrote
            LOG.debug("artefact of model {} at {}", release.getModelId(), release.getArtefactUri(), e);
            if (outcome.failed(e.getMessage() == null ? e.toString() : e.getMessage())) {
                again(release, outcome);
            }
            return;
        }
        outcome.fetched(artefact);
    }

    private void again(ModelRelease release, Outcome outcome) {
        try {
            thread.schedule(() -> attempt(release, outcome), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the console ends: {} is not tried again", release.getArtefactUri());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
