package io.millrace.console.web;

import com.sun.net.httpserver.HttpExchange;
import io.millrace.console.feed.TopicFigures;
import io.millrace.console.plant.Changes;
import io.millrace.console.plant.Plant;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every open page once a second what has changed, in one server-sent event that is made once for all of them. A page that does not
 * take them in time is told to fetch everything anew instead of holding the others up. Each stream keeps one thread.
 *
 * <p>References: WHATWG HTML, "Server-sent events".
 */
final class LiveStream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    static final int MOST_STREAMS = 32;
    private static final int UNREAD = 8;
    private static final byte[] RESYNC = event("resync", "{}".getBytes(StandardCharsets.UTF_8));
    private static final byte[] END = new byte[0];

    private final Plant plant;
    private final Supplier<List<TopicFigures.Snapshot>> topics;
    private final Clock clock;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "console tick");
        thread.setDaemon(true);
        return thread;
    });

    private static final class Stream {
        final BlockingQueue<byte[]> events = new ArrayBlockingQueue<>(UNREAD);

        /** What does not fit is dropped with all that waits. */
        void offer(byte[] event) {
            if (!events.offer(event)) {
                events.clear();
                events.add(event == END ? END : RESYNC);
            }
        }
    }

    LiveStream(Plant plant, Supplier<List<TopicFigures.Snapshot>> topics, Clock clock) {
        this.plant = plant;
        this.topics = topics;
        this.clock = clock;
    }

    void start() {
        ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        try {
            Changes changes = plant.takeChanges();
            if (!streams.isEmpty()) {
                byte[] event = event("tick", Json.bytes(view(changes)));
                streams.forEach(stream -> stream.offer(event));
            }
        } catch (RuntimeException e) {
            LOG.error("a tick failed; the next one follows", e); // a scheduled task that throws never runs again
        }
    }

    private Map<String, Object> view(Changes changes) {
        var view = new LinkedHashMap<String, Object>(moment());
        view.put("machines", changes.machines().stream().map(Views::card).toList());
        view.put("alerts", changes.alerts().stream().map(Views::alert).toList());
        return view;
    }

    /** What every page shows: times, and how reading goes. */
    Map<String, Object> moment() {
        var view = new LinkedHashMap<String, Object>();
        view.put("now", plant.nowMillis());
        view.put("live", plant.live());
        view.put("wall", clock.millis());
        view.put("scoresPublished", plant.scoresPublished());
        List<TopicFigures.Snapshot> figures = topics.get();
        view.put("readingsPerSecond", figures.get(0).perSecond());
        view.put("scoresPerSecond", figures.get(1).perSecond());
        view.put("lag", figures.stream().mapToLong(TopicFigures.Snapshot::lag).sum());
        view.put(
                "trouble",
                figures.stream()
                        .map(TopicFigures.Snapshot::trouble)
                        .filter(words -> !words.isEmpty())
                        .findFirst()
                        .orElse(""));
        return view;
    }

    private static byte[] event(String name, byte[] json) {
        byte[] head = ("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        var event = new byte[head.length + json.length + 2];
        System.arraycopy(head, 0, event, 0, head.length);
        System.arraycopy(json, 0, event, head.length, json.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }

    /** Serves a page until it goes away or the console ends. */
    void serve(Request request) throws IOException {
        if (streams.size() >= MOST_STREAMS) {
            request.problem(503, "this console already feeds " + MOST_STREAMS + " pages: close one");
            return;
        }
        var stream = new Stream();
        streams.add(stream);
        HttpExchange exchange = request.exchange();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
            out.write(event("tick", Json.bytes(moment())));
            out.flush();
            for (byte[] event = stream.events.take(); event != END; event = stream.events.take()) {
                out.write(event);
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(stream);
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        streams.forEach(stream -> stream.offer(END));
    }
}
