package io.millrace.training.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;

/** The pages of one column in one row group, unpacked. Read once. */
final class ColumnPages implements PageReader {

    /** A page is a megabyte or so; a header that says more than this is damaged, and must not cost the memory. */
    private static final int LARGEST_PAGE = 1 << 29;

    private final CompressionCodec codec;
    private final long values;
    private final Deque<DataPage> pages = new ArrayDeque<>();
    private DictionaryPage dictionary;

    private ColumnPages(ColumnMetaData meta) {
        this.codec = meta.getCodec();
        this.values = meta.getNum_values();
    }

    /** Is told each value of a column. */
    @FunctionalInterface
    interface Sink {

        /** @param reader stands at the row's value; null where it is missing */
        void accept(int row, ColumnReader reader);
    }

    /** @param bytes the chunk, whole */
    static ColumnPages of(ByteBuffer bytes, ColumnMetaData meta) throws IOException {
        var pages = new ColumnPages(meta);
        var in = new ByteArrayInputStream(bytes.array(), bytes.position(), bytes.remaining());
        long seen = 0;
        while (seen < pages.values) {
            seen += pages.add(in);
        }
        return pages;
    }

    /** Takes the next page; returns how many values it holds. */
    private int add(ByteArrayInputStream in) throws IOException {
        PageHeader header = Util.readPageHeader(in);
        int packed = header.getCompressed_page_size();
        int unpacked = header.getUncompressed_page_size();
        if (packed < 0 || packed > in.available() || unpacked < 0 || unpacked > LARGEST_PAGE) {
            throw new IOException("a page of " + packed + " bytes, " + unpacked + " unpacked, does not fit");
        }
        byte[] body = in.readNBytes(packed);
        switch (header.getType()) {
            case DICTIONARY_PAGE -> {
                DictionaryPageHeader about = header.getDictionary_page_header();
                dictionary = new DictionaryPage(
                        BytesInput.from(PageCodec.unpack(codec, body, 0, body.length, unpacked)),
                        about.getNum_values(),
                        encoding(about.getEncoding()));
                return 0;
            }
            case DATA_PAGE -> {
                DataPageHeader about = header.getData_page_header();
                pages.add(new DataPageV1(
                        BytesInput.from(PageCodec.unpack(codec, body, 0, body.length, unpacked)),
                        about.getNum_values(),
                        unpacked,
                        null,
                        encoding(about.getRepetition_level_encoding()),
                        encoding(about.getDefinition_level_encoding()),
                        encoding(about.getEncoding())));
                return positive(about.getNum_values());
            }
            case DATA_PAGE_V2 -> {
                DataPageHeaderV2 about = header.getData_page_header_v2();
                pages.add(dataPage(about, body, unpacked));
                return positive(about.getNum_values());
            }
            default -> {
                return 0; // an index page, which nobody needs to read all rows
            }
        }
    }

    private DataPage dataPage(DataPageHeaderV2 about, byte[] body, int unpacked) throws IOException {
        int repetition = about.getRepetition_levels_byte_length();
        int definition = about.getDefinition_levels_byte_length();
        int levels = repetition + definition;
        if (repetition < 0 || definition < 0 || levels > body.length || levels > unpacked) {
            throw new IOException("a page whose levels are longer than itself");
        }
        boolean packed = !about.isSetIs_compressed() || about.isIs_compressed();
        byte[] data = PageCodec.unpack(
                packed ? codec : CompressionCodec.UNCOMPRESSED, body, levels, body.length - levels, unpacked - levels);
        return DataPageV2.uncompressed(
                about.getNum_rows(),
                about.getNum_nulls(),
                about.getNum_values(),
                BytesInput.from(body, 0, repetition),
                BytesInput.from(body, repetition, definition),
                encoding(about.getEncoding()),
                BytesInput.from(data),
                null);
    }

    private static int positive(int values) throws IOException {
        if (values <= 0) {
            throw new IOException("a page of " + values + " values");
        }
        return values;
    }

    /** The footer's enumeration and the decoder's share their names. */
    private static Encoding encoding(org.apache.parquet.format.Encoding stored) throws IOException {
        if (stored == null) {
            throw new IOException("an encoding that is not known");
        }
        return Encoding.valueOf(stored.name());
    }

    /**
     * @param writer who wrote the file, as its footer says; the decoder knows some writers' defects by it
     * @param rows of the row group
     * @param firstRow the group's first row in the file
     */
    void read(ParquetColumn column, String writer, int rows, int firstRow, Sink sink) throws IOException {
        if (values != rows) {
            throw new IOException(values + " values for " + rows + " rows");
        }
        MessageType schema = column.schema();
        var store = new ColumnReadStoreImpl(
                new OneColumn(this, rows), new DummyRecordConverter(schema).getRootConverter(), schema, writer);
        ColumnReader reader = store.getColumnReader(column.descriptor());
        for (int row = 0; row < rows; row++) {
            boolean present = reader.getCurrentDefinitionLevel() == column.present();
            sink.accept(firstRow + row, present ? reader : null);
            reader.consume();
        }
    }

    @Override
    public DictionaryPage readDictionaryPage() {
        return dictionary;
    }

    @Override
    public long getTotalValueCount() {
        return values;
    }

    @Override
    public DataPage readPage() {
        return pages.poll();
    }

    /** A row group of one column. */
    private record OneColumn(ColumnPages pages, long getRowCount) implements PageReadStore {

        @Override
        public PageReader getPageReader(ColumnDescriptor descriptor) {
            return pages;
        }
    }
}
