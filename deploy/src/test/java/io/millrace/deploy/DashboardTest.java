package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DashboardTest {

    @Test
    void everyQueryNamesMetricsThatThereAre() throws IOException {
        assertThat(Dashboard.queries())
                .hasSizeGreaterThan(20)
                .allSatisfy(query -> assertThat(Metrics.documented()).as(query).containsAll(Metrics.in(query)));
    }

    @Test
    void everyPanelSaysWhatItShowsInWhichUnitAndWhereFrom() throws IOException {
        JsonNode source = Project.document(Project.DEPLOY.resolve("grafana/provisioning/datasources/prometheus.yml"))
                .path("datasources")
                .get(0);
        List<Integer> ids = new ArrayList<>();
        for (JsonNode panel : Dashboard.read().path("panels")) {
            ids.add(panel.path("id").asInt());
            if (panel.path("type").asText().equals("row")) {
                continue;
            }
            assertThat(panel.path("description").asText())
                    .as(panel.path("title").asText())
                    .isNotBlank();
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
                    .isNotBlank();
            assertThat(panel.path("targets")).isNotEmpty();
            assertThat(panel.path("datasource").path("uid").asText())
                    .isEqualTo(source.path("uid").asText());
        }
        assertThat(ids).doesNotHaveDuplicates();
    }
}
