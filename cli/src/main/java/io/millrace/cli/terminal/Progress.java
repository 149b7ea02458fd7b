package io.millrace.cli.terminal;

import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far long work has come, on the terminal's status line; silent where nobody watches. */
public final class Progress implements AutoCloseable {

    private static final int UPDATE_MILLIS = 200;

    private final ProgressBar bar; // null where nobody watches

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * @param task one word that says what is counted
     * @param total how many there will be
     */
    public static Progress start(Terminal terminal, String task, long total) {
        if (!terminal.interactive()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setSpeedUnit(ChronoUnit.SECONDS)
                .setUnit("", 1)
                .showSpeed()
                .setConsumer(new StatusLine(terminal))
                .build());
    }

    /** @param count how many so far */
    public void at(long count) {
        if (bar != null) {
            bar.stepTo(count);
        }
    }

    /** @param text what is being done at the moment */
    public void saying(String text) {
        if (bar != null) {
            bar.setExtraMessage(text);
        }
    }

    /** Takes the bar off the screen. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private record StatusLine(Terminal terminal) implements ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return terminal.columns() - 1;
        }

        @Override
        public void accept(String rendered) {
            terminal.status(rendered.strip());
        }

        @Override
        public void clear() {
            terminal.status("");
        }

        @Override
        public void close() {
            terminal.status("");
        }
    }
}
