package io.millrace.console.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentedLogTest {

    private static final StoreLimits LIMITS = new StoreLimits(200, 1_000, Duration.ofDays(1));

    @TempDir
    private Path folder;

    private Clock clock = Clock.systemUTC();

    @Test
    void tellsWhatWasAppendedInItsOrder() throws IOException {
        try (SegmentedLog log = open(new ArrayList<>())) {
            log.append((byte) 7, text("one"));
            log.append((byte) 8, text("two"));
        }

        assertThat(reopened()).containsExactly("7 one", "8 two");
    }

    @Test
    void aTornRecordIsCutOffAndWritingGoesOn() throws IOException {
        try (SegmentedLog log = open(new ArrayList<>())) {
            log.append((byte) 1, text("whole"));
            log.append((byte) 1, text("torn off by a crash"));
        }
        Path segment = segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length - 5));

        try (SegmentedLog log = open(new ArrayList<>())) {
            log.append((byte) 1, text("after"));
        }

        assertThat(reopened()).containsExactly("1 whole", "1 after");
    }

    @Test
    void aChangedByteEndsASegmentAndTheNextOneIsRead() throws IOException {
        try (SegmentedLog log = open(new ArrayList<>())) {
            log.append((byte) 1, text("sound"));
            log.append((byte) 1, text("rotten"));
        }
        try (SegmentedLog log = open(new ArrayList<>())) {
            log.append((byte) 1, text("later"));
        }
        Path segment = segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 1] ^= 1;
        Files.write(segment, bytes);

        assertThat(reopened()).containsExactly("1 sound", "1 later");
    }

    @Test
    void theOldestGoWhenItGrowsTooLarge() throws IOException {
        try (SegmentedLog log = open(new ArrayList<>())) {
            for (int i = 0; i < 100; i++) {
                log.append((byte) 1, text("record number " + i));
            }
            assertThat(log.bytes()).isLessThan(1_300); // the bound, and the segment that is being written
        }

        List<String> kept = reopened();
        assertThat(kept).last().isEqualTo("1 record number 99");
        assertThat(kept).hasSizeBetween(20, 60).doesNotContain("1 record number 0");
    }

    @Test
    void whatIsOlderThanItsAgeIsForgotten() throws IOException {
        try (SegmentedLog log = open(new ArrayList<>())) {
            log.append((byte) 1, text("old"));
        }
        clock = Clock.fixed(Instant.now().plus(Duration.ofDays(2)), ZoneOffset.UTC);

        assertThat(reopened()).isEmpty();
    }

    @Test
    void openingOftenLeavesNoEmptySegments() throws IOException {
        for (int i = 0; i < 5; i++) {
            open(new ArrayList<>()).close();
        }

        assertThat(segments()).hasSize(1);
    }

    private SegmentedLog open(List<String> heard) throws IOException {
        return SegmentedLog.open(
                folder,
                "test",
                LIMITS,
                clock,
                (kind, content) -> heard.add(kind + " " + new String(content, StandardCharsets.UTF_8)));
    }

    private List<String> reopened() throws IOException {
        var heard = new ArrayList<String>();
        open(heard).close();
        return heard;
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
