package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Is a network to measure, in memory.
 *
 * @param name what results call it
 * @param file the bytes of an ONNX file
 * @param input the name of its input, a picture of 224 x 224
 * @param middle the name of a layer in its middle
 */
record Network(String name, ByteBuffer file, String input, String middle) {
    /** The networks that results are given for. */
    static Network named(String name) {
        return switch (name) {
            case "efficientnet-lite0" -> efficientNetLite0();
            case "efficientnet-b0" -> random(name, EfficientNetB0.file(), "blocks.3.0.project:0");
            case "efficientnet-b0, any size" -> random(name, EfficientNetB0.file(-1), "blocks.3.0.project:0");
            case "resnet50" -> random(name, ResNet50.file(), "layer3.0.add:0.relu:0");
            case "vit-s16" -> random(name, VisionTransformer.file(), "blocks.5.add2:0");
            default ->
                throw new IllegalArgumentException("there is no network '" + name
                        + "' to measure. Choose efficientnet-lite0, efficientnet-b0, resnet50 or vit-s16");
        };
    }

    private static Network random(String name, byte[] file, String middle) {
        return new Network(name, ByteBuffer.wrap(file), NetworkWriter.INPUT, middle);
    }

    private static Network efficientNetLite0() {
        String resource = "/io/github/gradcam4j/models/efficientnet-lite0.onnx";
        try (InputStream in = Network.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + resource + ". Build the module 'models'");
            }
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes());
            return new Network("efficientnet-lite0", file, "input", "/blocks.4/expand/act/Clip_output_0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a picture of noise in direct memory, as preprocessing hands it over. */
    Tensor picture() {
        return picture(224, 224);
    }

    /** Returns a picture of noise of any size, for a network that takes it. */
    static Tensor picture(int height, int width) {
        Shape shape = Shape.of(1, 3, height, width);
        return noise(shape);
    }

    /** Returns noise of a shape in direct memory. */
    static Tensor noise(Shape shape) {
        SplittableRandom random = new SplittableRandom(1);
        ByteBuffer memory = Tensor.allocate(DType.FLOAT32, shape.size());
        while (memory.hasRemaining()) {
            memory.putFloat((float) random.nextDouble(-1, 1));
        }
        return Tensor.over(DType.FLOAT32, shape, memory.flip());
    }

    ModelSource source() {
        return new ModelSource() {
            @Override
            public String name() {
                return name + ".onnx";
            }

            @Override
            public Optional<Path> path() {
                return Optional.empty();
            }

            @Override
            public ByteBuffer bytes() {
                return file.asReadOnlyBuffer();
            }

            @Override
            public Optional<byte[]> sibling(String fileName) {
                return Optional.empty();
            }

            @Override
            public Optional<String> sha256() {
                return Optional.empty();
            }
        };
    }
}
