package io.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of alerts on a real port that does as it is told: answers, answers late, or not at all. */
final class TestingReceiver implements AutoCloseable {

    /** What was sent: body and headers. */
    record Request(JsonNode body, Map<String, List<String>> headers) {

        String header(String name) {
            List<String> values = headers.get(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
            return values == null ? null : values.get(0);
        }
    }

    /** One answer; 0 for none before the server ends. */
    record Reply(int status, String retryAfter) {}

    private static final int NEVER = 0;
    private static final Reply OK = new Reply(200, null);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Reply> next = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Reply always = OK;

    TestingReceiver() throws IOException {
        this(0);
    }

    /** @param port where it listens; 0 for a free one */
    TestingReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next answers; after them it says yes. */
    void replies(int... statuses) {
        for (int status : statuses) {
            next.add(new Reply(status, null));
        }
    }

    void repliesBusy(String retryAfter) {
        next.add(new Reply(429, retryAfter));
    }

    void doesNotReply() {
        next.add(new Reply(NEVER, null));
    }

    /** What it answers when nothing else was said. */
    void always(int status) {
        always = new Reply(status, null);
    }

    /** All that came, whatever was answered. */
    List<Request> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
        requests.add(new Request(body, Map.copyOf(exchange.getRequestHeaders())));
        Reply scripted = next.poll();
        Reply reply = scripted == null ? always : scripted;
        if (reply.status() == NEVER) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (reply.retryAfter() != null) {
            exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
        }
        exchange.sendResponseHeaders(reply.status() == NEVER ? 200 : reply.status(), -1);
        exchange.close();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
