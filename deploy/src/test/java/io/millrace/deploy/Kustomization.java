package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What {@code kubectl apply -k} would make of a folder, for what is used here: resources, merge patches of resources of their own kind, JSON patches by kind. */
final class Kustomization {

    private static final Set<String> FIELDS =
            Set.of("apiVersion", "kind", "namespace", "resources", "patches", "configMapGenerator", "generatorOptions");

    private Kustomization() {}

    /** @throws IllegalArgumentException if the folder names what is not there, or a patch fits nothing */
    static List<JsonNode> build(Path folder) throws IOException {
        JsonNode kustomization = Project.document(folder.resolve("kustomization.yaml"));
        kustomization
                .fieldNames()
                .forEachRemaining(field -> require(FIELDS.contains(field), folder + ": unknown " + field));
        List<JsonNode> resources = new ArrayList<>();
        for (JsonNode resource : kustomization.path("resources")) {
            Path path = folder.resolve(resource.asText());
            if (path.toFile().isDirectory()) {
                resources.addAll(build(path));
            } else {
                resources.addAll(Project.documents(Project.text(path)));
            }
        }
        for (JsonNode patch : kustomization.path("patches")) {
            String text = Project.text(folder.resolve(patch.path("path").asText()));
            apply(patch.path("target").path("kind").asText(), Project.document(text), resources);
        }
        return resources;
    }

    private static void apply(String kind, JsonNode patch, List<JsonNode> resources) {
        boolean fits = false;
        for (int i = 0; i < resources.size(); i++) {
            JsonNode resource = resources.get(i);
            if (patch.isArray() && resource.path("kind").asText().equals(kind)) {
                resources.set(i, JsonPatch.apply(patch, resource));
                fits = true;
            } else if (patch.isObject() && same(patch, resource)) {
                merge((ObjectNode) resource, patch);
                fits = true;
            }
        }
        require(fits, "a patch fits no resource: " + patch);
    }

    private static boolean same(JsonNode patch, JsonNode resource) {
        return patch.path("kind").equals(resource.path("kind"))
                && patch.path("metadata")
                        .path("name")
                        .equals(resource.path("metadata").path("name"));
    }

    /** JSON merge patch (RFC 7386), as Kustomize uses it for custom resources. */
    private static void merge(ObjectNode target, JsonNode patch) {
        patch.fields().forEachRemaining(field -> {
            JsonNode old = target.get(field.getKey());
            if (old instanceof ObjectNode object && field.getValue().isObject()) {
                merge(object, field.getValue());
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
