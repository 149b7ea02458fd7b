package io.millrace.training.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.detection.quality.Interval;
import io.millrace.training.series.UnreadableSeriesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {

    @TempDir
    Path datasets;

    @Test
    void joinsTheLabelRowsOfAChannelAndKeepsTheSpacecraftAsGroup() throws IOException {
        write("smap_msl/train/P-2.npy", npy("<f8", 3, 2, 1, 0, 2, 1, 3, 0));
        write("smap_msl/test/P-2.npy", npy("<f8", 5, 2, 1, 0, 2, 1, 3, 0, 4, 1, 5, 0));
        write("smap_msl/labeled_anomalies.csv", """
                chan_id,spacecraft,anomaly_sequences,class,num_values
                P-2,SMAP,"[[1, 2]]",[point],5
                P-2,SMAP,"[[2, 3]]",[point],5
                X-9,MSL,"[[0, 1]]",[point],5
                """);

        List<SuiteSeries> series = Suite.SMAP_MSL.read(datasets);

        assertThat(series).hasSize(1); // X-9 has labels but no arrays here
        assertThat(series.get(0).group()).isEqualTo("SMAP");
        assertThat(series.get(0).truth()).containsExactly(new Interval(1, 3));
        assertThat(series.get(0).labels()).containsExactly(false, true, true, true, false);
        assertThat(series.get(0).train().rows()).isDeepEqualTo(new double[][] {{1, 0}, {2, 1}, {3, 0}});
        assertThat(series.get(0).trainIsPrefix()).isFalse();
    }

    @Test
    void takesTheTrainingPrefixOfTsbAdFromTheFileName() throws IOException {
        write("tsb_ad/TSB-AD-U/001_NAB_id_1_Facility_tr_3_1st_4.csv", "Data,Label\n1,0\n2,0\n3,0\n4,0\n9,1\n5,0\n");
        write("tsb_ad/TSB-AD-M/readme.csv", "a,b\n1,2\n");

        List<SuiteSeries> series = Suite.TSB_AD.read(datasets);

        assertThat(series).extracting(SuiteSeries::group).containsExactly("TSB-AD-U NAB");
        assertThat(series.get(0).train().length()).isEqualTo(3);
        assertThat(series.get(0).scored().length()).isEqualTo(6);
        assertThat(series.get(0).truth()).containsExactly(new Interval(4, 4));
    }

    @Test
    void leavesTheSecondLabelOfSkabOutOfTheSensors() throws IOException {
        String rows = IntStream.range(0, 402)
                .mapToObj(r -> "2020-03-09 10:%02d:%02d;%d.5;7;%d;0".formatted(r / 60, r % 60, r, r == 401 ? 1 : 0))
                .collect(Collectors.joining("\n", "datetime;Current;Pressure;anomaly;changepoint\n", "\n"));
        write("skab/valve1/0.csv", rows);

        SuiteSeries series = Suite.SKAB.read(datasets).get(0);

        assertThat(series.name()).isEqualTo("valve1/0");
        assertThat(series.train().layout().names()).containsExactly("Current", "Pressure");
        assertThat(series.train().length()).isEqualTo(400);
        assertThat(series.truth()).containsExactly(new Interval(401, 401));
    }

    @Test
    void readsTheWindowsOfNabByTime() throws IOException {
        String rows = IntStream.range(0, 20)
                .mapToObj(r -> "2014-04-10 %02d:00:00,%d".formatted(r, r))
                .collect(Collectors.joining("\n", "timestamp,value\n", "\n"));
        write("nab/data/realKnownCause/a.csv", rows);
        write("nab/labels/combined_windows.json", """
                {"realKnownCause/a.csv": [["2014-04-10 10:00:00.000000", "2014-04-10 12:30:00.000000"]],
                 "realKnownCause/absent.csv": []}
                """);

        SuiteSeries series = Suite.NAB.read(datasets).get(0);

        assertThat(series.train().length()).isEqualTo(3); // 15 % of 20
        assertThat(series.truth()).containsExactly(new Interval(10, 12));
    }

    @Test
    void readsServerArraysOfEveryNumberType() throws IOException {
        write("smd/train/m-1.npy", npy("<f4", 2, 2, 1, 2, 3, 4));
        write("smd/test/m-1.npy", npy("<f4", 3, 2, 1, 2, 3, 4, 5, 6));
        write("smd/test_label/m-1.npy", npy("|u1", 3, 0, 0, 1, 1));

        SuiteSeries series = Suite.SMD.read(datasets).get(0);

        assertThat(series.truth()).containsExactly(new Interval(1, 2));
        assertThat(series.scored().rows()).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    }

    @Test
    void namesTheFileAndTheRemedyWhenLabelsDoNotFit() throws IOException {
        write("asd/train/m.npy", npy("<f4", 2, 1, 1, 2));
        write("asd/test/m.npy", npy("<f4", 3, 1, 1, 2, 3));
        write("asd/test_label/m.npy", npy("|u1", 2, 0, 0, 1));
        assertThatThrownBy(() -> Suite.ASD.read(datasets))
                .isInstanceOf(UnreadableSeriesException.class)
                .hasMessageContaining("test_label")
                .hasMessageContaining("expected 3 labels, one per test row, found 2");
    }

    @Test
    void refusesACutArray() throws IOException {
        byte[] whole = npy("<f8", 3, 1, 1, 2, 3);
        write("asd/train/m.npy", whole);
        write("asd/test/m.npy", java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> Suite.ASD.read(datasets))
                .isInstanceOf(UnreadableSeriesException.class)
                .hasMessageContaining("expected 3 × 1 values of 8 bytes, found 23 bytes: copy it again");
    }

    @Test
    void saysSoWhenAFolderHoldsNoSeries() {
        assertThatThrownBy(() -> Suite.of("smap-msl").read(datasets))
                .isInstanceOf(UnreadableSeriesException.class)
                .hasMessageContaining("holds no series of suite smap-msl");
        assertThatThrownBy(() -> Suite.of("yahoo"))
                .hasMessageContaining("choose one of smap-msl, tsb-ad, skab, nab, asd, smd");
    }

    private void write(String file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String file, byte[] bytes) throws IOException {
        Path path = datasets.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
    }

    /** An array file as NumPy writes it; {@code columns} 0 makes a vector. */
    private static byte[] npy(String type, int rows, int columns, double... values) {
        String shape = columns == 0 ? "(" + rows + ",)" : "(" + rows + ", " + columns + ")";
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
        int width = type.charAt(2) - '0';
        var buffer = ByteBuffer.allocate(10 + header.length() + width * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        buffer.put(header.getBytes(StandardCharsets.ISO_8859_1));
        for (double value : values) {
            switch (type) {
                case "<f8" -> buffer.putDouble(value);
                case "<f4" -> buffer.putFloat((float) value);
                default -> buffer.put((byte) value);
            }
        }
        return buffer.array();
    }
}
