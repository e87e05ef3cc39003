package io.github.gradcam4j.cli;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.spi.InputPreparer;
import io.github.gradcam4j.spi.InputReader;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;

/** Reads what {@link TinyBackend}'s model eats: text pictures (PGM P2), and batches of numbers. */
final class TinyInputs {
    private TinyInputs() {}

    /** Reads PGM: P2, width, height, maximum, grey values. */
    static final class Pgm implements InputReader {
        @Override
        public String id() {
            return "pgm";
        }

        @Override
        public Set<String> extensions() {
            return Set.of("pgm", "gray");
        }

        @Override
        public boolean recognises(byte[] head) {
            return head.length > 2 && head[0] == 'P' && head[1] == '2';
        }

        @Override
        public Input read(byte[] bytes, Source source) {
            Scanner scanner = new Scanner(new String(bytes, StandardCharsets.US_ASCII));
            if (!scanner.next().equals("P2")) {
                throw new InputException("'" + source.name() + "' is no PGM picture");
            }
            int width = scanner.nextInt();
            int height = scanner.nextInt();
            scanner.nextInt();
            int[] argb = new int[width * height];
            for (int i = 0; i < argb.length; i++) {
                if (!scanner.hasNextInt()) {
                    throw new InputException("'" + source.name() + "' ends\nafter " + i + " pixels");
                }
                argb[i] = 0xff000000 | scanner.nextInt() * 0x010101;
            }
            return new Picture(source, width, height, argb);
        }
    }

    /** Reads a batch: the number of items, then the value of all pixels of each. */
    static final class Numbers implements InputReader {
        @Override
        public String id() {
            return "numbers";
        }

        @Override
        public Set<String> extensions() {
            return Set.of("numbers");
        }

        @Override
        public boolean recognises(byte[] head) {
            return false;
        }

        @Override
        public Input read(byte[] bytes, Source source) {
            Scanner scanner = new Scanner(new String(bytes, StandardCharsets.US_ASCII));
            int items = scanner.nextInt();
            int cells = TinyBackend.HEIGHT * TinyBackend.WIDTH;
            float[] values = new float[items * cells];
            for (int n = 0; n < items; n++) {
                java.util.Arrays.fill(values, n * cells, (n + 1) * cells, scanner.nextInt() / 255f);
            }
            return new Arrays(source, Map.of("", Tensor.of(values, items, 1, TinyBackend.HEIGHT, TinyBackend.WIDTH)));
        }
    }

    /** Turns a picture of the right size into the model's tensor. */
    static final class Preparer implements InputPreparer {
        @Override
        public String id() {
            return "tiny";
        }

        @Override
        public boolean accepts(Input input) {
            return input instanceof Picture;
        }

        @Override
        public PreparedInput prepare(Input input, ModelSignature signature, ModelProfile profile) {
            Picture picture = (Picture) input;
            int width = picture.width();
            int height = picture.height();
            if (width != TinyBackend.WIDTH || height != TinyBackend.HEIGHT) {
                throw new InputException("'" + picture.source().name() + "' has " + width + " x " + height + " pixels");
            }
            float[] values = new float[width * height];
            for (int i = 0; i < values.length; i++) {
                values[i] = (picture.argb()[i] & 0xff) / 255f;
            }
            return new PreparedInput(
                    Map.of("x", Tensor.of(values, 1, 1, height, width)),
                    Optional.of(new PictureGeometry(width, height, width, height, 1, 1, 0, 0)),
                    "grey / 255",
                    List.of());
        }
    }
}
