package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Grafana dashboard's panels and queries. */
final class Dashboard {

    static final Path FILE = Project.DEPLOY.resolve("grafana/dashboards/millrace.json");

    private Dashboard() {}

    static JsonNode read() throws IOException {
        return new ObjectMapper().readTree(FILE.toFile());
    }

    static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        read().path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> queries.add(target.path("expr").asText())));
        return queries;
    }
}
