package io.github.gradcam4j;

import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides the windows of a document into parts that run one after the other: memory does not grow with the document, and models
 * that read one text at a time read them all.
 */
final class WindowParts {
    /** Tokens that run together: enough to keep all cores busy. */
    private static final int TOKENS = 2048;

    private WindowParts() {}

    /**
     * Is what runs at once.
     *
     * @param input its windows
     * @param first the number of the first of them
     * @param windows the number of windows in all parts
     */
    record Part(PreparedInput input, int first, int windows) {}

    /** Returns the parts; what is no document is one. */
    static List<Part> of(PreparedInput whole, ModelSignature signature) {
        int items = (int) whole.tensors().values().iterator().next().shape().dim(0);
        int together = whole.texts().size() > 1 ? together(whole, signature) : items;
        if (together >= items) {
            return List.of(new Part(whole, 0, items));
        }
        List<Part> parts = new ArrayList<>();
        for (int first = 0; first < items; first += together) {
            parts.add(new Part(rows(whole, first, Math.min(items, first + together)), first, items));
        }
        return parts;
    }

    private static int together(PreparedInput whole, ModelSignature signature) {
        boolean single = whole.tensors().keySet().stream()
                .anyMatch(name -> signature.input(name).shape().dim(0) == 1);
        return single
                ? 1
                : Math.max(1, TOKENS / Math.max(1, whole.texts().get(0).tokens().size()));
    }

    private static PreparedInput rows(PreparedInput whole, int from, int to) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        whole.tensors().forEach((name, tensor) -> tensors.put(name, rows(tensor, from, to)));
        return new PreparedInput(
                tensors,
                whole.geometry(),
                whole.description(),
                whole.warnings(),
                whole.texts().subList(from, to),
                whole.cutByModel());
    }

    private static Tensor rows(Tensor tensor, int from, int to) {
        ByteBuffer all = tensor.bytes();
        int row = all.remaining() / (int) tensor.shape().dim(0);
        return Tensor.over(tensor.dtype(), tensor.shape().with(0, to - from), all.slice(from * row, (to - from) * row))
                .withLayout(tensor.layout());
    }
}
