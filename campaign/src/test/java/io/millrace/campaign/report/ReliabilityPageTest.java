package io.millrace.campaign.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReliabilityPageTest {

    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    Path directory;

    @Test
    void thePageIsWhatTheResultsSay() throws IOException {
        assertThat(DOCS.resolve("reliability.md")).hasContent(ReliabilityPage.of(DOCS));
    }

    @Test
    void aBrokenPromiseIsOnThePageAndFailsTheCampaign() throws IOException {
        Campaign campaign = new Campaign(2, "second", "The second", "Something is done.");
        campaign.found("It holds", "yes", "yes | surely", true);
        campaign.found("It holds twice", "yes", "no", false);

        assertThatThrownBy(() -> campaign.finish(directory, directory))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("It holds twice");

        String page = Files.readString(directory.resolve("reliability.md"));
        assertThat(page)
                .contains("| [The second](#the-second) `second` | **1 of 2** |")
                .contains("| It holds | yes | yes \\| surely | kept |")
                .contains("| It holds twice | yes | no | **failed** |");
    }

    @Test
    void campaignsWithoutAResultAreNamed() throws IOException {
        Campaign campaign = new Campaign(5, "rescale", "Rescaling", "Something is done.");
        campaign.found("It holds", "yes", "yes", true);
        campaign.finish(directory, directory);

        assertThat(Files.readString(directory.resolve("reliability.md")))
                .contains(
                        "Without a result so far",
                        "`taskmanager-kill`, `jobmanager-kill`",
                        "`garbage`, `bad-releases`");
    }

    @Test
    void aNewResultTakesThePlaceOfTheEarlierOne() throws IOException {
        for (String seen : List.of("once", "again")) {
            Campaign campaign = new Campaign(1, "first", "The first", "Something is done.");
            campaign.found("It holds", "yes", seen, true);
            campaign.finish(directory, directory);
        }

        assertThat(Files.readString(directory.resolve("reliability.md")))
                .contains("again")
                .doesNotContain("once");
    }
}
