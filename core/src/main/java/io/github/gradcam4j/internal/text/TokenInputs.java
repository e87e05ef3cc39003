package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the inputs that a document fills: the numbers of its tokens, and, by their names, the mask of what is not padding, the
 * segments, and the positions.
 *
 * @param ids takes the numbers, or rows of bytes where the model cuts texts itself
 * @param shape what is known about the shape of {@code ids}
 * @param mask takes 1 for tokens and 0 for padding
 * @param segments takes the segment of each token
 * @param positions takes 0, 1, 2 ... of what the mask shows
 */
record TokenInputs(
        TensorSpec ids,
        Shape shape,
        Optional<TensorSpec> mask,
        Optional<TensorSpec> segments,
        Optional<TensorSpec> positions) {

    static TokenInputs find(ModelSignature signature, ModelProfile profile) {
        List<TensorSpec> open = new ArrayList<>(signature.inputs());
        Optional<TensorSpec> mask = take(open, "mask");
        Optional<TensorSpec> segments = take(open, "type").or(() -> take(open, "segment"));
        Optional<TensorSpec> positions = take(open, "position");
        TensorSpec ids = ids(open, signature, profile);
        Shape told = profile.input(ids.name()).flatMap(InputProfile::shape).orElse(Shape.of());
        Shape shape = ids.shape().rank() == 0 ? told : ids.shape();
        if (shape.rank() == told.rank()) {
            for (int axis = 0; axis < shape.rank(); axis++) {
                shape = shape.dim(axis) < 0 ? shape.with(axis, told.dim(axis)) : shape;
            }
        }
        return new TokenInputs(ids, shape, mask, segments, positions);
    }

    /** Takes an input by what its name contains, but leaves the last one, which has to be the numbers. */
    private static Optional<TensorSpec> take(List<TensorSpec> open, String word) {
        Optional<TensorSpec> found = open.stream()
                .filter(spec ->
                        open.size() > 1 && spec.name().toLowerCase(Locale.ROOT).contains(word))
                .findFirst();
        found.ifPresent(open::remove);
        return found;
    }

    private static TensorSpec ids(List<TensorSpec> open, ModelSignature signature, ModelProfile profile) {
        for (TensorSpec spec : open) {
            if (profile.input(spec.name())
                    .flatMap(InputProfile::kind)
                    .filter(InputProfile.Kind.TOKENS::equals)
                    .isPresent()) {
                return spec;
            }
        }
        List<TensorSpec> fitting = open.stream().filter(TokenInputs::canBeIds).toList();
        return fitting.stream()
                .filter(spec -> fitting.size() == 1
                        || spec.name().toLowerCase(Locale.ROOT).contains("id"))
                .findFirst()
                .orElseThrow(() -> new InputException("no input of the model is known to take the tokens of a text. Its"
                        + " inputs are "
                        + signature.inputs().stream().map(TensorSpec::toString).collect(Collectors.joining(", "))
                        + ". Say in the sidecar which one does (\"kind\": \"tokens\")"));
    }

    private static boolean canBeIds(TensorSpec spec) {
        int rank = spec.shape().rank();
        return rank == 0
                || rank == 2
                || (rank == 1 && spec.dtype() != DType.UINT8)
                || (rank == 3 && spec.dtype().isFloating() && spec.shape().dim(2) > 0)
                || (rank == 3 && spec.dtype() == DType.UINT8 && spec.shape().dim(2) < 0);
    }

    /** Tells whether the model takes the characters themselves, as rows of UTF-8 bytes. */
    boolean takesBytes() {
        int last = ids.shape().rank() - 1;
        return ids.dtype() == DType.UINT8
                && (last == 1 || last == 2)
                && ids.shape().dim(last) < 0; // texts of any length
    }

    /** Tells whether these are the characters of each token, rather than those of the whole text. */
    boolean takesBytesOfTokens() {
        return takesBytes() && shape.rank() == 3 && shape.dim(1) != 1;
    }

    /** Tells whether the model takes a row of zeros and a one for each token. */
    boolean takesOneHot() {
        return shape.rank() == 3 && !takesBytes();
    }

    /** Returns how many tokens the model's shape wants; -1 for any number. */
    int length() {
        return shape.rank() < 2 || (takesBytes() && !takesBytesOfTokens()) ? -1 : (int) shape.dim(1);
    }
}
