package io.millrace.training.parquet;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * An open Parquet file. A column is read when it is asked for, so that columns which nobody wants cost nothing. Not thread-safe.
 *
 * <p>Source: the Apache Parquet format, github.com/apache/parquet-format.
 */
public final class ParquetFile implements Closeable {

    private static final String MAGIC = "PAR1";
    private static final String ENCRYPTED = "PARE";
    private static final int TAIL = 8; // length of the footer, magic

    private final FileChannel channel;
    private final FileMetaData footer;
    private final List<ParquetColumn> columns;

    private ParquetFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.footer = footer();
        this.columns = ParquetColumn.ofSchema(footer.getSchema());
    }

    /**
     * Opens a file and reads its footer.
     *
     * @throws BadParquetException if the file is no Parquet file, encrypted or damaged
     */
    public static ParquetFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return new ParquetFile(channel);
        } catch (RuntimeException e) {
            channel.close();
            throw new BadParquetException("has a damaged footer (" + e.getMessage() + "): copy it again", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private FileMetaData footer() throws IOException {
        long size = channel.size();
        if (size < MAGIC.length() + TAIL) {
            throw new BadParquetException("is no Parquet file: it has " + size + " bytes; write it again");
        }
        ByteBuffer tail = bytes(size - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN);
        int length = tail.getInt();
        String magic = StandardCharsets.US_ASCII.decode(tail).toString();
        if (magic.equals(ENCRYPTED)) {
            throw new BadParquetException("is encrypted, which is not read here: write it in plain");
        }
        if (!magic.equals(MAGIC)) {
            throw new BadParquetException(
                    "is no Parquet file, or cut: expected it to end with " + MAGIC + "; write it again");
        }
        if (length <= 0 || length > size - TAIL - MAGIC.length()) {
            throw new BadParquetException("has a damaged footer: copy it again");
        }
        try {
            return Util.readFileMetaData(
                    new ByteArrayInputStream(bytes(size - TAIL - length, length).array()));
        } catch (IOException e) {
            throw new BadParquetException("has a damaged footer: copy it again", e);
        }
    }

    /** All columns at the top of the schema, in its order. */
    public List<ParquetColumn> columns() {
        return columns;
    }

    public long rows() {
        return footer.getNum_rows();
    }

    /**
     * Values of a column of numbers; booleans are 0 and 1, a missing value is NaN.
     *
     * @throws BadParquetException if the column is damaged, or packed in a way that is not read here
     */
    public double[] numbers(ParquetColumn column) throws IOException {
        column.require(ParquetColumn.Kind.NUMBER);
        var values = new double[rowCount()];
        read(column, (row, reader) -> values[row] = reader == null ? Double.NaN : column.number(reader));
        return values;
    }

    /**
     * Values of a column of times, epoch milliseconds; a missing one is {@link Long#MIN_VALUE}.
     *
     * @throws BadParquetException as {@link #numbers}
     */
    public long[] times(ParquetColumn column) throws IOException {
        column.require(ParquetColumn.Kind.TIME);
        var values = new long[rowCount()];
        read(column, (row, reader) -> values[row] = reader == null ? Long.MIN_VALUE : column.epochMillis(reader));
        return values;
    }

    /**
     * Values of a column of text; a missing one is the empty text.
     *
     * @throws BadParquetException as {@link #numbers}
     */
    public String[] texts(ParquetColumn column) throws IOException {
        column.require(ParquetColumn.Kind.TEXT);
        var values = new String[rowCount()];
        read(
                column,
                (row, reader) ->
                        values[row] = reader == null ? "" : reader.getBinary().toStringUsingUTF8());
        return values;
    }

    private int rowCount() throws IOException {
        if (rows() < 0 || rows() > Integer.MAX_VALUE / 2) {
            throw new BadParquetException(
                    "has " + rows() + " rows: expected at most " + Integer.MAX_VALUE / 2 + "; divide it");
        }
        return (int) rows();
    }

    private void read(ParquetColumn column, ColumnPages.Sink sink) throws IOException {
        int row = 0;
        try {
            for (RowGroup group : footer.getRow_groups()) {
                if (row + group.getNum_rows() > rows()) {
                    throw new IllegalArgumentException("its row groups hold more rows than its footer says");
                }
                ColumnChunk chunk = group.getColumns().get(column.leaf());
                if (chunk.isSetFile_path() || !chunk.isSetMeta_data()) {
                    throw new IllegalArgumentException("the column lies in another file, or is encrypted");
                }
                ColumnMetaData meta = chunk.getMeta_data();
                ByteBuffer bytes = bytes(start(meta), meta.getTotal_compressed_size());
                ColumnPages.of(bytes, meta).read(column, footer.getCreated_by(), (int) group.getNum_rows(), row, sink);
                row += (int) group.getNum_rows();
            }
            if (row != rows()) {
                throw new IllegalArgumentException("its row groups hold " + row + " rows, its footer says " + rows());
            }
        } catch (IOException | RuntimeException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new BadParquetException(
                    "column '" + column.name() + "' cannot be read (" + reason + "): write the file again", e);
        }
    }

    private static long start(ColumnMetaData meta) {
        long data = meta.getData_page_offset();
        // some writers put 0 where there is no dictionary
        boolean dictionary = meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0;
        return dictionary ? Math.min(data, meta.getDictionary_page_offset()) : data;
    }

    private ByteBuffer bytes(long from, long length) throws IOException {
        if (from < 0 || length < 0 || length > Integer.MAX_VALUE - 8 || from + length > channel.size()) {
            throw new IllegalArgumentException("it points outside the file: " + length + " bytes from " + from);
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("the file ends early");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
