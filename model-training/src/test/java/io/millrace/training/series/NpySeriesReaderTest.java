package io.millrace.training.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpySeriesReaderTest {

    @TempDir
    private Path directory;

    @Test
    void rowsThatAreNotFiniteAreDroppedAndCounted() throws Exception {
        Path file = write(3, 2, 1, 2, Double.NaN, 4, 5, 6);

        RecordedSeries read = NpySeriesReader.read(file, "m-1");

        assertThat(read.rowsRead()).isEqualTo(3);
        assertThat(read.rowsDropped()).isEqualTo(1);
        assertThat(read.syntheticTime()).isTrue();
        Series series = read.series().get(0);
        assertThat(series.machineId()).isEqualTo("m-1");
        assertThat(series.layout().names()).containsExactly("0", "1");
        assertThat(series.timestamps()).containsExactly(0, 1_000);
        assertThat(series.rows()).isDeepEqualTo(new double[][] {{1, 2}, {5, 6}});
    }

    @Test
    void refusesAnArrayWithoutAUsableRow() throws Exception {
        Path file = write(2, 1, Double.NaN, Double.POSITIVE_INFINITY);

        assertThatThrownBy(() -> NpySeriesReader.read(file, "m"))
                .isInstanceOf(UnreadableSeriesException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("each of its 2 rows");
    }

    private Path write(int rows, int columns, double... values) throws Exception {
        byte[] header = "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }%n"
                .formatted(rows, columns)
                .getBytes(StandardCharsets.ISO_8859_1);
        var buffer = ByteBuffer.allocate(10 + header.length + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length);
        buffer.put(header);
        for (double value : values) {
            buffer.putDouble(value);
        }
        return Files.write(directory.resolve("m-1.npy"), buffer.array());
    }
}
