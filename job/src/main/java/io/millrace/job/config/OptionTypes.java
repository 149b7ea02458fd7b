package io.millrace.job.config;

import io.millrace.job.config.Option.OptionType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;

/** The kinds of values that options have. Each parser refuses with what it expected. */
final class OptionTypes {
    static final OptionType<String> TEXT = new OptionType<>("text", Function.identity(), Function.identity());
    static final OptionType<Integer> INTEGER = type("a whole number", Integer::valueOf, String::valueOf);
    static final OptionType<Double> NUMBER = type("a number", Double::valueOf, String::valueOf);
    static final OptionType<Duration> DURATION =
            type("a duration such as 500 ms, 10 s, 5 min, 7 d", OptionTypes::duration, OptionTypes::format);
    static final OptionType<Integer> SIZE = type("a size such as 64 kb, 1 mb", OptionTypes::size, OptionTypes::format);
    static final OptionType<Instant> INSTANT =
            type("an instant such as 2026-03-01T06:00:00Z", Instant::parse, Instant::toString);
    static final OptionType<List<String>> LIST = type(
            "a list (in YAML a list, elsewhere joined by commas)",
            OptionTypes::list,
            values -> String.join(",", values));

    private OptionTypes() {}

    /** Constants are written in lower case with hyphens: {@code AT_LEAST_ONCE} is {@code at-least-once}. */
    static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
        String names =
                Arrays.stream(type.getEnumConstants()).map(OptionTypes::word).collect(Collectors.joining(" | "));
        return type(names, text -> constant(type, text), OptionTypes::word);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> OptionType<T> type(String name, Function<String, T> parse, Function<T, String> format) {
        return new OptionType<>(
                name,
                text -> {
                    try {
                        return parse.apply(text.strip());
                    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
                        throw new IllegalArgumentException("expected " + name, e);
                    }
                },
                format);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(each -> word(each).equals(text.toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static Duration duration(String text) {
        return text.startsWith("P") ? Duration.parse(text) : TimeUtils.parseDuration(text);
    }

    private static int size(String text) {
        return Math.toIntExact(MemorySize.parseBytes(text));
    }

    private static List<String> list(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static String format(Duration duration) {
        return TimeUtils.formatWithHighestUnit(duration);
    }

    private static String format(int bytes) {
        if (bytes > 0 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + " mb";
        }
        return bytes > 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + " kb" : bytes + " bytes";
    }
}
