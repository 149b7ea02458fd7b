package io.millrace.training.parquet;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.xerial.snappy.Snappy;

/** Files by the Parquet project's own writer, packed by the codecs' own libraries. */
public final class ParquetFixtures {

    private ParquetFixtures() {}

    /** How a file is laid out. */
    public record Form(CompressionCodecName codec, ParquetProperties.WriterVersion version, boolean dictionary) {

        public static final Form PLAIN =
                new Form(CompressionCodecName.UNCOMPRESSED, ParquetProperties.WriterVersion.PARQUET_1_0, true);
    }

    /** @param row fills the group of a row, by its number from 0 */
    public static Path write(Path file, Form form, String schema, int rows, BiConsumer<Integer, Group> row)
            throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(schema);
        var groups = new SimpleGroupFactory(type);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Codecs())
                .withType(type)
                .withCompressionCodec(form.codec())
                .withWriterVersion(form.version())
                .withDictionaryEncoding(form.dictionary())
                .withPageRowCountLimit(70)
                .withRowGroupSize(4_000L)
                .withMinRowCountForPageSizeCheck(50)
                .withMaxRowCountForPageSizeCheck(100)
                .build()) {
            for (int r = 0; r < rows; r++) {
                Group group = groups.newGroup();
                row.accept(r, group);
                writer.write(group);
            }
        }
        return file;
    }

    /** Packs without Hadoop, which the writer's own codecs want. */
    private static final class Codecs implements CompressionCodecFactory {

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName name) {
            return new BytesInputCompressor() {
                @Override
                public BytesInput compress(BytesInput bytes) throws IOException {
                    var plain = new ByteArrayOutputStream();
                    bytes.writeAllTo(plain);
                    return BytesInput.from(pack(name, plain.toByteArray()));
                }

                @Override
                public CompressionCodecName getCodecName() {
                    return name;
                }

                @Override
                public void release() {}
            };
        }

        private static byte[] pack(CompressionCodecName name, byte[] bytes) throws IOException {
            return switch (name) {
                case UNCOMPRESSED -> bytes;
                case SNAPPY -> Snappy.compress(bytes);
                case ZSTD -> Zstd.compress(bytes);
                case GZIP -> {
                    var packed = new ByteArrayOutputStream();
                    try (var out = new GZIPOutputStream(packed)) {
                        out.write(bytes);
                    }
                    yield packed.toByteArray();
                }
                case LZ4_RAW -> {
                    var codec = new Lz4Compressor();
                    var packed = new byte[codec.maxCompressedLength(bytes.length)];
                    yield Arrays.copyOf(packed, codec.compress(bytes, 0, bytes.length, packed, 0, packed.length));
                }
                default -> bytes; // not packed at all: only the footer says so
            };
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
            throw new UnsupportedOperationException("nothing is read by this factory");
        }

        @Override
        public void release() {}
    }
}
