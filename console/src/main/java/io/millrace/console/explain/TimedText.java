package io.millrace.console.explain;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * A text with moments in it, which whoever shows it writes as its reader reads the clock.
 *
 * @param parts strings as they are, and event times in milliseconds as {@link Long}s
 */
public record TimedText(List<Object> parts) {

    public TimedText {
        parts = List.copyOf(parts);
    }

    static TimedText of(Object... parts) {
        return new TimedText(List.of(parts));
    }

    /** @param clock writes a moment */
    public String written(LongFunction<String> clock) {
        return parts.stream()
                .map(part -> part instanceof Long ? clock.apply((Long) part) : part.toString())
                .collect(Collectors.joining());
    }
}
