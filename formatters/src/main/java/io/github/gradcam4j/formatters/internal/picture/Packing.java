package io.github.gradcam4j.formatters.internal.picture;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/** Names ways to compress filtered rows. */
enum Packing {
    /** Looks for what came before: small where rows are flat or repeat, as in drawings and pages. */
    REPEATS(Deflater.DEFAULT_STRATEGY),
    /** Gives frequent bytes short codes and looks for nothing: the noise of photographs does not repeat, and this is fast. */
    CODES(Deflater.HUFFMAN_ONLY);

    private static final int LEVEL = 4;
    /** One row in so many is tried both ways. */
    private static final int SAMPLED = 32;
    /** The faster way may need this part more. */
    private static final int TOLERANCE = 32;

    private final int strategy;

    Packing(int strategy) {
        this.strategy = strategy;
    }

    /** Chooses the faster way unless that makes a sample of the rows larger. */
    static Packing suiting(byte[] rows, int rowLength) {
        int count = rows.length / rowLength;
        int first = Math.min(count, SAMPLED) / 2;
        byte[] sample = new byte[((count - 1 - first) / SAMPLED + 1) * rowLength];
        for (int at = 0; at < sample.length; at += rowLength) {
            System.arraycopy(rows, first * rowLength + at * SAMPLED, sample, at, rowLength);
        }
        int repeats = REPEATS.pack(sample, true).length;
        return CODES.pack(sample, true).length <= repeats + repeats / TOLERANCE ? CODES : REPEATS;
    }

    /** Compresses rows to a piece of a deflate stream that ends on a byte boundary; the {@code last} one ends the stream. */
    byte[] pack(byte[] rows, boolean last) {
        Deflater deflater = new Deflater(LEVEL, true);
        deflater.setStrategy(strategy);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(rows.length / 2 + 64);
        byte[] buffer = new byte[1 << 14];
        try {
            deflater.setInput(rows);
            if (last) {
                deflater.finish();
            }
            int count;
            do {
                count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                packed.write(buffer, 0, count);
            } while (last ? !deflater.finished() : count == buffer.length || !deflater.needsInput());
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }
}
