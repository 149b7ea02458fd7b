package io.millrace.cli.demo;

import io.millrace.cli.BadInputException;
import io.millrace.cli.console.ConsoleCommand;
import io.millrace.cli.console.JobConsole;
import io.millrace.cli.local.LocalJob;
import io.millrace.cli.terminal.Style;
import io.millrace.cli.terminal.Terminal;
import io.millrace.console.Console;
import io.millrace.console.job.JobFigures;
import io.millrace.detection.file.Folders;
import io.millrace.job.config.JobConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/** The console beside a demo, if it is wanted. Its history goes with it, as the broker's topics do. */
final class DemoConsole implements AutoCloseable {

    private final Optional<Console> console;
    private final Path store;
    private final AtomicReference<LocalJob> job;

    /**
     * Whether and where.
     *
     * @param port empty for the usual one, or a free one where that is taken
     */
    record Wish(boolean wanted, OptionalInt port) {}

    private DemoConsole(Optional<Console> console, Path store, AtomicReference<LocalJob> job) {
        this.console = console;
        this.store = store;
        this.job = job;
    }

    /** Says where it is, unless it is not wanted. */
    static DemoConsole start(Terminal terminal, Wish wish, JobConfig config) throws IOException, InterruptedException {
        var job = new AtomicReference<LocalJob>();
        Path store = Files.createTempDirectory("millrace-console");
        if (!wish.wanted()) {
            return new DemoConsole(Optional.empty(), store, job);
        }
        try {
            int port = wish.port().orElseGet(DemoConsole::usualOrFreePort);
            Console console = JobConsole.start(
                    config,
                    true,
                    JobConsole.Place.loopback(port, store),
                    List.of(),
                    Optional.of(() -> figures(job.get())));
            terminal.line(terminal.styled(Style.GOOD, "ok ") + "Console on "
                    + terminal.styled(Style.STRONG, console.address().toString())
                    + " : open it in a browser; it ends with the demo, but for --keep-running");
            return new DemoConsole(Optional.of(console), store, job);
        } catch (BadInputException | InterruptedException e) {
            delete(store);
            throw e;
        }
    }

    private static int usualOrFreePort() {
        try (var probe = new ServerSocket(ConsoleCommand.USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            return 0;
        }
    }

    private static List<JobFigures.Figure> figures(LocalJob job) throws IOException {
        if (job == null) {
            throw new IOException("the job is starting");
        }
        return job.figures();
    }

    /** From now on the console asks this job for its figures. */
    void ask(LocalJob running) {
        job.set(running);
    }

    @Override
    public void close() {
        console.ifPresent(Console::close);
        delete(store);
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the console's temporary folder " + folder + " cannot be deleted", e);
        }
    }
}
