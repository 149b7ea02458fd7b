package io.millrace.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.cli.Millrace;
import io.millrace.cli.local.TopicTail;
import io.millrace.cli.terminal.Terminal;
import io.millrace.schemas.AlertFeedback;
import io.millrace.schemas.Verdict;
import io.millrace.testdata.browser.HeadlessChromium;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The demo as a user sees it in a browser: an alert comes, its page says why, and marking it as seen is told to everybody. */
class DemoConsoleITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anAlertAppearsExplainsItselfAndIsAcknowledged() throws Exception {
        Optional<Path> executable = HeadlessChromium.find();
        assumeTrue(
                executable.isPresent(),
                "no Chromium on the PATH: install one with console/browser --install, or set "
                        + HeadlessChromium.VARIABLE);
        Thread demo = new Thread(this::demo, "demo");
        demo.start();
        try (HeadlessChromium page = HeadlessChromium.start(executable.get())) {
            page.open(URI.create(printed("Console on (http://\\S+)")));
            await().atMost(PATIENCE)
                    .until(() ->
                            demoIsOver() || page.text(".attention .machine").length() > 0);
            await().atMost(PATIENCE).until(this::demoIsOver);
            page.evaluate("location.hash = '#/alerts'");
            page.click("table.list tbody a");
            page.awaitTrue("document.querySelectorAll('.charts canvas').length > 3");

            String id = page.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('id')")
                    .asText();
            assertThat(page.text("#alert-reason")).contains("expected", "of an error", "times the threshold");
            assertThat(page.text(".key")).contains("observed", "expected by the model", "within the limit");
            assertThat(page.text(".verdict")).contains("Nobody has said anything yet");

            String broker = printed("Kafka broker on (\\S+)");
            BlockingQueue<AlertFeedback> verdicts = new LinkedBlockingQueue<>();
            try (TopicTail tail = TopicTail.start(broker, "feedback", AlertFeedback.class, verdicts::add)) {
                page.click("button[data-verdict=ACKNOWLEDGED]");
                page.awaitTrue("!document.querySelector('.verdict').textContent.includes('Nobody has said')");
                await().atMost(PATIENCE).until(() -> !verdicts.isEmpty());
                tail.throwIfFailed();
            }
            assertThat(verdicts).singleElement().satisfies(verdict -> {
                assertThat(verdict.getVerdict()).isEqualTo(Verdict.ACKNOWLEDGED);
                assertThat(verdict.getAlertId()).isEqualTo(id);
            });
            assertThat(page.complaints()).isEmpty();
        } finally {
            demo.interrupt();
            demo.join();
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Stopping.");
    }

    private void demo() {
        Millrace.run(
                Terminal.plain(print(out), print(err)),
                "demo",
                "--machines",
                "3",
                "--minutes",
                "90",
                "--rate",
                "0",
                "--console-port",
                "0",
                "--keep-running");
    }

    private boolean demoIsOver() {
        return err.toString(StandardCharsets.UTF_8).contains("Still running");
    }

    private String printed(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        await().atMost(PATIENCE).until(() -> wanted.matcher(text()).find());
        Matcher found = wanted.matcher(text());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
