package io.github.gradcam4j.inputs.internal.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The numbers of the first directory of a TIFF file; EXIF blocks are such files too. */
final class TiffHeader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int ORIENTATION = 274;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final Map<Integer, Long> numbers = new HashMap<>();

    private TiffHeader() {}

    static PictureHeader read(byte[] bytes) throws DamagedPictureException {
        if (PictureFormat.isBigTiff(bytes)) {
            throw new DamagedPictureException("it is a BigTIFF, which is not read; convert it to TIFF or PNG");
        }
        TiffHeader tags = firstDirectory(ByteBuffer.wrap(bytes));
        Long width = tags.numbers.get(WIDTH);
        Long height = tags.numbers.get(HEIGHT);
        if (width == null || height == null) {
            throw new DamagedPictureException("its first directory does not state the picture's size");
        }
        return PictureHeader.of(width, height).with(Orientation.of(ByteBuffer.wrap(bytes)));
    }

    /** Reads the tags of the first directory that hold one number. */
    static TiffHeader firstDirectory(ByteBuffer tiff) throws DamagedPictureException {
        ByteBuffer in = tiff.slice();
        in.order(in.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (in.getShort(2) != 42) {
            throw new DamagedPictureException("it has no TIFF header");
        }
        long start = in.getInt(4) & 0xffffffffL;
        if (start < 8 || start + 2 > in.limit()) {
            throw new DamagedPictureException("its first directory lies beyond the end of the file");
        }
        TiffHeader tags = new TiffHeader();
        in.position((int) start);
        int entries = in.getShort() & 0xffff;
        for (int i = 0; i < entries; i++) {
            int tag = in.getShort() & 0xffff;
            int type = in.getShort() & 0xffff;
            int count = in.getInt();
            int at = in.position();
            in.getInt();
            if (count == 1 && (type == SHORT || type == LONG)) {
                tags.numbers.putIfAbsent(tag, type == SHORT ? in.getShort(at) & 0xffffL : in.getInt(at) & 0xffffffffL);
            }
        }
        return tags;
    }

    OptionalInt orientation() {
        Long value = numbers.get(ORIENTATION);
        return value == null || value > 8 ? OptionalInt.empty() : OptionalInt.of(value.intValue());
    }
}
