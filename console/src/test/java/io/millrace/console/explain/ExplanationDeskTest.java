package io.millrace.console.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.console.explain.ExplanationDesk.Answer;
import io.millrace.console.explain.ExplanationDesk.State;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Questions and answers, without the explaining. */
class ExplanationDeskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void whoeverAsksAgainAboutTheSameGetsTheSameAnswer() {
        var asked = new AtomicInteger();
        ExplanationDesk.Work work = () -> {
            asked.incrementAndGet();
            return answer();
        };
        try (var desk = new ExplanationDesk()) {
            assertThat(desk.look("alert a").state()).isEqualTo(State.NONE);
            desk.ask("alert a", "1", work);
            await().atMost(PATIENCE).until(() -> desk.look("alert a").state() == State.DONE);

            assertThat(desk.ask("alert a", "1", work).state()).isEqualTo(State.DONE);
            assertThat(asked).hasValue(1);

            desk.ask("alert a", "2", work);
            await().atMost(PATIENCE).until(() -> asked.get() == 2);
        }
    }

    @Test
    void oneThatTakesTooLongIsEndedAndTheNextOneIsAnswered() {
        var never = new CountDownLatch(1);
        try (var desk = new ExplanationDesk(Duration.ofMillis(50))) {
            desk.ask("alert slow", "1", () -> {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CancellationException("interrupted");
                }
                return answer();
            });
            desk.ask("alert quick", "1", ExplanationDeskTest::answer);

            await().atMost(PATIENCE).until(() -> desk.look("alert quick").state() == State.DONE);
            Answer slow = desk.look("alert slow");
            assertThat(slow.state()).isEqualTo(State.FAILED);
            assertThat(slow.problem()).contains("longer than", "millrace explain");
        }
    }

    @Test
    void saysWhyThereIsNoneAndTriesAgainWhenAsked() {
        try (var desk = new ExplanationDesk()) {
            desk.ask("machine m", "1", () -> {
                throw new UnexplainableException("the window is filling");
            });
            await().atMost(PATIENCE).until(() -> desk.look("machine m").state() == State.FAILED);
            assertThat(desk.look("machine m").problem()).isEqualTo("the window is filling");

            desk.ask("machine m", "1", () -> {
                throw new IllegalStateException("broken");
            });
            await().atMost(PATIENCE)
                    .until(() -> desk.look("machine m").problem().contains("broken"));

            desk.ask("machine m", "1", ExplanationDeskTest::answer);
            await().atMost(PATIENCE).until(() -> desk.look("machine m").state() == State.DONE);
        }
    }

    @Test
    void aQueueThatIsFullTurnsAway() {
        var go = new CountDownLatch(1);
        try (var desk = new ExplanationDesk()) {
            for (int n = 0; n < 12; n++) {
                desk.ask("alert " + n, "1", () -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new CancellationException("the desk was closed");
                    }
                    return answer();
                });
            }
            assertThat(desk.look("alert 11").problem()).contains("wait already", "try again");
            assertThat(desk.look("alert 1").state()).isEqualTo(State.WAITING);
            go.countDown();
            await().atMost(PATIENCE).until(() -> desk.look("alert 7").state() == State.DONE);
        }
    }

    private static DeepExplanation answer() {
        return new DeepExplanation("m", "model", 1, "detector", new long[0], null, 0);
    }
}
