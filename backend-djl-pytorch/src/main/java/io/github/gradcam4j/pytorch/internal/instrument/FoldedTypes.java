package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Tells whether weights can be folded: all of one type, which is no half, and with as many channels. */
record FoldedTypes(Function<String, Optional<Pickled.Tensor>> weights) implements Predicate<Folding.Pair> {
    @Override
    public boolean test(Folding.Pair pair) {
        Optional<Pickled.Tensor> weight = tensor(pair.weight());
        Optional<DType> dtype =
                weight.flatMap(Pickled.Tensor::dtype).filter(type -> type == DType.FLOAT32 || type == DType.FLOAT64);
        return dtype.isPresent()
                && weight.filter(tensor -> !tensor.shape().isEmpty()).isPresent()
                && pair.vectors().stream()
                        .allMatch(path -> tensor(path)
                                .filter(vector -> vector.dtype().equals(dtype))
                                .filter(vector -> vector.shape()
                                        .equals(List.of(weight.get().shape().get(0))))
                                .isPresent());
    }

    private Optional<Pickled.Tensor> tensor(Folding.Path path) {
        return weights.apply(path.whole());
    }
}
