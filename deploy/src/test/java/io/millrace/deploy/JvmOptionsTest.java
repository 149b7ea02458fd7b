package io.millrace.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every JVM of a deployment gets what the job's own tests run with: the vector module, and what Flink reaches by reflection. */
class JvmOptionsTest {

    private static List<String> expected() throws IOException {
        Matcher opens = Pattern.compile("<flink.add-opens>(.*)</flink.add-opens>")
                .matcher(Project.text(Project.ROOT.resolve("pom.xml")));
        assertThat(opens.find()).isTrue();
        return Stream.concat(Stream.of("--add-modules=jdk.incubator.vector"), words(opens.group(1)))
                .toList();
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split("\\s+"));
    }

    @Test
    void theImagesConfigurationStandsInForFlinksOwn() throws IOException {
        JsonNode java = Project.document(Project.DEPLOY.resolve("conf/flink.yaml"))
                .path("env")
                .path("java");

        assertThat(words(java.path("opts").path("all").asText())).containsAll(expected());
    }

    /** The operator sets the default options itself; one of ours would replace what it opens. */
    @Test
    void theOperatorsDefaultsAreLeftToIt() throws IOException {
        JsonNode flink = Project.document(Project.DEPLOY.resolve("kubernetes/base/millrace-job.yaml"))
                .path("spec")
                .path("flinkConfiguration");

        assertThat(words(flink.path("env.java.opts.all").asText())).containsAll(expected());
        assertThat(flink.has("env.java.default-opts.all")).isFalse();
    }

    @Test
    void theCommandsImageOpensThemToo() throws IOException {
        String dockerfile = Project.text(Project.DEPLOY.resolve("Dockerfile"));

        assertThat(words(dockerfile.substring(dockerfile.indexOf("ENTRYPOINT"))))
                .containsAll(expected());
    }
}
