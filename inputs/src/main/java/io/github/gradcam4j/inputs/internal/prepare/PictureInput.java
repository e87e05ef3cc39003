package io.github.gradcam4j.inputs.internal.prepare;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The input of a model that takes a picture, as far as the file, its sidecar and the caller tell.
 *
 * @param name its name
 * @param dtype its element type
 * @param shape its shape, of rank 4, -1 where free
 * @param layout NCHW or NHWC
 * @param ambiguous whether the sizes would fit the other layout as well
 */
public record PictureInput(String name, DType dtype, Shape shape, Layout layout, boolean ambiguous) {
    private static final String REMEDY =
            " with --shape NAME=1x3x224x224 (Java: ExplainerOptions.withShape) or in the sidecar";

    /** Finds the one input that takes a picture. */
    public static PictureInput find(ModelSignature signature, ModelProfile profile) {
        List<TensorSpec> told = signature.inputs().stream()
                .filter(spec -> kind(spec, profile).equals(Optional.of(InputProfile.Kind.PICTURE)))
                .toList();
        List<TensorSpec> candidates = told.isEmpty()
                ? signature.inputs().stream()
                        .filter(spec -> kind(spec, profile).isEmpty() && mayBePicture(shape(spec, profile)))
                        .toList()
                : told;
        if (candidates.size() == 1) {
            return of(candidates.get(0), profile);
        }
        String inputs = signature.inputs().stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
        throw new InputException(
                candidates.isEmpty()
                        ? "the model takes no picture: its inputs are " + inputs
                                + ", and a picture needs four dimensions, one of them 1 or 3 channels. Feed a .npy array,"
                                + " or tell the shape" + REMEDY
                        : "the model has several inputs that may take the picture: " + inputs
                                + ". Say in the sidecar which one is of kind 'picture'");
    }

    private static Optional<InputProfile.Kind> kind(TensorSpec spec, ModelProfile profile) {
        return profile.input(spec.name()).flatMap(InputProfile::kind);
    }

    /** The file's shape, with free dimensions filled from what is known beyond it. */
    private static Shape shape(TensorSpec spec, ModelProfile profile) {
        Optional<Shape> told = profile.input(spec.name()).flatMap(InputProfile::shape);
        if (told.isEmpty()) {
            return spec.shape();
        }
        if (spec.shape().rank() == 0) {
            return told.get();
        }
        if (told.get().rank() != spec.shape().rank()) {
            throw contradiction(spec, told.get());
        }
        Shape shape = spec.shape();
        for (int axis = 0; axis < shape.rank(); axis++) {
            long known = told.get().dim(axis);
            if (shape.dim(axis) < 0) {
                shape = shape.with(axis, known);
            } else if (known >= 0 && known != shape.dim(axis)) {
                throw contradiction(spec, told.get());
            }
        }
        return shape;
    }

    private static InputException contradiction(TensorSpec spec, Shape told) {
        return new InputException("the model's file declares input " + spec + ", but the sidecar or --shape says "
                + told + ". Correct the latter");
    }

    private static boolean mayBePicture(Shape shape) {
        return shape.rank() == 4 && (isChannels(shape.dim(1)) || isChannels(shape.dim(3)));
    }

    private static boolean isChannels(long dim) {
        return dim == 1 || dim == 3;
    }

    private static PictureInput of(TensorSpec spec, ModelProfile profile) {
        Shape shape = shape(spec, profile);
        Optional<Layout> told = profile.input(spec.name()).flatMap(InputProfile::layout);
        if (shape.rank() != 4) {
            throw new InputException("input " + spec + " cannot take a picture, which needs four dimensions, such as"
                    + " [1, 3, 224, 224]. Feed a .npy array, or tell the shape" + REMEDY);
        }
        if (told.isPresent() && !told.get().equals(Layout.NCHW) && !told.get().equals(Layout.NHWC)) {
            throw new InputException("input " + spec + " has layout " + told.get()
                    + " according to the sidecar, but a picture is NCHW or NHWC");
        }
        boolean first = isChannels(shape.dim(1));
        boolean last = isChannels(shape.dim(3));
        if (told.isEmpty() && !first && !last) {
            throw new InputException(
                    "input " + spec + " does not tell which of its dimensions are channels. Tell the shape" + REMEDY);
        }
        Layout layout = told.orElse(first ? Layout.NCHW : Layout.NHWC);
        return new PictureInput(
                spec.name(),
                spec.dtype(),
                sized(spec, shape, layout, profile),
                layout,
                told.isEmpty() && first && last);
    }

    private static Shape sized(TensorSpec spec, Shape shape, Layout layout, ModelProfile profile) {
        if (profile.size().isEmpty()) {
            return shape;
        }
        Shape size = profile.size().get();
        Shape sized = shape;
        int[] axes = {layout.indexOf(Axis.HEIGHT), layout.indexOf(Axis.WIDTH)};
        for (int i = 0; i < 2; i++) {
            if (shape.dim(axes[i]) >= 0 && shape.dim(axes[i]) != size.dim(i)) {
                throw new InputException("input " + spec + " of layout " + layout + " does not fit the preprocessing's"
                        + " size (rows, columns) " + size + " in the sidecar. Correct the sidecar");
            }
            sized = sized.with(axes[i], size.dim(i));
        }
        return sized;
    }

    /** The number of channels, -1 where free. */
    public int channels() {
        return (int) shape.dim(layout.indexOf(Axis.CHANNEL));
    }

    /** The number of rows, -1 where free. */
    public int height() {
        return (int) shape.dim(layout.indexOf(Axis.HEIGHT));
    }

    /** The number of columns, -1 where free. */
    public int width() {
        return (int) shape.dim(layout.indexOf(Axis.WIDTH));
    }

    /** The number of pictures in a batch, -1 where free. */
    public long batch() {
        return shape.dim(0);
    }

    /** What to do about a size that is not known. */
    InputException sizeUnknown() {
        return new InputException("the size of the picture that the network takes is not known: input '" + name
                + "' has shape " + shape + ". Tell it" + REMEDY.replace("NAME", name));
    }
}
