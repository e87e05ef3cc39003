package io.github.gradcam4j.inputs.internal.array;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a NumPy array file (NEP 1), versions 1.0 to 3.0.
 *
 * @param dtype the element type
 * @param order the byte order of the elements
 * @param fortran whether the first index runs fastest
 * @param shape the shape
 * @param length the number of bytes before the elements
 */
record NpyHeader(DType dtype, ByteOrder order, boolean fortran, Shape shape, int length) {
    private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LONGEST = 1 << 16;
    private static final int MOST_AXES = 64;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9L, ]*)\\)");
    private static final Map<String, DType> TYPES = Map.ofEntries(
            Map.entry("f4", DType.FLOAT32),
            Map.entry("f8", DType.FLOAT64),
            Map.entry("f2", DType.FLOAT16),
            Map.entry("i1", DType.INT8),
            Map.entry("u1", DType.UINT8),
            Map.entry("i2", DType.INT16),
            Map.entry("u2", DType.UINT16),
            Map.entry("i4", DType.INT32),
            Map.entry("u4", DType.UINT32),
            Map.entry("i8", DType.INT64),
            Map.entry("u8", DType.UINT64),
            Map.entry("b1", DType.BOOL));

    static boolean isNpy(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Reads a header; an {@link IllegalArgumentException} says what is wrong with it. */
    static NpyHeader read(byte[] bytes) {
        if (!isNpy(bytes)) {
            throw new IllegalArgumentException("it is not a NumPy array file. Write it with numpy.save");
        }
        if (bytes.length < MAGIC.length + 6) {
            throw truncated();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int version = in.get(6);
        if (version < 1 || version > 3) {
            throw new IllegalArgumentException("its format version " + version + " is not known; 1 to 3 are");
        }
        int start = version == 1 ? 10 : 12;
        long length = version == 1 ? in.getShort(8) & 0xffff : in.getInt(8) & 0xffffffffL;
        if (length > LONGEST) {
            throw new IllegalArgumentException("its header claims " + length + " bytes");
        }
        if (start + length > bytes.length) {
            throw truncated();
        }
        String text = new String(bytes, start, (int) length, StandardCharsets.UTF_8);
        String type = type(text);
        DType dtype = TYPES.get(type.substring(1));
        if (dtype == null || "<>|=".indexOf(type.charAt(0)) < 0) {
            throw new IllegalArgumentException("its elements are of type '" + type
                    + "', but only booleans, integers and floating-point numbers are read. Convert it, in Python:"
                    + " array.astype('float32')");
        }
        ByteOrder order = switch (type.charAt(0)) {
            case '>' -> ByteOrder.BIG_ENDIAN;
            case '<' -> ByteOrder.LITTLE_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
        boolean fortran = find(ORDER, text, "fortran_order").equals("True");
        return new NpyHeader(dtype, order, fortran, shape(find(SHAPE, text, "shape")), start + (int) length);
    }

    private static String type(String text) {
        Matcher matcher = DESCRIPTION.matcher(text);
        if (matcher.find() && matcher.group(1).length() > 1) {
            return matcher.group(1);
        }
        throw new IllegalArgumentException(
                text.contains("'descr': [")
                        ? "its elements are records. Save one field by itself, in Python: array['field']"
                        : "its header does not state the type of its elements");
    }

    private static String find(Pattern pattern, String text, String key) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("its header does not state '" + key + "' as numpy.save writes it");
        }
        return matcher.group(1);
    }

    private static Shape shape(String text) {
        String[] parts = text.isBlank() ? new String[0] : text.strip().split(",");
        if (parts.length > MOST_AXES) {
            throw new IllegalArgumentException("it has " + parts.length + " axes");
        }
        try {
            return Shape.of(Arrays.stream(parts)
                    .mapToLong(part -> Long.parseLong(part.strip().replace("L", "")))
                    .toArray());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("its shape (" + text + ") is not understood", e);
        }
    }

    private static IllegalArgumentException truncated() {
        return new IllegalArgumentException("it is truncated within its header");
    }
}
