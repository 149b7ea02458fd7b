package io.millrace.training.parquet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** A column at the top of a file's schema, and what its stored values mean. Immutable. */
public final class ParquetColumn {

    private static final long MILLIS_PER_DAY = 86_400_000L;
    private static final int JULIAN_DAY_OF_1970 = 2_440_588;

    /** What a column holds. */
    public enum Kind {
        /** Booleans, whole and decimal numbers. */
        NUMBER,
        /** Dates and timestamps. */
        TIME,
        /** Text. */
        TEXT,
        /** Anything else: nested values, lists, bytes, times of day. */
        OTHER
    }

    private final SchemaElement element;
    private final int leaf;
    private final Kind kind;

    private ParquetColumn(SchemaElement element, int leaf, Kind kind) {
        this.element = element;
        this.leaf = leaf;
        this.kind = kind;
    }

    /** @param schema the footer's, depth first, the root in front */
    static List<ParquetColumn> ofSchema(List<SchemaElement> schema) {
        var columns = new ArrayList<ParquetColumn>();
        int at = 1;
        int leaf = 0;
        while (at < schema.size()) {
            SchemaElement element = schema.get(at);
            columns.add(new ParquetColumn(element, leaf, kind(element)));
            int open = 1; // elements of this column still to come
            while (open > 0) {
                SchemaElement inside = schema.get(at++);
                open += inside.getNum_children() - 1;
                leaf += inside.isSetType() ? 1 : 0;
            }
        }
        return List.copyOf(columns);
    }

    private static Kind kind(SchemaElement element) {
        if (!element.isSetType() || element.getRepetition_type() == FieldRepetitionType.REPEATED) {
            return Kind.OTHER;
        }
        LogicalType logical = element.getLogicalType();
        ConvertedType converted = element.getConverted_type();
        boolean decimal = converted == ConvertedType.DECIMAL || (logical != null && logical.isSetDECIMAL());
        boolean timeOfDay = (logical != null && logical.isSetTIME())
                || converted == ConvertedType.TIME_MILLIS
                || converted == ConvertedType.TIME_MICROS;
        return switch (element.getType()) {
            case BOOLEAN, FLOAT, DOUBLE -> Kind.NUMBER;
            case INT32 -> timeOfDay ? Kind.OTHER : isDate(logical, converted) ? Kind.TIME : Kind.NUMBER;
            case INT64 -> timeOfDay ? Kind.OTHER : timestampUnit(logical, converted) > 0 ? Kind.TIME : Kind.NUMBER;
            case INT96 -> Kind.TIME;
            case BYTE_ARRAY -> decimal ? Kind.NUMBER : isText(logical, converted) ? Kind.TEXT : Kind.OTHER;
            case FIXED_LEN_BYTE_ARRAY -> decimal ? Kind.NUMBER : Kind.OTHER;
        };
    }

    private static boolean isDate(LogicalType logical, ConvertedType converted) {
        return converted == ConvertedType.DATE || (logical != null && logical.isSetDATE());
    }

    private static boolean isText(LogicalType logical, ConvertedType converted) {
        return converted == ConvertedType.UTF8
                || converted == ConvertedType.ENUM
                || (logical != null && (logical.isSetSTRING() || logical.isSetENUM()));
    }

    /** Units per millisecond: 1, 1000 or 1000000; 0 for what is no timestamp. */
    private static long timestampUnit(LogicalType logical, ConvertedType converted) {
        if (logical != null && logical.isSetTIMESTAMP()) {
            TimeUnit unit = logical.getTIMESTAMP().getUnit();
            return unit.isSetMILLIS() ? 1 : unit.isSetMICROS() ? 1_000 : 1_000_000;
        }
        return converted == ConvertedType.TIMESTAMP_MILLIS
                ? 1
                : converted == ConvertedType.TIMESTAMP_MICROS ? 1_000 : 0;
    }

    public String name() {
        return element.getName();
    }

    public Kind kind() {
        return kind;
    }

    /** Number of its chunk within a row group. */
    int leaf() {
        return leaf;
    }

    void require(Kind wanted) {
        if (kind != wanted) {
            throw new IllegalArgumentException("column '" + name() + "' holds " + kind + ", asked for " + wanted);
        }
    }

    /** Definition level of a value that is there. */
    int present() {
        return element.getRepetition_type() == FieldRepetitionType.OPTIONAL ? 1 : 0;
    }

    /** A schema of this column alone, for the decoder. */
    MessageType schema() {
        Repetition repetition = present() == 1 ? Repetition.OPTIONAL : Repetition.REQUIRED;
        PrimitiveTypeName type = switch (element.getType()) {
            case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
            case INT32 -> PrimitiveTypeName.INT32;
            case INT64 -> PrimitiveTypeName.INT64;
            case INT96 -> PrimitiveTypeName.INT96;
            case FLOAT -> PrimitiveTypeName.FLOAT;
            case DOUBLE -> PrimitiveTypeName.DOUBLE;
            case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
            case FIXED_LEN_BYTE_ARRAY -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        };
        return new MessageType(
                "column",
                Types.primitive(type, repetition)
                        .length(element.getType_length())
                        .named(name()));
    }

    ColumnDescriptor descriptor() {
        return schema().getColumns().get(0);
    }

    double number(ColumnReader reader) {
        return switch (element.getType()) {
            case BOOLEAN -> reader.getBoolean() ? 1 : 0;
            case INT32 -> scaled(isUnsigned() ? Integer.toUnsignedLong(reader.getInteger()) : reader.getInteger());
            case INT64 -> {
                long value = reader.getLong();
                yield isUnsigned() && value < 0
                        ? new BigInteger(Long.toUnsignedString(value)).doubleValue()
                        : scaled(value);
            }
            case FLOAT -> reader.getFloat();
            case DOUBLE -> reader.getDouble();
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                scaled(new BigInteger(reader.getBinary().getBytes()).doubleValue());
            case INT96 -> throw new IllegalStateException("a time is no number");
        };
    }

    private boolean isUnsigned() {
        ConvertedType converted = element.getConverted_type();
        LogicalType logical = element.getLogicalType();
        return converted == ConvertedType.UINT_8
                || converted == ConvertedType.UINT_16
                || converted == ConvertedType.UINT_32
                || converted == ConvertedType.UINT_64
                || (logical != null
                        && logical.isSetINTEGER()
                        && !logical.getINTEGER().isIsSigned());
    }

    /** A decimal is a whole number and a scale; other numbers have the scale 0. */
    private double scaled(double unscaled) {
        LogicalType logical = element.getLogicalType();
        int scale =
                logical != null && logical.isSetDECIMAL() ? logical.getDECIMAL().getScale() : element.getScale();
        return scale == 0 ? unscaled : unscaled / Math.pow(10, scale);
    }

    long epochMillis(ColumnReader reader) {
        if (element.getType() == Type.INT32) {
            return MILLIS_PER_DAY * reader.getInteger();
        }
        if (element.getType() == Type.INT96) {
            ByteBuffer nanosAndDay =
                    ByteBuffer.wrap(reader.getBinary().getBytes()).order(ByteOrder.LITTLE_ENDIAN);
            long nanos = nanosAndDay.getLong();
            return MILLIS_PER_DAY * (nanosAndDay.getInt() - JULIAN_DAY_OF_1970) + nanos / 1_000_000;
        }
        return Math.floorDiv(reader.getLong(), timestampUnit(element.getLogicalType(), element.getConverted_type()));
    }

    @Override
    public String toString() {
        return name() + " (" + kind + ")";
    }
}
