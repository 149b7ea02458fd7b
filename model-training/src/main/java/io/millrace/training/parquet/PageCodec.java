package io.millrace.training.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;

/** Unpacks pages, in plain Java: no native library to load. */
final class PageCodec {

    private PageCodec() {}

    /**
     * @param unpacked length afterwards
     * @return a new array of that length
     * @throws IOException if the codec is not known here, or the bytes do not give that length
     */
    static byte[] unpack(CompressionCodec codec, byte[] bytes, int offset, int length, int unpacked)
            throws IOException {
        if (codec == null) {
            throw new IOException("it is compressed in a way that is not known");
        }
        return switch (codec) {
            case UNCOMPRESSED -> {
                if (length != unpacked) {
                    throw new IOException("a page of " + length + " bytes, expected " + unpacked);
                }
                yield Arrays.copyOfRange(bytes, offset, offset + length);
            }
            case GZIP -> {
                try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes, offset, length))) {
                    byte[] out = in.readNBytes(unpacked);
                    if (out.length != unpacked || in.read() >= 0) {
                        throw new IOException("a page that does not unpack to " + unpacked + " bytes");
                    }
                    yield out;
                }
            }
            case SNAPPY -> unpack(new SnappyDecompressor(), bytes, offset, length, unpacked);
            case ZSTD -> unpack(new ZstdDecompressor(), bytes, offset, length, unpacked);
            case LZ4_RAW -> unpack(new Lz4Decompressor(), bytes, offset, length, unpacked);
            case LZO, BROTLI, LZ4 ->
                throw new IOException(
                        "it is compressed with " + codec + ", expected SNAPPY, GZIP, ZSTD, LZ4_RAW or none");
        };
    }

    private static byte[] unpack(Decompressor codec, byte[] bytes, int offset, int length, int unpacked)
            throws IOException {
        var out = new byte[unpacked];
        if (unpacked == 0) {
            return out; // a page of missing values alone
        }
        int written = codec.decompress(bytes, offset, length, out, 0, unpacked);
        if (written != unpacked) {
            throw new IOException("a page that unpacks to " + written + " bytes, expected " + unpacked);
        }
        return out;
    }
}
