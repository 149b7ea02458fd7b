package io.millrace.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSeriesReaderTest {

    @TempDir
    Path folder;

    @Test
    void readsATestBedWithSemicolonsAndTwoMarks() throws IOException {
        RecordedSeries read = read(
                "bed.csv",
                "datetime;Current;Volume Flow RateRMS;anomaly;changepoint\r\n"
                        + "2020-03-09 10:14:33;1.33;32.0;0.0;0.0\r\n"
                        + "2020-03-09 10:14:34;1.35;31.5;1.0;1.0\r\n");

        Series series = only(read);
        assertThat(series.machineId()).isEqualTo("bed");
        assertThat(series.layout().names()).containsExactly("Current", "Volume Flow RateRMS");
        assertThat(series.timestamps()).containsExactly(millis("2020-03-09T10:14:33Z"), millis("2020-03-09T10:14:34Z"));
        assertThat(series.rows()[1]).containsExactly(1.35, 31.5);
        assertThat(series.labels().orElseThrow()).containsExactly(false, true);
        assertThat(read.syntheticTime()).isFalse();
    }

    @Test
    void readsOneValuePerTimestamp() throws IOException {
        Series series = only(read("tweets.csv", "timestamp,value\n2015-02-26 21:42:53,35\n2015-02-26 21:47:53,41\n"));

        assertThat(series.layout().names()).containsExactly("value");
        assertThat(series.labels()).isEmpty();
    }

    @Test
    void countsSecondsFrom2020WhereThereIsNoTime() throws IOException {
        RecordedSeries read = read("wide.csv", "0,1,Label\n-0.99,0.0,0\n-0.98,1.0,0\n0.5,1.0,1\n");

        Series series = only(read);
        assertThat(read.syntheticTime()).isTrue();
        assertThat(series.layout().names()).containsExactly("0", "1");
        assertThat(series.timestamps()[2]).isEqualTo(millis("2020-01-01T00:00:02Z"));
        assertThat(series.labels().orElseThrow()).containsExactly(false, false, true);
    }

    @Test
    void namesOfFaultsMarkTheRowsInPlaceOfLabels() throws IOException {
        Series series = only(CsvSeriesReader.read(
                write("faults.csv", "t,label,fault\n1,0,Normal\n2,0,leak\n3,1,\n4,0, Wear \n"),
                TableOptions.AUTOMATIC.withFaultField("fault")));

        assertThat(series.layout().names()).containsExactly("t");
        assertThat(series.faults().orElseThrow()).containsExactly("", "leak", "", "Wear");
        assertThat(series.labels().orElseThrow()).containsExactly(false, true, false, true);
        assertThat(series.tail(1).faults().orElseThrow()).containsExactly("leak", "", "Wear");
        assertThat(series.withoutLabels().labels()).isEmpty();
    }

    @Test
    void dividesAFileByMachine() throws IOException {
        RecordedSeries read = read(
                "plant.tsv",
                "machine_id\ttime\tpressure\tstate\n"
                        + "p-2\t1700000000\t1.5\tok\n"
                        + "p-1\t1700000000000\t2.5\tok\n"
                        + "p-2\t1700000010\t1.6\tok\n");

        assertThat(read.series()).extracting(Series::machineId).containsExactly("p-2", "p-1");
        assertThat(read.series().get(0).timestamps()).containsExactly(1_700_000_000_000L, 1_700_000_010_000L);
        assertThat(read.series().get(1).timestamps()).containsExactly(1_700_000_000_000L);
        assertThat(read.ignoredColumns()).containsExactly("state");
    }

    @Test
    void dropsAndCountsRowsThatAreNotFinite() throws IOException {
        RecordedSeries read = read("gaps.csv", "a,b\n1,2\n,3\nNaN,4\n5,inf\n6,7\n");

        assertThat(read.rowsRead()).isEqualTo(5);
        assertThat(read.rowsDropped()).isEqualTo(3);
        assertThat(only(read).rows()).isDeepEqualTo(new double[][] {{1, 2}, {6, 7}});
        assertThat(only(read).timestamps())
                .as("a dropped row leaves its gap in time")
                .containsExactly(millis("2020-01-01T00:00:00Z"), millis("2020-01-01T00:00:04Z"));
    }

    @Test
    void leavesAnEmptyColumnOutRatherThanEveryRow() throws IOException {
        RecordedSeries read = read("empty-column.csv", "a,b\n1,\n2,\n");

        assertThat(only(read).layout().names()).containsExactly("a");
        assertThat(read.ignoredColumns()).containsExactly("b");
        assertThat(read.rowsDropped()).isZero();
    }

    @Test
    void putsRowsInTimeOrderAndKeepsEqualTimes() throws IOException {
        RecordedSeries read = read(
                "order.csv", "time,v\n2024-01-01T00:00:02Z,3\n2024-01-01T00:00:00Z,1\n2024-01-01T01:00:02+01:00,4\n");

        assertThat(read.rowsReordered()).isEqualTo(1);
        assertThat(only(read).rows()).isDeepEqualTo(new double[][] {{1}, {3}, {4}});
    }

    @Test
    void takesTheColumnsThatTheUserNames() throws IOException {
        Path file = write("named.csv", "when,b,a,bad,id\n2024-01-01,1,2,0,x\n2024-01-02,3,4,1,x\n");
        TableOptions options = TableOptions.AUTOMATIC
                .withMachineField("id")
                .withTimeField("when")
                .withSensors(List.of("a", "b"))
                .withLabelField("bad");

        Series series = only(CsvSeriesReader.read(file, options));

        assertThat(series.machineId()).isEqualTo("x");
        assertThat(series.layout().names()).containsExactly("a", "b");
        assertThat(series.rows()[1]).containsExactly(4, 3);
        assertThat(series.labels().orElseThrow()).containsExactly(false, true);
    }

    @Test
    void findsATimeColumnByWhatItHolds() throws IOException {
        Series series = only(read("when.csv", "v,recorded\n1,2024-05-01 12:00:00.250\n"));

        assertThat(series.timestamps()).containsExactly(millis("2024-05-01T12:00:00.250Z"));
        assertThat(series.layout().names()).containsExactly("v");
    }

    @Test
    void readsDecimalCommasBetweenSemicolonsAndQuotedCells() throws IOException {
        Series series = only(read("comma.csv", "\uFEFF\"a\";b\n1,5;\"2,25\"\n"));

        assertThat(series.layout().names()).containsExactly("a", "b");
        assertThat(series.rows()[0]).containsExactly(1.5, 2.25);
    }

    @Test
    void namesFileLineColumnAndRemedyOfABadCell() {
        assertThatThrownBy(() -> read("bad.csv", "a,b\n1,2\n1,oops\n"))
                .isInstanceOf(UnreadableSeriesException.class)
                .hasMessageContaining("bad.csv: line 3, column 'b': expected a number, found 'oops'")
                .hasMessageContaining("--sensors");
        assertThatThrownBy(() -> read("time.csv", "time,b\n2024-01-01,2\nyesterday,2\n"))
                .hasMessageContaining("line 3, column 'time'")
                .hasMessageContaining("'yesterday'")
                .hasMessageContaining("--time-field");
        assertThatThrownBy(() -> read("label.csv", "a,label\n1,0\n1,2\n"))
                .hasMessageContaining("line 3, column 'label'")
                .hasMessageContaining("--label-field");
        assertThatThrownBy(() -> read("ragged.csv", "a,b\n1,2\n1\n"))
                .hasMessageContaining("line 3 has 1 fields, the header has 2");
    }

    @Test
    void saysWhatIsWrongWithAFileAsAWhole() throws IOException {
        assertThatThrownBy(() -> CsvSeriesReader.read(folder.resolve("absent.csv"), TableOptions.AUTOMATIC))
                .hasMessageContaining("absent.csv: is no file");
        assertThatThrownBy(() -> read("empty.csv", "")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> read("header.csv", "a,b\n")).hasMessageContaining("no rows");
        assertThatThrownBy(() -> read("text.csv", "a,b\nx,y\n")).hasMessageContaining("has no numeric column");
        assertThatThrownBy(() -> read("twice.csv", "a,a\n1,2\n")).hasMessageContaining("'a' stands twice");
        assertThatThrownBy(() -> read("headless.csv", "1.5,2.5\n1,2\n")).hasMessageContaining("header line");
        assertThatThrownBy(() -> read("holes.csv", "a,b\n1,\n,2\n3,\n"))
                .hasMessageContaining("most are missing in column 'b'");
        Path binary = folder.resolve("binary.csv");
        Files.write(binary, new byte[] {(byte) 0xC3, (byte) 0x28, ',', (byte) 0xFF, '\n'});
        assertThatThrownBy(() -> CsvSeriesReader.read(binary, TableOptions.AUTOMATIC))
                .hasMessageContaining("is not UTF-8 text");
        assertThatThrownBy(() -> CsvSeriesReader.read(
                        write("unknown.csv", "a\n1\n"), TableOptions.AUTOMATIC.withLabelField("fault")))
                .hasMessageContaining("has no column 'fault', found [a]: correct --label-field");
    }

    private RecordedSeries read(String name, String content) throws IOException {
        return CsvSeriesReader.read(write(name, content), TableOptions.AUTOMATIC);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
    }

    private static Series only(RecordedSeries read) {
        assertThat(read.series()).hasSize(1);
        return read.series().get(0);
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
