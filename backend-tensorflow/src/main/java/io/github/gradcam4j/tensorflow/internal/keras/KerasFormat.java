package io.github.gradcam4j.tensorflow.internal.keras;

import io.github.gradcam4j.spi.ModelSource;
import java.nio.ByteBuffer;
import java.nio.file.Files;

/** Which of the two formats of Keras a file has, by its first bytes. */
enum KerasFormat {
    ARCHIVE(new byte[] {'P', 'K', 3, 4}),
    HDF5(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'}),
    OTHER(new byte[0]);

    private final byte[] signature;

    KerasFormat(byte[] signature) {
        this.signature = signature;
    }

    static KerasFormat of(ModelSource source) {
        if (source.path().filter(Files::isDirectory).isPresent()) {
            return OTHER;
        }
        ByteBuffer bytes = source.bytes();
        for (KerasFormat format : values()) {
            int length = format.signature.length;
            if (bytes.remaining() >= length
                    && bytes.slice(bytes.position(), length).equals(ByteBuffer.wrap(format.signature))) {
                return format;
            }
        }
        return OTHER;
    }
}
