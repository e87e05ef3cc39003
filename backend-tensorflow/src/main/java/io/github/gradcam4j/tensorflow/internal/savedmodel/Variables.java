package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.tensorflow.internal.engine.Failure;
import io.github.gradcam4j.tensorflow.internal.engine.Program;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Literals;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Reads weights from a SavedModel's checkpoint, by a graph of our own: the model's restoring function is only looked at for
 * the names that variables have in the checkpoint.
 */
final class Variables {
    private final SavedModelFolder model;
    private final Operators operators;
    private final OptionalInt threads;

    Variables(SavedModelFolder model, Operators operators, OptionalInt threads) {
        this.model = model;
        this.operators = operators;
        this.threads = threads;
    }

    /**
     * Reads weights.
     *
     * @param handles the variables' handles, by the nodes that stand for their values
     * @return their numbers, owned by the caller
     */
    Map<Node, Tensor> read(Map<Node, Node> handles) {
        if (handles.isEmpty()) {
            return Map.of();
        }
        Path prefix = model.folder().resolve("variables").resolve("variables");
        if (!Files.isRegularFile(prefix.resolveSibling("variables.index"))) {
            throw new ModelLoadException("the model '" + model.name() + "' is incomplete: its folder has no"
                    + " variables/variables.index, where the weights are. Copy the whole folder");
        }
        Map<String, CheckpointKeys.Key> keys = CheckpointKeys.of(model);
        List<Node> nodes = List.copyOf(handles.keySet());
        List<CheckpointKeys.Key> found = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        for (Node node : nodes) {
            Node handle = Objects.requireNonNull(handles.get(node));
            CheckpointKeys.Key key = keys.get(handle.name());
            if (key == null) {
                throw new ModelLoadException("the model '" + model.name() + "' has a variable '" + handle.name()
                        + "' that its restoring function gives no value. Export it again");
            }
            found.add(key);
            types.add(node.types().get(0));
        }
        return restore(prefix, nodes, found, types);
    }

    private Map<Node, Tensor> restore(
            Path prefix, List<Node> nodes, List<CheckpointKeys.Key> keys, List<DataType> types) {
        Node file = new Node(
                "prefix",
                "Const",
                List.of(),
                Literals.text(prefix.toAbsolutePath().toString()),
                Map.of(),
                List.of(DataType.DT_STRING));
        Node names = texts("names", keys.stream().map(CheckpointKeys.Key::name).toList());
        Node slices =
                texts("slices", keys.stream().map(CheckpointKeys.Key::slice).toList());
        Node restore = new Node(
                "restore",
                "RestoreV2",
                List.of(file.output(), names.output(), slices.output()),
                Map.of("dtypes", Attributes.types(types)),
                Map.of(),
                types);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            values.add(restore.output(i));
        }
        Program.Options once = new Program.Options(threads, false);
        try (Program program = new Program(operators, values, List.of(), Map.of(), List.of(), once)) {
            Result result = program.run(Map.of(), values); // its tensors become the network's
            Map<Node, Tensor> weights = new HashMap<>();
            for (int i = 0; i < nodes.size(); i++) {
                weights.put(nodes.get(i), result.get(i));
            }
            return weights;
        } catch (ExplanationException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ModelLoadException(
                    "the model '" + model.name() + "' is damaged: its weights cannot be read (" + Failure.text(cause)
                            + "). Copy or export it again",
                    e);
        }
    }

    private static Node texts(String name, List<String> texts) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(texts.size())));
        texts.forEach(text -> tensor.addStringVal(com.google.protobuf.ByteString.copyFromUtf8(text)));
        return new Node(name, "Const", List.of(), Literals.constant(tensor), Map.of(), List.of(DataType.DT_STRING));
    }
}
