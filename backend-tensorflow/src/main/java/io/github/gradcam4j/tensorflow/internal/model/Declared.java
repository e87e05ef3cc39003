package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What networks declare to take and to make. Texts are fed as rows of bytes: uint8 with one
 * axis more, UTF-8, with zeros at the end.
 */
final class Declared {
    private Declared() {}

    static ModelSignature of(Network network) {
        List<TensorSpec> inputs = new ArrayList<>();
        network.inputs().forEach((name, node) -> inputs.add(input(network, name, node)));
        List<TensorSpec> outputs = new ArrayList<>();
        network.outputs()
                .forEach((name, value) -> outputs.add(
                        new TensorSpec(name, Tensors.type(value.type()).orElse(DType.FLOAT32), Shape.of())));
        return new ModelSignature(inputs, outputs);
    }

    private static TensorSpec input(Network network, String name, Node node) {
        Shape shape = shape(node);
        if (isText(node)) {
            long[] dims = Arrays.copyOf(shape.dims(), shape.rank() + 1);
            dims[shape.rank()] = -1;
            return new TensorSpec(name, DType.UINT8, Shape.of(dims));
        }
        DType dtype = Tensors.type(node.types().get(0))
                .orElseThrow(() -> new UnsupportedModelException("the model '" + network.name() + "' has an input '"
                        + name
                        + "' of " + node.types().get(0) + ", which cannot be fed from Java. Export it with an input of"
                        + " float32 or int64"));
        return new TensorSpec(name, dtype, shape);
    }

    private static boolean isText(Node node) {
        return node.types().get(0) == DataType.DT_STRING && shape(node).rank() > 0;
    }

    private static Shape shape(Node placeholder) {
        TensorShapeProto declared = placeholder
                .attribute("shape")
                .map(AttrValue::getShape)
                .orElse(TensorShapeProto.newBuilder().setUnknownRank(true).build());
        return declared.getUnknownRank()
                ? Shape.of()
                : Shape.of(declared.getDimList().stream()
                        .mapToLong(TensorShapeProto.Dim::getSize)
                        .toArray());
    }

    /** Copies what is fed to the runtime; the caller owns the copy. */
    static org.tensorflow.Tensor toRuntime(Tensor given, Node placeholder) {
        if (!isText(placeholder)) {
            return Tensors.toRuntime(given);
        }
        return Tensors.texts(given);
    }
}
