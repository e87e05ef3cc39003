package io.github.gradcam4j.inputs;

import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What fixtures/inputs/make_fixtures.py wrote. */
final class Fixtures {
    static final Path FOLDER = Path.of(System.getProperty("fixtures.dir"), "inputs");

    private Fixtures() {}

    static byte[] bytes(String path) {
        try {
            return Files.readAllBytes(FOLDER.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pictures of which Pillow's pixels are recorded. */
    static List<Path> pictures() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("pictures"))) {
            return files.filter(file -> !file.toString().endsWith(".npy"))
                    .filter(file -> Files.exists(recorded(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path recorded(Path picture) {
        String name = picture.getFileName().toString();
        return picture.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".npy");
    }

    /** A recorded array of 8-bit values. */
    static int[] values(Tensor recorded) {
        ByteBuffer bytes = recorded.bytes();
        int[] values = new int[bytes.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get(i) & 0xff;
        }
        return values;
    }

    /** Red, green, blue and alpha of each pixel. */
    static int[] rgba(Picture picture) {
        int[] rgba = new int[4 * picture.argb().length];
        for (int i = 0; i < picture.argb().length; i++) {
            int pixel = picture.argb()[i];
            rgba[4 * i] = pixel >> 16 & 0xff;
            rgba[4 * i + 1] = pixel >> 8 & 0xff;
            rgba[4 * i + 2] = pixel & 0xff;
            rgba[4 * i + 3] = pixel >>> 24;
        }
        return rgba;
    }
}
