package io.millrace.cli.heartbeat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The figures for Prometheus, on a port.
 *
 * <p>References: Prometheus, "Exposition formats", text format 0.0.4.
 */
final class MetricsPage implements AutoCloseable {

    private final HttpServer server;

    private MetricsPage(HttpServer server) {
        this.server = server;
    }

    /** @throws IOException if the address cannot be listened on */
    static MetricsPage serve(InetSocketAddress address, Supplier<Map<String, Ledger.Figures>> figures)
            throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = text(figures.get()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return new MetricsPage(server);
    }

    int port() {
        return server.getAddress().getPort();
    }

    static String text(Map<String, Ledger.Figures> figures) {
        var text = new StringBuilder();
        family(
                text,
                "sent_total",
                "counter",
                "Readings of the heartbeat machine that were written and must come back.",
                figures,
                Ledger.Figures::sent);
        family(
                text,
                "scored_total",
                "counter",
                "Readings of the heartbeat machine that came back as scores.",
                figures,
                Ledger.Figures::scored);
        family(
                text,
                "missing",
                "gauge",
                "Readings of the heartbeat machine that have not come back as scores in time.",
                figures,
                Ledger.Figures::missing);
        family(
                text,
                "delay_seconds",
                "gauge",
                "Time from writing the last reading that came back to its score, the whole way, in seconds.",
                figures,
                Ledger.Figures::delaySeconds);
        return text.toString();
    }

    private static void family(
            StringBuilder text,
            String name,
            String type,
            String help,
            Map<String, Ledger.Figures> figures,
            ToDoubleFunction<Ledger.Figures> value) {
        String full = "millrace_heartbeat_" + name;
        text.append("# HELP ").append(full).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(full).append(' ').append(type).append('\n');
        figures.forEach((machine, of) -> {
            double number = value.applyAsDouble(of);
            String shown = Double.isNaN(number)
                    ? "NaN"
                    : String.format(Locale.ROOT, number == Math.rint(number) ? "%.0f" : "%.3f", number);
            text.append(full)
                    .append("{machine=\"")
                    .append(machine)
                    .append("\"} ")
                    .append(shown)
                    .append('\n');
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
