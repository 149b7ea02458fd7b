package io.millrace.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pages' files, from the class path, by the paths under which they are served; there are no others. Immutable. */
final class Assets {

    private static final String OWN = "/io/millrace/console/web/";
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("/", OWN + "index.html"),
            Map.entry("/login", OWN + "login.html"),
            Map.entry("/console.css", OWN + "console.css"),
            Map.entry("/icon.svg", OWN + "icon.svg"),
            Map.entry("/main.js", OWN + "main.js"),
            Map.entry("/store.js", OWN + "store.js"),
            Map.entry("/dom.js", OWN + "dom.js"),
            Map.entry("/words.js", OWN + "words.js"),
            Map.entry("/charts.js", OWN + "charts.js"),
            Map.entry("/wall.js", OWN + "wall.js"),
            Map.entry("/machine.js", OWN + "machine.js"),
            Map.entry("/alerts.js", OWN + "alerts.js"),
            Map.entry("/depth.js", OWN + "depth.js"),
            Map.entry("/models.js", OWN + "models.js"),
            Map.entry("/system.js", OWN + "system.js"),
            Map.entry("/lib/uPlot.js", CHARTS + "uPlot.iife.min.js"),
            Map.entry("/lib/uPlot.css", CHARTS + "uPlot.min.css"));

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Asset> assets;

    record Asset(String contentType, byte[] content) {}

    Assets() {
        this.assets = FILES.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> load(entry.getValue())));
    }

    Optional<Asset> at(String path) {
        return Optional.ofNullable(assets.get(path));
    }

    /** What the login page needs before anybody is known. */
    static boolean isPublic(String path) {
        return path.equals("/login") || path.equals("/console.css") || path.equals("/icon.svg");
    }

    private static Asset load(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the console's file " + resource + " is not on the class path");
            }
            String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
            return new Asset(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the console's file " + resource + " cannot be read", e);
        }
    }
}
