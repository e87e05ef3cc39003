package io.github.gradcam4j.pytorch.internal.axes;

import java.util.List;
import java.util.Optional;

/**
 * A value of which only is known what it may depend on.
 *
 * @param tensors tensors that it depends on
 * @param sizesOf the tensor whose sizes it is
 */
record Unknown(List<Tensor> tensors, Optional<Tensor> sizesOf) {
    static final Unknown VALUE = new Unknown(List.of(), Optional.empty());

    static Unknown of(List<Tensor> tensors) {
        return tensors.isEmpty() ? VALUE : new Unknown(List.copyOf(tensors), Optional.empty());
    }

    /** Returns it as a tensor. */
    Tensor tensor(Trace trace) {
        boolean is = tensors.size() == 1 && tensors.get(0).shape() == null && sizesOf.isEmpty();
        return is ? tensors.get(0) : trace.opaque("unknown", tensors, null, null);
    }
}
