package io.millrace.job.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A position within bytes in Avro's binary encoding. Believes nothing: every length is compared with what remains.
 *
 * <p>One per task, not thread-safe; allocates nothing while bytes are sound. Reference: Apache Avro 1.12 specification,
 * "Binary Encoding".
 */
final class AvroCursor {
    private static final int MAX_LONG_BYTES = 10;

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private byte[] bytes;
    private int position;
    private int end;

    void reset(byte[] record, int from) {
        bytes = record;
        position = from;
        end = record.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int position() {
        return position;
    }

    void requireEnd() throws Rejection {
        if (position != end) {
            throw Rejection.undecodable("expected the end of the Avro record at byte " + position + ", found "
                    + (end - position) + " more: write one record per message");
        }
    }

    /** A zigzag-coded number in groups of seven bits, least significant first. */
    long readLong() throws Rejection {
        long zigzag = 0;
        for (int shift = 0; shift < 7 * MAX_LONG_BYTES; shift += 7) {
            if (position == end) {
                throw malformed("a number", "the end of the bytes");
            }
            byte group = bytes[position++];
            zigzag |= (group & 0x7FL) << shift;
            if (group >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw malformed("a number of at most " + MAX_LONG_BYTES + " bytes", "a longer one");
    }

    int readIndex(int size) throws Rejection {
        long index = readLong();
        if (index < 0 || index >= size) {
            throw malformed("one of " + size + " branches or symbols", "number " + index);
        }
        return (int) index;
    }

    double readDouble() throws Rejection {
        int at = skip(Double.BYTES);
        long bits = 0;
        for (int i = Double.BYTES - 1; i >= 0; i--) {
            bits = bits << 8 | bytes[at + i] & 0xFF;
        }
        return Double.longBitsToDouble(bits);
    }

    float readFloat() throws Rejection {
        int at = skip(Float.BYTES);
        int bits = 0;
        for (int i = Float.BYTES - 1; i >= 0; i--) {
            bits = bits << 8 | bytes[at + i] & 0xFF;
        }
        return Float.intBitsToFloat(bits);
    }

    boolean readBoolean() throws Rejection {
        byte value = bytes[skip(1)];
        if (value != 0 && value != 1) {
            throw malformed("a boolean of 0 or 1", String.valueOf(value));
        }
        return value == 1;
    }

    /** Moves behind bytes with a length in front and returns that length; the bytes are then before {@link #position()}. */
    int skipBytes() throws Rejection {
        long length = readLong();
        skip(length);
        return (int) length;
    }

    /** As {@link #skipBytes()}, for a string: refuses what is not UTF-8. */
    int skipString() throws Rejection {
        int length = skipBytes();
        for (int i = position - length; i < position; i++) {
            if (bytes[i] < 0) {
                requireUtf8(length);
                break;
            }
        }
        return length;
    }

    private void requireUtf8(int length) throws Rejection {
        try {
            utf8.decode(ByteBuffer.wrap(bytes, position - length, length));
        } catch (CharacterCodingException e) {
            throw malformed("text in UTF-8", "other bytes");
        }
    }

    /** Number of items in the next block of an array or map; 0 at its end. */
    long readBlockCount() throws Rejection {
        long count = readLong();
        if (count < 0) {
            // A negative count is followed by the block's size in bytes, for readers that skip it.
            long size = readLong();
            if (size < 0 || size > end - position) {
                throw malformed("a block within the bytes that remain", size + " bytes");
            }
            count = -count;
        }
        // An item takes a byte or more here (no schema of a reading has items of nothing), and -Long.MIN_VALUE is
        // negative.
        if (count < 0 || count > end - position) {
            throw malformed("at most as many items as bytes remain", count + " items");
        }
        return count;
    }

    /** Moves over the bytes and returns where they began. */
    int skip(long length) throws Rejection {
        if (length < 0 || length > end - position) {
            throw malformed(length + " bytes", "only " + (end - position) + " before the end");
        }
        int from = position;
        position += (int) length;
        return from;
    }

    private Rejection malformed(String expected, String found) {
        return Rejection.undecodable(
                "the Avro record is damaged near byte " + position + ": expected " + expected + ", found " + found);
    }
}
