package io.millrace.deploy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;

/**
 * Checks Kubernetes resources by binding them to their model classes, strictly: those take any field and keep it for later, which is how a typo
 * gets through; here an unknown field is an error.
 *
 * <p>The operator's newest API that can be had as a library is 1.10, which knows Flink versions up to 1.20; {@code flinkVersion} alone is therefore bound
 * as that, and its own value is checked by itself.
 */
final class Kubernetes {

    private static final String FLINK_VERSION = "v2_0"; // of operator 1.11 and later
    private static final String NEWEST_THAT_THE_API_KNOWS = "v1_20";
    private static final Set<String> TOPIC_FIELDS = Set.of("partitions", "replicas", "config");
    private static final Set<String> TOPIC_CONFIG =
            Set.of("cleanup.policy", "retention.ms", "max.message.bytes", "min.insync.replicas");

    private static final ObjectMapper STRICT = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new Strictly());

    private Kubernetes() {}

    /** Unknown fields are neither kept nor passed over. */
    private static final class Strictly extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
            return JsonIgnoreProperties.Value.empty();
        }
    }

    /** What is wrong with a resource, one sentence each. */
    static List<String> violations(JsonNode resource) {
        List<String> violations = new ArrayList<>();
        String name = resource.path("kind").asText() + " "
                + resource.path("metadata").path("name").asText();
        switch (resource.path("kind").asText()) {
            case "FlinkDeployment" -> flinkDeployment(resource, name, violations);
            case "Deployment" -> {
                bind(resource, Deployment.class, name, violations);
                containers(resource, name, violations);
            }
            case "Service" -> bind(resource, Service.class, name, violations);
            case "KafkaTopic" -> {
                unknown(resource.path("spec"), TOPIC_FIELDS, name, violations);
                unknown(resource.path("spec").path("config"), TOPIC_CONFIG, name, violations);
            }
            default -> violations.add("there is no check for " + name);
        }
        return violations;
    }

    private static void flinkDeployment(JsonNode resource, String name, List<String> violations) {
        JsonNode spec = resource.path("spec");
        if (!spec.path("flinkVersion").asText().equals(FLINK_VERSION)) {
            violations.add(name + ": flinkVersion expects " + FLINK_VERSION + ", found " + spec.path("flinkVersion"));
        }
        ObjectNode known = resource.deepCopy();
        ((ObjectNode) known.path("spec")).put("flinkVersion", NEWEST_THAT_THE_API_KNOWS);
        bind(known, FlinkDeployment.class, name, violations);
        FlinkKeys.unknown(StreamSupport.stream(
                        ((Iterable<String>)
                                        () -> spec.path("flinkConfiguration").fieldNames())
                                .spliterator(),
                        false))
                .forEach(key -> violations.add(name + ": Flink knows no `" + key + "`"));
        String image = spec.path("image").asText();
        if (!Images.isPinned(image)) {
            violations.add(name + ": image `" + image + "` is not pinned");
        }
        String main = spec.path("job").path("entryClass").asText();
        try {
            Class.forName(main);
        } catch (ClassNotFoundException e) {
            violations.add(name + ": there is no class " + main);
        }
    }

    private static void containers(JsonNode deployment, String name, List<String> violations) {
        JsonNode template = deployment.path("spec").path("template");
        if (!deployment
                .path("spec")
                .path("selector")
                .path("matchLabels")
                .equals(template.path("metadata").path("labels"))) {
            violations.add(name + ": the selector does not match the pods' labels");
        }
        template.path("spec").path("containers").forEach(container -> {
            String image = container.path("image").asText();
            if (!Images.isPinned(image)) {
                violations.add(name + ": image `" + image + "` is not pinned");
            }
            List<String> words = StreamSupport.stream(container.path("args").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            CommandLines.violations(words).forEach(wrong -> violations.add(name + ": " + wrong));
        });
    }

    private static void bind(JsonNode resource, Class<?> type, String name, List<String> violations) {
        try {
            STRICT.treeToValue(resource, type);
        } catch (JsonProcessingException e) {
            violations.add(name + ": " + e.getOriginalMessage());
        }
    }

    private static void unknown(JsonNode node, Set<String> known, String name, List<String> violations) {
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                violations.add(name + ": there is no field `" + field + "`");
            }
        });
    }
}
