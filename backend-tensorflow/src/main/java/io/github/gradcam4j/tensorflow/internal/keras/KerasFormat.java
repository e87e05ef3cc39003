package io.github.gradcam4j.tensorflow.internal.keras;

import io.github.gradcam4j.spi.ModelSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** What a file is by a few of its bytes: a format of Keras, or one that people take for one. */
enum KerasFormat {
    ARCHIVE,
    HDF5,
    LITE,
    CHECKPOINT,
    OTHER;

    private static final int MOST_DIRECTORY = 1 << 16;
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] HDF = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    /** How the index of a checkpoint ends, as all LevelDB tables do. */
    private static final byte[] TABLE = {0x57, (byte) 0xfb, (byte) 0x80, (byte) 0x8b, 0x24, 0x75, 0x47, (byte) 0xdb};

    static KerasFormat of(ModelSource source) {
        if (source.path().filter(Files::isDirectory).isPresent()) {
            return OTHER;
        }
        ByteBuffer bytes = source.bytes();
        int end = bytes.remaining();
        if (has(bytes, 0, ZIP)) {
            String directory = text(bytes, Math.max(0, end - MOST_DIRECTORY), end);
            return directory.contains("config.json") && directory.contains("metadata.json") ? ARCHIVE : OTHER;
        }
        if (has(bytes, 0, HDF)) {
            return HDF5;
        }
        if (has(bytes, 4, "TFL3".getBytes(StandardCharsets.ISO_8859_1))) {
            return LITE;
        }
        boolean isIndex = has(bytes, end - TABLE.length, TABLE)
                || has(bytes, 0, "model_checkpoint_path:".getBytes(StandardCharsets.ISO_8859_1));
        return isIndex ? CHECKPOINT : OTHER;
    }

    private static boolean has(ByteBuffer bytes, int at, byte[] wanted) {
        return at >= 0
                && bytes.remaining() >= at + wanted.length
                && bytes.slice(bytes.position() + at, wanted.length).equals(ByteBuffer.wrap(wanted));
    }

    private static String text(ByteBuffer bytes, int from, int to) {
        return StandardCharsets.ISO_8859_1
                .decode(bytes.slice(bytes.position() + from, to - from))
                .toString();
    }
}
