package io.millrace.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.training.parquet.ParquetFixtures;
import io.millrace.training.parquet.ParquetFixtures.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class ParquetSeriesReaderTest {

    private static final Path PUMP = Path.of("../src-test-data/series/pump-01.csv");
    private static final Path GOLDEN = Path.of("../src-test-data/parquet/pump-01.parquet");
    private static final int GOLDEN_ROWS = 300;

    @TempDir
    private Path folder;

    @Test
    void machinesStandInAColumnAndRowsAreOrderedAndWhole() throws IOException {
        Path file = write(
                "many.parquet",
                "optional binary note (STRING); required int64 at (TIMESTAMP(MICROS,true)); required int32 unit;"
                        + " optional double a; required float b; required boolean anomaly; required int64 __index_level_0__;",
                10,
                (r, row) -> {
                    row.append("note", "x");
                    row.append("at", 1_700_000_000_000_000L - 1_000_000L * r);
                    row.append("unit", r % 2);
                    if (r != 4) {
                        row.append("a", 1.0 * r);
                    }
                    row.append("b", r == 5 ? Float.POSITIVE_INFINITY : 2f * r);
                    row.append("anomaly", r == 6);
                    row.append("__index_level_0__", (long) r);
                });

        RecordedSeries read = ParquetSeriesReader.read(file, TableOptions.AUTOMATIC);

        assertThat(read.series()).extracting(Series::machineId).containsExactly("0", "1");
        Series even = read.series().get(0);
        assertThat(even.layout().names()).containsExactly("a", "b");
        assertThat(even.timestamps())
                .containsExactly(1_699_999_992_000L, 1_699_999_994_000L, 1_699_999_998_000L, 1_700_000_000_000L);
        assertThat(even.rows()).isDeepEqualTo(new double[][] {{8, 16}, {6, 12}, {2, 4}, {0, 0}});
        assertThat(even.labels().orElseThrow()).containsExactly(false, true, false, false);
        assertThat(read.rowsRead()).isEqualTo(10);
        assertThat(read.rowsDropped()).isEqualTo(2);
        assertThat(read.rowsReordered()).isEqualTo(6);
        assertThat(read.ignoredColumns()).containsExactly("note");
        assertThat(read.syntheticTime()).isFalse();
    }

    @Test
    void withoutMachineAndTimeAFileIsOneMachineWithARowASecond() throws IOException {
        Path file = write("oven.parquet", "required double a;", 3, (r, row) -> row.append("a", 1.0 * r));

        RecordedSeries read = ParquetSeriesReader.read(file, TableOptions.AUTOMATIC);

        assertThat(read.syntheticTime()).isTrue();
        assertThat(read.series().get(0).machineId()).isEqualTo("oven");
        assertThat(read.series().get(0).timestamps()[2] - read.series().get(0).timestamps()[0])
                .isEqualTo(2_000);
    }

    @Test
    void timesMayBeWordsOrNumbersAndColumnsMayBeNamed() throws IOException {
        Path file = write(
                "t.parquet",
                "required binary w (STRING); required int64 n; required binary m (STRING); required double a; required int32 bad;",
                2,
                (r, row) -> row.append("w", "2024-05-31 23:59:0" + r)
                        .append("n", 1_717_199_940L + r)
                        .append("m", "m" + r)
                        .append("a", 0.5)
                        .append("bad", r));
        TableOptions named = TableOptions.AUTOMATIC.withMachineField("m").withLabelField("bad");

        TableOptions alone = named.withSensors(List.of("a"));

        List<Series> byNumber =
                ParquetSeriesReader.read(file, alone.withTimeField("n")).series();

        assertThat(ParquetSeriesReader.read(file, alone.withTimeField("w")).series())
                .isEqualTo(byNumber);
        Series second = byNumber.get(1);
        assertThat(second.machineId()).isEqualTo("m1");
        assertThat(second.timestamps()).containsExactly(1_717_199_941_000L);
        assertThat(second.labels().orElseThrow()).containsExactly(true);
    }

    @Test
    void saysWhatIsWrongWhereAndWhatToDo() throws IOException {
        Path file = write(
                "bad.parquet",
                "optional int64 time (TIMESTAMP(MILLIS,true)); optional binary machine (STRING); required int32 label;"
                        + " required double a; required group g { required double x; }",
                3,
                (r, row) -> {
                    if (r != 1) {
                        row.append("time", 1_700_000_000_000L + r);
                    }
                    if (r != 2) {
                        row.append("machine", "m");
                    }
                    row.append("label", r).append("a", Double.NaN).addGroup("g").append("x", 1.0);
                });
        TableOptions calm = TableOptions.AUTOMATIC
                .withTimeField("a")
                .withMachineField("label")
                .withLabelField("label");

        assertRefused(
                file, TableOptions.AUTOMATIC.withMachineField("label"), "row 2, column 'time': holds no timestamp");
        assertRefused(file, TableOptions.AUTOMATIC, "row 3, column 'machine': names no machine");
        assertRefused(file, calm, "row 1, column 'a': holds no timestamp");
        assertRefused(file, TableOptions.AUTOMATIC.withSensors(List.of("g")), "column 'g' holds no numbers but OTHER");
        assertRefused(file, TableOptions.AUTOMATIC.withSensors(List.of("z")), "has no column 'z'");
        assertRefused(folder.resolve("none.parquet"), TableOptions.AUTOMATIC, "is no file");
        assertRefused(
                Files.writeString(folder.resolve("text.parquet"), "timestamp,a,b\n1,2,3\n"),
                TableOptions.AUTOMATIC,
                "is no Parquet file");
        assertRefused(
                write("empty.parquet", "required double a;", 0, (r, row) -> {}),
                TableOptions.AUTOMATIC,
                "has columns but no rows");
        assertRefused(
                write(
                        "labels.parquet",
                        "required double a; required int32 label;",
                        3,
                        (r, row) -> row.append("a", 1.0).append("label", r)),
                TableOptions.AUTOMATIC,
                "row 3, column 'label': holds '2', expected a label of 0 or 1");
        assertRefused(
                write(
                        "nan.parquet",
                        "required double a; required double b;",
                        3,
                        (r, row) -> row.append("a", r == 0 ? Double.NaN : 1.0).append("b", r == 0 ? 1.0 : Double.NaN)),
                TableOptions.AUTOMATIC,
                "has no row without a missing value; most are missing in column 'b'");
    }

    @Test
    void theCheckedInFileHoldsTheRowsOfItsTextTwin() throws IOException {
        Series text = CsvSeriesReader.read(PUMP, TableOptions.AUTOMATIC)
                .series()
                .get(0)
                .head(GOLDEN_ROWS);

        RecordedSeries read = ParquetSeriesReader.read(GOLDEN, TableOptions.AUTOMATIC);

        assertThat(read.series()).containsExactly(text);
    }

    /** {@code mvn -pl model-training -am test -Dtest=ParquetSeriesReaderTest -Dmillrace.golden.write=true}, then update the checksum. */
    @Test
    @EnabledIfSystemProperty(named = "millrace.golden.write", matches = "true")
    void writesTheCheckedInFile() throws IOException {
        Series text = CsvSeriesReader.read(PUMP, TableOptions.AUTOMATIC)
                .series()
                .get(0)
                .head(GOLDEN_ROWS);
        var schema = new StringBuilder("message r { required int64 timestamp (TIMESTAMP(MILLIS,true));"
                + " required binary machine (STRING); required boolean label; ");
        text.layout()
                .names()
                .forEach(name -> schema.append("optional double ").append(name).append("; "));
        Files.createDirectories(GOLDEN.getParent());
        Files.deleteIfExists(GOLDEN);
        var form = new Form(CompressionCodecName.ZSTD, WriterVersion.PARQUET_1_0, true);
        ParquetFixtures.write(GOLDEN, form, schema + "}", text.length(), (r, row) -> {
            row.append("timestamp", text.timestamps()[r])
                    .append("machine", text.machineId())
                    .append("label", text.labels().orElseThrow()[r]);
            for (int j = 0; j < text.layout().size(); j++) {
                row.append(text.layout().sensor(j).name(), text.rows()[r][j]);
            }
        });
    }

    private static void assertRefused(Path file, TableOptions options, String message) {
        assertThatThrownBy(() -> ParquetSeriesReader.read(file, options))
                .isInstanceOf(UnreadableSeriesException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    private Path write(String name, String columns, int rows, BiConsumer<Integer, Group> row) throws IOException {
        return ParquetFixtures.write(folder.resolve(name), Form.PLAIN, "message r { " + columns + " }", rows, row);
    }
}
