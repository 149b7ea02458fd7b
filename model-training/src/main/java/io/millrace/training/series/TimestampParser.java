package io.millrace.training.series;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Timestamps as files write them: ISO dates and times, with a blank or a T between them, with or without fraction and offset (UTC where
 * there is none); numbers are epoch milliseconds, epoch seconds or, below 10⁸, seconds since {@link #SYNTHETIC_START}.
 */
public final class TimestampParser {

    /** Where series without a time column begin. */
    static final Instant SYNTHETIC_START = Instant.parse("2020-01-01T00:00:00Z");

    private static final double SMALLEST_EPOCH_SECONDS = 1e8; // March 1973
    private static final double SMALLEST_EPOCH_MILLIS = 1e11; // the same day; as seconds it would be the year 5138

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    private TimestampParser() {}

    /** Epoch milliseconds, or empty for text that is no timestamp. */
    public static OptionalLong parse(String text) {
        OptionalLong date = parseDate(text);
        return date.isPresent() ? date : parseNumber(text);
    }

    /** Epoch milliseconds of a written date; a plain number is none. */
    static OptionalLong parseDate(String text) {
        if (text.length() < 8 || text.indexOf('-', 1) < 0) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(toInstant(FORMAT.parse(text)).toEpochMilli());
        } catch (DateTimeParseException noDate) {
            return OptionalLong.empty();
        }
    }

    /** Asks what the text held instead of trying one type after another: a failed try costs more than all the rest. */
    private static Instant toInstant(TemporalAccessor parsed) {
        LocalDate date = LocalDate.from(parsed);
        LocalTime time = parsed.isSupported(ChronoField.NANO_OF_DAY) ? LocalTime.from(parsed) : LocalTime.MIDNIGHT;
        ZoneOffset offset = parsed.isSupported(ChronoField.OFFSET_SECONDS) ? ZoneOffset.from(parsed) : ZoneOffset.UTC;
        return LocalDateTime.of(date, time).toInstant(offset);
    }

    private static OptionalLong parseNumber(String text) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            return OptionalLong.empty();
        }
        return ofNumber(number);
    }

    /** Epoch milliseconds of a plain number; empty for one that no clock shows. */
    static OptionalLong ofNumber(double number) {
        if (!Double.isFinite(number) || Math.abs(number) > 1e15) {
            return OptionalLong.empty();
        }
        if (Math.abs(number) >= SMALLEST_EPOCH_MILLIS) {
            return OptionalLong.of(Math.round(number));
        }
        long millis = Math.round(1000 * number);
        boolean epochSeconds = Math.abs(number) >= SMALLEST_EPOCH_SECONDS;
        return OptionalLong.of(epochSeconds ? millis : SYNTHETIC_START.toEpochMilli() + millis);
    }
}
