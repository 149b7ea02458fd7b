package io.millrace.console.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Records appended to numbered files. A crash leaves at most a torn last record, which the next opening cuts off; a record is there whole
 * or not at all. One thread at a time.
 *
 * <pre>
 *   file    "MLRCLOG" 1, then records
 *   record  4 bytes length n | 4 bytes CRC-32C of the rest | 1 byte kind | n bytes
 * </pre>
 */
final class SegmentedLog implements AutoCloseable {

    private static final byte[] MAGIC = {'M', 'L', 'R', 'C', 'L', 'O', 'G', 1};
    private static final int HEADER = 4 + 4 + 1;

    /** Nothing that is written is larger; a length beyond it is damage. */
    private static final int LARGEST = 64 << 20;

    private final Path folder;
    private final String name;
    private final StoreLimits limits;
    private final Clock clock;
    private final List<Segment> segments = new ArrayList<>(); // oldest first; the last one is written to
    private FileChannel out;

    private static final class Segment {
        final Path file;
        final long number;
        long bytes;
        long writtenMillis;

        Segment(Path file, long number, long bytes, long writtenMillis) {
            this.file = file;
            this.number = number;
            this.bytes = bytes;
            this.writtenMillis = writtenMillis;
        }
    }

    /** Hears of the records that a log holds, oldest first. */
    interface Reader {

        /** @param kind as it was appended */
        void record(byte kind, byte[] content) throws IOException;
    }

    private SegmentedLog(Path folder, String name, StoreLimits limits, Clock clock) {
        this.folder = folder;
        this.name = name;
        this.limits = limits;
        this.clock = clock;
    }

    /** Opens a log, made anew if it is not there, and tells what it holds. */
    static SegmentedLog open(Path folder, String name, StoreLimits limits, Clock clock, Reader reader)
            throws IOException {
        var log = new SegmentedLog(folder, name, limits, clock);
        log.find();
        log.forget();
        for (Segment segment : log.segments) {
            log.read(segment, reader);
        }
        log.dropEmpty();
        log.startSegment();
        return log;
    }

    private void find() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().matches(name + "-\\d{10}\\.log"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String number = file.getFileName().toString().substring(name.length() + 1, name.length() + 11);
            segments.add(new Segment(
                    file,
                    Long.parseLong(number),
                    Files.size(file),
                    Files.getLastModifiedTime(file).toMillis()));
        }
    }

    /** Cuts off what cannot be read: after a crash that is the end of the last segment. */
    private void read(Segment segment, Reader reader) throws IOException {
        long sound = 0;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(segment.file), 1 << 16))) {
            if (Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                sound = MAGIC.length;
                while (true) {
                    int length = in.readInt();
                    int checksum = in.readInt();
                    if (length < 0 || length > LARGEST) {
                        break;
                    }
                    byte kind = in.readByte();
                    byte[] content = in.readNBytes(length);
                    if (content.length < length || checksum(kind, content) != checksum) {
                        break;
                    }
                    reader.record(kind, content);
                    sound += HEADER + length;
                }
            }
        } catch (EOFException e) {
            // The end of the segment, or a header that was torn: `sound` says where.
        }
        if (sound < segment.bytes) {
            try (FileChannel channel = FileChannel.open(segment.file, StandardOpenOption.WRITE)) {
                channel.truncate(sound);
            }
            segment.bytes = sound;
        }
    }

    /** Each opening starts a segment: those that nothing came into must not pile up. */
    private void dropEmpty() throws IOException {
        for (Iterator<Segment> each = segments.iterator(); each.hasNext(); ) {
            Segment segment = each.next();
            if (segment.bytes <= MAGIC.length) {
                Files.deleteIfExists(segment.file);
                each.remove();
            }
        }
    }

    private void startSegment() throws IOException {
        long number = segments.isEmpty() ? 1 : segments.get(segments.size() - 1).number + 1;
        Path file = folder.resolve(String.format("%s-%010d.log", name, number));
        out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        write(ByteBuffer.wrap(MAGIC));
        segments.add(new Segment(file, number, MAGIC.length, clock.millis()));
    }

    /** Appends one record; it survives the process, and after {@link #sync} the machine's fall, too. */
    void append(byte kind, byte[] content) throws IOException {
        Segment segment = segments.get(segments.size() - 1);
        if (segment.bytes > limits.segmentBytes()) {
            out.force(false);
            out.close();
            startSegment();
            forget();
            segment = segments.get(segments.size() - 1);
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER + content.length)
                .putInt(content.length)
                .putInt(checksum(kind, content))
                .put(kind)
                .put(content)
                .flip();
        write(record);
        segment.bytes += HEADER + content.length;
        segment.writtenMillis = clock.millis();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    void sync() throws IOException {
        out.force(false);
    }

    /** Deletes segments that are beyond the bounds, the one that is written to excepted. */
    private void forget() throws IOException {
        long oldest = clock.millis() - limits.age().toMillis();
        int keep = out == null ? 0 : 1;
        while (segments.size() > keep && (bytes() > limits.logBytes() || segments.get(0).writtenMillis < oldest)) {
            Files.deleteIfExists(segments.remove(0).file);
        }
    }

    long bytes() {
        return segments.stream().mapToLong(segment -> segment.bytes).sum();
    }

    private static int checksum(byte kind, byte[] content) {
        var crc = new CRC32C();
        crc.update(kind);
        crc.update(content);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        out.force(false);
        out.close();
    }
}
