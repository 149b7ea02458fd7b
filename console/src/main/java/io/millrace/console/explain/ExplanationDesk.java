package io.millrace.console.explain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Explains at length on a thread of its own, one after the other and each for a bounded time, and remembers the last answers: pages ask and
 * come back for it. Safe to use from several threads.
 */
public final class ExplanationDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExplanationDesk.class);

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_WAITING = 8;
    private static final int MOST_ANSWERS = 64;

    /** How far an answer is. */
    public enum State {
        /** Nobody has asked. */
        NONE,
        WAITING,
        WORKING,
        DONE,
        FAILED
    }

    /**
     * What is known of a question now.
     *
     * @param version of what was asked about, so that one who asks again about the same gets the same answer
     * @param problem why there is none, empty unless it failed
     */
    public record Answer(State state, String version, Optional<DeepExplanation> explanation, String problem) {

        private static Answer of(State state, String version) {
            return new Answer(state, version, Optional.empty(), "");
        }

        private static Answer failed(String version, String problem) {
            return new Answer(State.FAILED, version, Optional.empty(), problem);
        }

        private boolean underWay() {
            return state == State.WAITING || state == State.WORKING;
        }
    }

    /** Explains; an interrupt ends it with a {@link CancellationException}. */
    @FunctionalInterface
    public interface Work {
        DeepExplanation explain() throws UnexplainableException;
    }

    private final Duration longest;
    private final ThreadPoolExecutor worker;
    private final ScheduledExecutorService watch;
    private final Map<String, Answer> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > MOST_ANSWERS;
        }
    };

    public ExplanationDesk() {
        this(LONGEST);
    }

    /** @param longest time that one explanation may take */
    ExplanationDesk(Duration longest) {
        this.longest = longest;
        this.worker = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), daemon("console explains"));
        this.watch = Executors.newSingleThreadScheduledExecutor(daemon("console explains, its clock"));
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The question why an alert was raised. */
    public static String aboutAlert(String alertId) {
        return "alert " + alertId;
    }

    /** The question why the newest window of a machine scores as it does. */
    public static String aboutMachine(String machineId) {
        return "machine " + machineId;
    }

    /** What is known of a question. */
    public synchronized Answer look(String question) {
        return answers.getOrDefault(question, Answer.of(State.NONE, ""));
    }

    /**
     * Starts on a question, unless it is under way or has been answered for this version.
     *
     * @return what is known of it now
     */
    public synchronized Answer ask(String question, String version, Work work) {
        Answer known = look(question);
        if (known.underWay() || known.state() == State.DONE && known.version().equals(version)) {
            return known;
        }
        answers.put(question, Answer.of(State.WAITING, version));
        try {
            worker.execute(new Task(question, version, work));
        } catch (RejectedExecutionException e) {
            answers.put(
                    question,
                    Answer.failed(version, MOST_WAITING + " explanations wait already: try again in a minute"));
        }
        return look(question);
    }

    private synchronized void put(String question, Answer answer) {
        answers.put(question, answer);
    }

    /** One question, which the clock ends when it takes too long. */
    private final class Task implements Runnable {

        private final String question;
        private final String version;
        private final Work work;

        Task(String question, String version, Work work) {
            this.question = question;
            this.version = version;
            this.work = work;
        }

        @Override
        public void run() {
            put(question, Answer.of(State.WORKING, version));
            var answer = new FutureTask<>(this::answer);
            ScheduledFuture<?> clock =
                    watch.schedule(() -> answer.cancel(true), longest.toMillis(), TimeUnit.MILLISECONDS);
            answer.run();
            clock.cancel(false);
            Thread.interrupted(); // the clock may have struck at the end: the next question is not to suffer
            put(question, result(answer));
        }

        private Answer result(FutureTask<Answer> answer) {
            try {
                return answer.get();
            } catch (CancellationException e) {
                return tooLong();
            } catch (Exception e) {
                LOG.error("explaining {} failed", question, e);
                return Answer.failed(version, "explaining failed: " + e.getCause());
            }
        }

        private Answer answer() {
            try {
                return new Answer(State.DONE, version, Optional.of(work.explain()), "");
            } catch (UnexplainableException e) {
                return Answer.failed(version, e.getMessage());
            } catch (CancellationException e) {
                return tooLong();
            }
        }

        private Answer tooLong() {
            return Answer.failed(
                    version,
                    "it took longer than " + longest.toSeconds()
                            + " s, which is all that the console spends on one: millrace explain, by command, takes its time");
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
        watch.shutdownNow();
    }
}
