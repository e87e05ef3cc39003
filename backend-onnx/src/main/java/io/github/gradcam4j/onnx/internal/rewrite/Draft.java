package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.ModelCopy;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Is a model while it is rewritten. Operators that nobody touched stay the objects that were read, and so are recognised. */
final class Draft {
    final ModelProto original;
    final List<TensorProto> added = new ArrayList<>();
    final Map<String, Long> opsets;
    final Names names;
    List<NodeProto> nodes;
    /** Whether a function of the model is still called. */
    boolean calls;

    Draft(ModelProto original) {
        this.original = original;
        this.nodes = original.graph().nodes();
        this.opsets = new LinkedHashMap<>(original.opsets());
        this.names = new Names(original.graph());
        this.calls = !original.functions().isEmpty();
    }

    /** Returns the model as it is now. */
    ModelProto model() {
        GraphProto graph = original.graph();
        List<TensorProto> constants = new ArrayList<>(graph.initializers());
        constants.addAll(added);
        return new ModelProto(
                original.irVersion(),
                opsets,
                original.producer(),
                new GraphProto(
                        graph.name(), nodes, constants, graph.inputs(), graph.outputs(), graph.sparseInitializers()),
                original.functions(),
                original.metadata());
    }

    ByteBuffer write(ByteBuffer file) {
        return ModelCopy.write(file, original, nodes, added, opsets, calls);
    }
}
