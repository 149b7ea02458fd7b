package io.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.millrace.schemas.codec.SchemaHistory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsyncApiTest {
    private static final Map<String, Schema> TOPICS = Map.of(
            "readings", SensorReading.getClassSchema(),
            "models", ModelRelease.getClassSchema(),
            "alerts", Alert.getClassSchema(),
            "scores", WindowScore.getClassSchema(),
            "readings-rejected", RejectedReading.getClassSchema(),
            "model-status", ModelStatus.getClassSchema(),
            "feedback", AlertFeedback.getClassSchema());

    /** AsyncAPI's JSON schema of version 3.0.0 (Apache-2.0), from the npm package {@code @asyncapi/specs} 6.11.1. */
    private static final com.networknt.schema.Schema ASYNC_API = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_7)
            .getSchema(AsyncApiTest.class.getResourceAsStream("asyncapi-3.0.0.json"));

    private static URL location;
    private static JsonNode document;

    @BeforeAll
    static void readDocument() throws IOException {
        location = AsyncApiTest.class.getResource("/asyncapi.yaml");
        document = new YAMLMapper().readTree(location);
    }

    /** The form is AsyncAPI's own schema's to judge. */
    @Test
    void isAnAsyncApi3Document() throws IOException {
        assertThat(ASYNC_API.validate(document)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "address:, adress:",
        "action: receive, action: recieve",
        "bindingVersion, bindingsVersion",
        "payload:, payloud:"
    })
    void typoIsFound(String right, String wrong) throws IOException {
        String text = new String(location.openStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).contains(right);

        assertThat(ASYNC_API.validate(new YAMLMapper().readTree(text.replace(right, wrong))))
                .isNotEmpty();
    }

    @Test
    void describesTheSevenTopics() {
        assertThat(document.get("asyncapi").asText()).isEqualTo("3.0.0");
        Set<String> addresses = new LinkedHashSet<>();
        document.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asText()));
        assertThat(addresses).containsExactlyInAnyOrderElementsOf(TOPICS.keySet());
    }

    @Test
    void everyTopicsPayloadIsTheNewestSchemaOfItsRecord() throws IOException {
        Map<String, Long> described = new HashMap<>();
        for (JsonNode channel : document.get("channels")) {
            JsonNode message = resolve(channel.get("messages").iterator().next());
            String file = message.at("/payload/schema/$ref").asText();
            try (InputStream in = URI.create(location.toString().replace("asyncapi.yaml", file))
                    .normalize()
                    .toURL()
                    .openStream()) {
                described.put(channel.get("address").asText(), fingerprint(new Schema.Parser().parse(in)));
            }
            Schema current = TOPICS.get(channel.get("address").asText());
            assertThat(file)
                    .endsWith("/" + current.getName() + "/v"
                            + SchemaHistory.of(current).versions().size() + ".avsc");
        }
        Map<String, Long> expected = new HashMap<>();
        TOPICS.forEach((topic, schema) -> expected.put(topic, fingerprint(schema)));
        assertThat(described).isEqualTo(expected);
    }

    @Test
    void everyReferenceWithinTheDocumentLeadsSomewhere() {
        for (JsonNode reference : document.findValues("$ref")) {
            if (reference.asText().startsWith("#")) {
                assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                        .as(reference.asText())
                        .isFalse();
            }
        }
    }

    @Test
    void everyTopicIsReadOrWrittenByOneOperationAndHasAKey() {
        Set<String> used = new LinkedHashSet<>();
        for (JsonNode operation : document.get("operations")) {
            assertThat(used.add(resolve(operation.get("channel")).get("address").asText()))
                    .isTrue();
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(TOPICS.keySet());
        for (JsonNode message : document.at("/components/messages")) {
            assertThat(resolve(message.get("bindings")).at("/kafka/key/type").asText())
                    .as(message.get("name").asText())
                    .isEqualTo("string");
        }
    }

    @Test
    void alertsCarryTheAttributesThatCloudEventsRequires() {
        JsonNode headers = resolve(document.at("/components/messages/Alert/headers"));
        Set<String> required = new LinkedHashSet<>();
        headers.get("required").forEach(name -> required.add(name.asText()));
        assertThat(required).contains("ce_specversion", "ce_id", "ce_source", "ce_type", "content-type");
        Iterator<String> described = headers.get("properties").fieldNames();
        assertThat(described).toIterable().containsExactlyElementsOf(required);
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
