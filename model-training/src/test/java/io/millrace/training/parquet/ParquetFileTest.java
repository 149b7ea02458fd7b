package io.millrace.training.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.training.parquet.ParquetColumn.Kind;
import io.millrace.training.parquet.ParquetFixtures.Form;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetFileTest {

    private static final int ROWS = 1_000;
    private static final long START = 1_700_000_000_123L;
    private static final String SCHEMA = """
            message readings {
              required int64 millis (TIMESTAMP(MILLIS,true));
              optional int64 micros (TIMESTAMP(MICROS,false));
              required int64 nanos (TIMESTAMP(NANOS,true));
              required int32 day (DATE);
              required int96 old;
              required binary machine (STRING);
              required group place { required double north; optional double east; }
              repeated double many;
              optional double pressure;
              required float speed;
              required int32 count;
              required int32 port (INTEGER(16,false));
              optional boolean open;
              required int64 price (DECIMAL(10,2));
              required binary weight (DECIMAL(20,3));
              required binary picture;
              required int32 clock (TIME(MILLIS,true));
            }
            """;

    @TempDir
    private Path folder;

    static Stream<Form> forms() {
        return Stream.of(
                        CompressionCodecName.UNCOMPRESSED,
                        CompressionCodecName.SNAPPY,
                        CompressionCodecName.GZIP,
                        CompressionCodecName.ZSTD,
                        CompressionCodecName.LZ4_RAW)
                .flatMap(codec -> Arrays.stream(WriterVersion.values())
                        .flatMap(
                                version -> Stream.of(new Form(codec, version, true), new Form(codec, version, false))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void givesBackWhatTheProjectsOwnWriterWrote(Form form) throws IOException {
        Path file = ParquetFixtures.write(folder.resolve("all.parquet"), form, SCHEMA, ROWS, ParquetFileTest::fill);

        try (ParquetFile parquet = ParquetFile.open(file)) {
            assertThat(parquet.rows()).isEqualTo(ROWS);
            assertThat(parquet.columns())
                    .extracting(ParquetColumn::toString)
                    .containsExactly(
                            "millis (TIME)",
                            "micros (TIME)",
                            "nanos (TIME)",
                            "day (TIME)",
                            "old (TIME)",
                            "machine (TEXT)",
                            "place (OTHER)",
                            "many (OTHER)",
                            "pressure (NUMBER)",
                            "speed (NUMBER)",
                            "count (NUMBER)",
                            "port (NUMBER)",
                            "open (NUMBER)",
                            "price (NUMBER)",
                            "weight (NUMBER)",
                            "picture (OTHER)",
                            "clock (OTHER)");
            assertThat(parquet.times(column(parquet, "millis"))).isEqualTo(times(r -> START + r));
            assertThat(parquet.times(column(parquet, "micros")))
                    .isEqualTo(times(r -> r % 5 == 0 ? Long.MIN_VALUE : START + r));
            assertThat(parquet.times(column(parquet, "nanos"))).isEqualTo(times(r -> START + r));
            assertThat(parquet.times(column(parquet, "day"))).isEqualTo(times(r -> 86_400_000L * (19_000 + r)));
            assertThat(parquet.times(column(parquet, "old"))).isEqualTo(times(r -> 86_400_000L * 2 + r));
            assertThat(parquet.texts(column(parquet, "machine")))
                    .isEqualTo(IntStream.range(0, ROWS)
                            .mapToObj(r -> "pump-" + r % 3)
                            .toArray(String[]::new));
            assertThat(parquet.numbers(column(parquet, "pressure")))
                    .isEqualTo(numbers(r -> r % 7 == 0 ? Double.NaN : Math.sin(r)));
            assertThat(parquet.numbers(column(parquet, "speed"))).isEqualTo(numbers(r -> (float) Math.cos(r)));
            assertThat(parquet.numbers(column(parquet, "count"))).isEqualTo(numbers(r -> r % 11 - 5));
            assertThat(parquet.numbers(column(parquet, "port"))).isEqualTo(numbers(r -> 65_000 + r % 2));
            assertThat(parquet.numbers(column(parquet, "open")))
                    .isEqualTo(numbers(r -> r % 4 == 3 ? Double.NaN : r % 2));
            assertThat(parquet.numbers(column(parquet, "price"))).isEqualTo(numbers(r -> (r - 500) / 100.0));
            assertThat(parquet.numbers(column(parquet, "weight"))).isEqualTo(numbers(r -> -r / 1000.0));
            assertThatThrownBy(() -> parquet.numbers(column(parquet, "machine")))
                    .hasMessageContaining("holds TEXT");
        }
    }

    private static void fill(int r, Group row) {
        row.append("millis", START + r);
        if (r % 5 != 0) {
            row.append("micros", 1_000 * (START + r) + 999);
        }
        row.append("nanos", 1_000_000 * (START + r) + 999_999);
        row.append("day", 19_000 + r);
        row.append(
                "old",
                Binary.fromConstantByteArray(ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(1_000_000L * r)
                        .putInt(2_440_590)
                        .array()));
        row.append("machine", "pump-" + r % 3);
        row.addGroup("place").append("north", 1.0 * r).append("east", 2.0);
        for (int n = 0; n < r % 3; n++) {
            row.append("many", 1.0 * n);
        }
        if (r % 7 != 0) {
            row.append("pressure", Math.sin(r));
        }
        row.append("speed", (float) Math.cos(r));
        row.append("count", r % 11 - 5);
        row.append("port", 65_000 + r % 2);
        if (r % 4 != 3) {
            row.append("open", r % 2 == 1);
        }
        row.append("price", (long) (r - 500));
        row.append("weight", Binary.fromConstantByteArray(BigInteger.valueOf(-r).toByteArray()));
        row.append("picture", Binary.fromConstantByteArray(new byte[] {1, 2, 3}));
        row.append("clock", r);
    }

    @Test
    void namesACodecThatItDoesNotKnow() throws IOException {
        var form = new Form(CompressionCodecName.BROTLI, WriterVersion.PARQUET_1_0, true);
        Path file = ParquetFixtures.write(folder.resolve("b.parquet"), form, SCHEMA, 5, ParquetFileTest::fill);

        try (ParquetFile parquet = ParquetFile.open(file)) {
            assertThatThrownBy(() -> parquet.numbers(column(parquet, "count")))
                    .isInstanceOf(BadParquetException.class)
                    .hasMessageContaining(
                            "column 'count' cannot be read (it is compressed with BROTLI, expected SNAPPY");
        }
    }

    @Test
    void refusesWhatIsNoParquetFile() throws IOException {
        assertRefused("short".getBytes(), "no Parquet file: it has 5 bytes");
        assertRefused("a text that is long enough".getBytes(), "expected it to end with PAR1");
        assertRefused("PAR1 and then somewhat PARE".getBytes(), "encrypted");
        assertRefused("PAR1\377\377\377\177PAR1".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), "damaged");
    }

    /** Whatever is wrong with a file, it is a sentence; no defect gets through as another kind of exception, and no memory is lost. */
    @Test
    void neverFailsOtherwiseOnDamagedFiles() throws IOException {
        var form = new Form(CompressionCodecName.SNAPPY, WriterVersion.PARQUET_2_0, true);
        byte[] whole = Files.readAllBytes(
                ParquetFixtures.write(folder.resolve("w.parquet"), form, SCHEMA, 300, ParquetFileTest::fill));
        var random = new Random(7);
        Path damaged = folder.resolve("damaged.parquet");
        int refused = 0;
        for (int n = 0; n < 400; n++) {
            byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int flips = 1 + random.nextInt(8); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(damaged, bytes);
            try (ParquetFile parquet = ParquetFile.open(damaged)) {
                for (ParquetColumn column : parquet.columns()) {
                    if (column.kind() == Kind.NUMBER && parquet.rows() <= 10_000) {
                        parquet.numbers(column);
                    }
                }
            } catch (BadParquetException expected) {
                assertThat(expected.getMessage()).contains(":");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(200);
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("bad.parquet"), bytes);
        assertThatThrownBy(() -> ParquetFile.open(file))
                .isInstanceOf(BadParquetException.class)
                .hasMessageContaining(message);
    }

    private static ParquetColumn column(ParquetFile parquet, String name) {
        return parquet.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long[] times(java.util.function.IntToLongFunction value) {
        return IntStream.range(0, ROWS).mapToLong(value).toArray();
    }

    private static double[] numbers(java.util.function.IntToDoubleFunction value) {
        return IntStream.range(0, ROWS).mapToDouble(value).toArray();
    }
}
