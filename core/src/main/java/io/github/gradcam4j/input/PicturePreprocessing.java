package io.github.gradcam4j.input;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Says how a picture becomes a tensor: it is resized, and each channel of each pixel becomes
 * {@code (value * scale - mean) / std}, where value runs from 0 to 255.
 *
 * @param resize how the picture is brought to the network's size
 * @param cropFraction with {@link Resize#CROP}, the side of the network's input over the side that the shorter edge is
 *     resized to, such as 224/256 = 0.875; 1 crops nothing along the shorter edge
 * @param filter the resampling filter
 * @param order the order of the channels
 * @param scale the factor on the pixel value, usually 1 or 1/255
 * @param mean what is subtracted, in the order of the channels
 * @param std what is divided by, in the order of the channels
 * @param fill the colour (red, green, blue; 0 to 255) around a letterboxed picture and behind a transparent one
 */
public record PicturePreprocessing(
        Resize resize,
        double cropFraction,
        Filter filter,
        ChannelOrder order,
        double scale,
        List<Double> mean,
        List<Double> std,
        List<Integer> fill) {

    /** Names a way to bring a picture to the network's size. */
    public enum Resize {
        /** Both edges are resized; the aspect ratio changes. */
        STRETCH,
        /** The shorter edge is resized, the middle is cut out: the network does not see the borders. */
        CROP,
        /** The longer edge is resized, the rest is filled: the network sees everything. */
        LETTERBOX;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Names a resampling filter. All but nearest are widened when shrinking (antialiased), as Pillow does. */
    public enum Filter {
        /** The nearest pixel. */
        NEAREST,
        /** The triangle filter. */
        BILINEAR,
        /** The cubic filter with a = -0.5. */
        BICUBIC,
        /** The windowed sinc filter with three lobes. */
        LANCZOS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Names an order of channels. */
    public enum ChannelOrder {
        /** Red, green, blue. */
        RGB,
        /** Blue, green, red. */
        BGR,
        /** Luminance alone: 0.299 red + 0.587 green + 0.114 blue. */
        GRAY;

        /**
         * Returns the number of channels.
         *
         * @return 3, or 1 for luminance
         */
        public int channels() {
            return this == GRAY ? 1 : 3;
        }
    }

    /** Checks the numbers. */
    public PicturePreprocessing {
        Objects.requireNonNull(resize, "resize");
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        fill = List.copyOf(fill);
        if (mean.size() != order.channels() || std.size() != order.channels()) {
            throw new IllegalArgumentException("mean " + mean + " and std " + std + " need one value for each of the "
                    + order.channels() + " channels of " + order);
        }
        if (std.stream().anyMatch(s -> !Double.isFinite(s) || s == 0)
                || mean.stream().anyMatch(m -> !Double.isFinite(m))
                || !Double.isFinite(scale)
                || scale == 0) {
            throw new IllegalArgumentException("scale " + scale + ", mean " + mean + " and std " + std
                    + " must be finite, and scale and std not zero");
        }
        if (!(cropFraction > 0 && cropFraction <= 1)) {
            throw new IllegalArgumentException(
                    "crop fraction " + cropFraction + " is not in (0, 1]; 0.875 means 224 of 256");
        }
        if (fill.size() != 3 || fill.stream().anyMatch(c -> c < 0 || c > 255)) {
            throw new IllegalArgumentException("fill " + fill + " is not a colour of three values from 0 to 255");
        }
    }

    /** The names that {@link #named(String)} knows. */
    public static final List<String> NAMES = List.of("torch", "tf", "caffe", "unit", "raw");

    /**
     * Returns a common preprocessing by name: {@code torch} (scaled to [0, 1], ImageNet mean and deviation), {@code tf}
     * (scaled to [-1, 1]), {@code caffe} (BGR, ImageNet mean subtracted), {@code unit} (scaled to [0, 1]), {@code raw}
     * (0 to 255 as it is). All stretch nothing: they letterbox, bilinear.
     *
     * @param name one of {@link #NAMES}
     * @return the preprocessing
     * @throws IllegalArgumentException if there is no such name
     */
    public static PicturePreprocessing named(String name) {
        return switch (name) {
            case "torch" -> of(ChannelOrder.RGB, 1 / 255.0, new double[] {0.485, 0.456, 0.406}, 0.229, 0.224, 0.225);
            case "tf" -> of(ChannelOrder.RGB, 1 / 127.5, new double[] {1, 1, 1}, 1, 1, 1);
            case "caffe" -> of(ChannelOrder.BGR, 1, new double[] {103.939, 116.779, 123.68}, 1, 1, 1);
            case "unit" -> of(ChannelOrder.RGB, 1 / 255.0, new double[] {0, 0, 0}, 1, 1, 1);
            case "raw" -> of(ChannelOrder.RGB, 1, new double[] {0, 0, 0}, 1, 1, 1);
            default ->
                throw new IllegalArgumentException(
                        "preprocessing '" + name + "' is not known; choose one of " + NAMES + " or a JSON file");
        };
    }

    private static PicturePreprocessing of(ChannelOrder order, double scale, double[] mean, double... std) {
        return new PicturePreprocessing(
                Resize.LETTERBOX,
                1,
                Filter.BILINEAR,
                order,
                scale,
                Arrays.stream(mean).boxed().toList(),
                Arrays.stream(std).boxed().toList(),
                List.of(127, 127, 127));
    }

    /**
     * Returns the same preprocessing with another way of resizing.
     *
     * @param other how the picture is brought to the network's size
     * @return a copy
     */
    public PicturePreprocessing withResize(Resize other) {
        return new PicturePreprocessing(other, cropFraction, filter, order, scale, mean, std, fill);
    }

    /**
     * Describes the preprocessing in one line for people and provenance.
     *
     * @return such as {@code letterbox, bilinear, RGB, (v * 1 - [127, 127, 127]) / [128, 128, 128]}
     */
    public String describe() {
        String crop = resize == Resize.CROP && cropFraction < 1 ? " " + cropFraction : "";
        return resize + crop + ", " + filter + ", " + order + ", (v * " + scale + " - " + mean + ") / " + std;
    }
}
