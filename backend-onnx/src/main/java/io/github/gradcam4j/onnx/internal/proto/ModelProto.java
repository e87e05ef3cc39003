package io.github.gradcam4j.onnx.internal.proto;

import java.util.List;
import java.util.Map;

/**
 * Is a parsed ONNX file. Its constants are views of the bytes it was read from.
 *
 * @param irVersion version of the file format
 * @param opsets version of each operator set the file uses; the standard domain is the empty string
 * @param producer name and version of the program that wrote the file, may be empty
 * @param graph the main graph
 * @param functions functions local to the model
 * @param metadata free properties
 */
public record ModelProto(
        long irVersion,
        Map<String, Long> opsets,
        String producer,
        GraphProto graph,
        List<FunctionProto> functions,
        Map<String, String> metadata) {
    /** Copies the collections. */
    public ModelProto {
        opsets = Map.copyOf(opsets);
        functions = List.copyOf(functions);
        metadata = Map.copyOf(metadata);
    }
}
