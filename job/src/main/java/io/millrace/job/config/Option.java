package io.millrace.job.config;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One thing that can be set: its key, type, default and a sentence about it.
 *
 * @param key hierarchical, lower case, words joined by hyphens, such as {@code checkpoint.interval}
 * @param type how a value is written
 * @param defaultValue the value when none is set; empty when there is none
 * @param description one sentence with the unit, for people
 * @param range which values are allowed
 */
record Option<T>(String key, OptionType<T> type, Optional<T> defaultValue, String description, Range<T> range) {

    /** A condition on a value and how people call it, such as {@code above 0}. */
    record Range<T>(String words, Predicate<T> allows) {
        static <T> Range<T> any() {
            return new Range<>("", value -> true);
        }
    }

    Option {
        Objects.requireNonNull(key);
        Objects.requireNonNull(range);
    }

    /** Parses and checks a value as written by a user. */
    T parse(String text) {
        T value = type.parse().apply(text);
        if (!range.allows().test(value)) {
            throw new IllegalArgumentException("expected " + type.name() + " " + range.words());
        }
        return value;
    }

    /** The default as a user would write it; empty when there is none. */
    Optional<String> defaultText() {
        return defaultValue.map(type.format());
    }

    /** The environment variable that sets it: {@code MILLRACE_JOB_CHECKPOINT_INTERVAL}. */
    String environmentVariable() {
        return ConfigSources.environmentVariable(key);
    }

    /** How a kind of value is named, read and written. */
    record OptionType<T>(String name, Function<String, T> parse, Function<T, String> format) {}
}
