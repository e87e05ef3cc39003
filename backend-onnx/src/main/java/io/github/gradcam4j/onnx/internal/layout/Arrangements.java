package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known so far about the axes of values. What was learned once stays: later knowledge fills its gaps. */
final class Arrangements {
    private final Readings readings;
    private final Map<String, Arrangement> known = new HashMap<>();

    Arrangements(Readings readings) {
        this.readings = readings;
    }

    Arrangements copy() {
        Arrangements copy = new Arrangements(readings);
        copy.known.putAll(known);
        return copy;
    }

    Readings readings() {
        return readings;
    }

    Optional<Arrangement> find(String value) {
        return Optional.ofNullable(known.get(value));
    }

    /** Returns what is known about an input of a node. */
    Optional<Arrangement> input(NodeProto node, int index) {
        return node.input(index).flatMap(this::find);
    }

    /** Notes what is known about a value, unless it is constant, empty or of another shape. */
    void learn(String value, Arrangement arrangement) {
        Optional<List<Long>> shape = readings.shape(value);
        if (shape.isPresent()
                && !shape.get().contains(0L)
                && arrangement.fits(shape.get())
                && !readings.graph().isFixed(value)) {
            known.merge(value, arrangement, Arrangement::filledFrom);
        }
    }
}
