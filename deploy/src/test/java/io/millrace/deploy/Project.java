package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The files of the project, as this module sees them. */
final class Project {

    static final Path ROOT = Path.of("..");
    static final Path DEPLOY = Path.of("");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Project() {}

    static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    /** Every document of a YAML text, anchors and merges resolved; a key that is there twice is an error. */
    static List<JsonNode> documents(String yaml) throws IOException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        try {
            new Yaml(new SafeConstructor(options))
                    .loadAll(yaml)
                    .forEach(document -> documents.add(JSON.valueToTree(document)));
        } catch (YAMLException e) {
            throw new IOException(e.getMessage(), e);
        }
        return documents;
    }

    static JsonNode document(String yaml) throws IOException {
        return documents(yaml).get(0);
    }

    static JsonNode document(Path file) throws IOException {
        return document(text(file));
    }
}
