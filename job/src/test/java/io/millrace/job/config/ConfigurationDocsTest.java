package io.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationDocsTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void documentationTellsWhatTheOptionsAre() throws IOException {
        String expected = ConfigurationDocs.page();
        if (Boolean.getBoolean("millrace.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }

        assertThat(PAGE)
                .as("write it anew with the command at its top")
                .content()
                .isEqualTo(expected);
    }

    @Test
    void everyOptionHasAHeadingAndASentence() {
        assertThat(ConfigurationDocs.page()).doesNotContain("## null");
        assertThat(JobOptions.all()).allSatisfy(option -> {
            assertThat(option.description()).endsWith(".");
            assertThat(option.key()).matches("[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)+");
        });
    }
}
