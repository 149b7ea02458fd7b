package io.millrace.training.series;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NumPy array file of one or two dimensions, row-major, of numbers or booleans.
 *
 * <p>Source: NEP 1, "A Simple File Format for NumPy Arrays", versions 1.0 to 3.0.
 *
 * @param rows first dimension
 * @param columns second dimension, 1 for a vector
 * @param values [rows × columns], row-major
 */
public record NpyArray(int rows, int columns, double[] values) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([fiub])(\\d)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d+)\\s*,?\\s*(\\d+)?\\s*,?\\s*\\)");

    /**
     * @throws UnreadableSeriesException if the file is absent, no such array, cut, or of a kind that is not read here
     */
    public static NpyArray read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UnreadableSeriesException(file, "is no file: correct the path", e);
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (bytes.length < 10 || bytes[i] != MAGIC[i]) {
                throw new UnreadableSeriesException(file, "is no NumPy array: expected it to start with \\x93NUMPY");
            }
        }
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean longHeader = bytes[6] >= 2;
        buffer.position(8);
        int headerLength = longHeader ? buffer.getInt() : Short.toUnsignedInt(buffer.getShort());
        if (headerLength < 0 || headerLength > buffer.remaining()) {
            throw new UnreadableSeriesException(file, "is cut inside its header: copy it again");
        }
        var header = new String(bytes, buffer.position(), headerLength, StandardCharsets.ISO_8859_1);
        buffer.position(buffer.position() + headerLength);
        return read(file, header, buffer);
    }

    private static NpyArray read(Path file, String header, ByteBuffer buffer) throws IOException {
        Matcher descr = DESCR.matcher(header);
        Matcher fortran = FORTRAN.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!descr.find() || !fortran.find() || !shape.find()) {
            throw new UnreadableSeriesException(
                    file, "expected an array of numbers with one or two dimensions, found " + header.strip());
        }
        buffer.order(descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int rows = Integer.parseInt(shape.group(1));
        int columns = shape.group(2) == null ? 1 : Integer.parseInt(shape.group(2));
        int width = Integer.parseInt(descr.group(3));
        if (fortran.group(1).equals("True") && columns > 1) {
            throw new UnreadableSeriesException(file, "is column-major: save it with numpy.ascontiguousarray");
        }
        if ((long) rows * columns * width != buffer.remaining()) {
            throw new UnreadableSeriesException(
                    file,
                    "expected %d × %d values of %d bytes, found %d bytes: copy it again"
                            .formatted(rows, columns, width, buffer.remaining()));
        }
        var values = new double[rows * columns];
        String type = descr.group(2) + width;
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case "f8" -> buffer.getDouble();
                case "f4" -> buffer.getFloat();
                case "i8", "u8" -> buffer.getLong();
                case "i4" -> buffer.getInt();
                case "i2" -> buffer.getShort();
                case "i1" -> buffer.get();
                case "u4" -> Integer.toUnsignedLong(buffer.getInt());
                case "u2" -> Short.toUnsignedInt(buffer.getShort());
                case "u1", "b1" -> Byte.toUnsignedInt(buffer.get());
                default ->
                    throw new UnreadableSeriesException(file, "holds values of type " + type + ": save it as float64");
            };
        }
        return new NpyArray(rows, columns, values);
    }

    /** [rows][columns] */
    public double[][] matrix() {
        var matrix = new double[rows][columns];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(values, r * columns, matrix[r], 0, columns);
        }
        return matrix;
    }

    /** Whether each value differs from 0, [rows × columns]. */
    public boolean[] flags() {
        var flags = new boolean[values.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values[i] != 0;
        }
        return flags;
    }
}
