package io.millrace.console.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.console.explain.ExplanationDesk;
import io.millrace.console.feed.FeedbackWriter;
import io.millrace.console.model.ModelCatalogue;
import io.millrace.console.plant.Plant;
import io.millrace.console.report.Reports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the pages. Every answer forbids scripts, styles and connections from anywhere else. */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    /** One per open page, and as many again for what pages ask. */
    private static final int MOST_THREADS = 2 * LiveStream.MOST_STREAMS;

    private static final String CONTENT_SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Access access;
    private final Assets assets = new Assets();
    private final LiveStream live;
    private final ExplanationDesk explanations;
    private final Api api;
    private final Reports reports;

    private WebServer(
            HttpServer server, Access access, LiveStream live, ExplanationDesk explanations, Api api, Reports reports) {
        this.server = server;
        this.access = access;
        this.live = live;
        this.explanations = explanations;
        this.api = api;
        this.reports = reports;
        var number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(0, MOST_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            var thread = new Thread(task, "console web " + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @throws IOException if the address cannot be listened on */
    public static WebServer start(
            InetSocketAddress address,
            Access access,
            Plant plant,
            ModelCatalogue models,
            SystemInformation system,
            FeedbackWriter feedback,
            Clock clock)
            throws IOException {
        var live = new LiveStream(plant, system::topics, clock);
        HttpServer server = HttpServer.create(address, 0);
        var explanations = new ExplanationDesk();
        var api = new Api(plant, models, system, feedback, live, explanations, clock);
        var web =
                new WebServer(server, access, live, explanations, api, new Reports(plant, models, explanations, clock));
        server.setExecutor(web.threads);
        server.createContext("/", web::handle);
        server.start();
        live.start();
        return web;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            protect(exchange.getResponseHeaders());
            answer(new Request(exchange));
        } catch (IOException e) {
            LOG.debug("a page went away: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{} failed", exchange.getRequestURI().getPath(), e);
        }
    }

    private static void protect(Headers response) {
        response.set("Content-Security-Policy", CONTENT_SECURITY);
        response.set("X-Content-Type-Options", "nosniff");
        response.set("Referrer-Policy", "no-referrer");
        response.set("Cache-Control", "no-store");
    }

    private void answer(Request request) throws IOException {
        Headers headers = request.exchange().getRequestHeaders();
        if (access.needsToken() && request.posts() && request.path().equals("/login")) {
            logIn(request);
            return;
        }
        if (!access.mayRead(headers) && !(access.needsToken() && Assets.isPublic(request.path()))) {
            keepOut(request);
            return;
        }
        if (!request.gets() && !access.mayWrite(headers)) {
            request.problem(403, "only this console's own page may do that");
            return;
        }
        try {
            if (!page(request) && !api.answer(request) && !report(request)) {
                request.problem(404, "there is nothing at " + request.path());
            }
        } catch (NoSuchElementException e) {
            request.problem(404, e.getMessage());
        }
    }

    private boolean page(Request request) throws IOException {
        Optional<Assets.Asset> asset = assets.at(request.path());
        if (asset.isPresent()) {
            request.answer(200, asset.get().contentType(), asset.get().content());
        }
        return asset.isPresent();
    }

    private boolean report(Request request) throws IOException {
        if (!request.path().equals("/report.html")) {
            return false;
        }
        Reports.Report report = reports.make(request.parameter("machine"), request.parameter("alert"));
        request.exchange()
                .getResponseHeaders()
                .set("Content-Disposition", "attachment; filename=\"" + report.fileName() + "\"");
        request.answer(200, "text/html; charset=utf-8", report.html().getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private void keepOut(Request request) throws IOException {
        if (!access.needsToken()) {
            request.problem(
                    403,
                    "this console answers on this machine's own names alone: open http://localhost:"
                            + server.getAddress().getPort());
        } else if (request.path().equals("/")) {
            request.redirect("/login");
        } else {
            request.problem(401, "show the token: open /login, or send it as a bearer token");
        }
    }

    private void logIn(Request request) throws IOException {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        String shown = body.startsWith("token=")
                ? URLDecoder.decode(body.substring("token=".length()), StandardCharsets.UTF_8)
                        .strip()
                : "";
        if (access.isToken(shown)) {
            request.exchange()
                    .getResponseHeaders()
                    .set(
                            "Set-Cookie",
                            Access.COOKIE + "=" + access.cookieValue() + "; HttpOnly; SameSite=Strict; Path=/");
            request.redirect("/");
        } else {
            request.redirect("/login?wrong");
        }
    }

    /** Ends the streams and stops. */
    @Override
    public void close() {
        live.close();
        explanations.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
