package io.github.gradcam4j;

import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.internal.text.TokenTensors;
import io.github.gradcam4j.spi.InputPreparer;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.IntBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the input of a request into the tensors of the model, and checks them. */
final class Preparation {
    private static final int BLOCK = 4096;
    private static final int EXPONENT = 0x7f800000;
    private static final int EXPONENT_STEP = 0x00800000;

    private Preparation() {}

    static PreparedInput prepare(Explainer explainer, ExplainRequest request) {
        ModelSignature signature = explainer.signature();
        PreparedInput prepared;
        if (request.input() instanceof Arrays arrays) {
            prepared = new PreparedInput(
                    arrays.texts().isEmpty()
                            ? named(arrays.tensors(), signature)
                            : asTaken(named(arrays.tensors(), signature), signature),
                    Optional.empty(),
                    "none: fed as given",
                    List.of(),
                    arrays.texts(),
                    false);
        } else if (request.input() instanceof Document document) {
            prepared = explainer.prepare(document);
        } else {
            InputPreparer preparer = explainer.platform().preparers().all().stream()
                    .filter(candidate -> candidate.accepts(request.input()))
                    .findFirst()
                    .orElseThrow(() -> new InputException("'"
                            + request.input().source().name()
                            + "' cannot be prepared for a model: no plug-in on the class"
                            + " path does it. Add io.github.gradcam4j:gradcam4j-inputs"));
            prepared = preparer.prepare(request.input(), signature, explainer.profile());
        }
        Map<String, Tensor> all = new LinkedHashMap<>(prepared.tensors());
        Map<String, Tensor> further = named(request.inputs(), signature);
        requireOther(further, request, prepared);
        all.putAll(further);
        all.forEach((name, tensor) -> check(signature.input(name), tensor));
        List<String> missing = signature.inputs().stream()
                .map(TensorSpec::name)
                .filter(name -> !all.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new InputException("the model also needs its inputs " + missing + ": "
                    + signature.inputs().stream().map(TensorSpec::toString).collect(Collectors.joining(", "))
                    + ". Give them with --input NAME=FILE.npy (Java: ExplainRequest.Builder.input)");
        }
        requireOneBatch(all);
        if (request.input() instanceof Arrays arrays && !arrays.texts().isEmpty()) {
            requireTexts(arrays, all);
        }
        return new PreparedInput(
                all,
                prepared.geometry(),
                prepared.description(),
                prepared.warnings(),
                prepared.texts(),
                prepared.cutByModel());
    }

    /** Numbers from elsewhere in the place of a picture or a text would be explained as if they were it. */
    private static void requireOther(Map<String, Tensor> further, ExplainRequest request, PreparedInput prepared) {
        String filled = prepared.tensors().keySet().iterator().next();
        if (further.containsKey(filled)) {
            throw new IllegalArgumentException("input '" + filled + "' is given twice: by '"
                    + request.input().source().name()
                    + "' and by an array of its own (--input, Java: ExplainRequest.Builder.input)."
                    + " Leave the array out, or explain it alone");
        }
    }

    private static Map<String, Tensor> named(Map<String, Tensor> tensors, ModelSignature signature) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            boolean first = name.isEmpty() && !signature.inputs().isEmpty();
            named.put(
                    first
                            ? signature.inputs().get(0).name()
                            : signature.input(name).name(),
                    tensor);
        });
        return named;
    }

    private static void check(TensorSpec spec, Tensor tensor) {
        if (tensor.dtype() != spec.dtype()) {
            throw new InputException("input '" + spec.name() + "' takes " + spec.dtype() + ", but the array holds "
                    + tensor.dtype()
                    + (spec.dtype() == DType.BFLOAT16
                            ? ". No .npy file holds those: export the model so that it takes float32 and converts it"
                            : ". Convert it, in Python: array.astype('" + spec.dtype() + "')"));
        }
        Shape shape = tensor.shape();
        if (!spec.admits(shape)) {
            throw new InputException(
                    "input '" + spec.name() + "' has shape " + spec.shape() + ", but the array has shape " + shape
                            + (shape.rank() == spec.shape().rank() - 1 ? ". Add the batch axis in front" : ""));
        }
        if (shape.rank() == 0 || shape.size() == 0) {
            throw new InputException("the array of shape " + shape + " for input '" + spec.name()
                    + "' has no batch axis or no elements");
        }
        if (tensor.dtype() == DType.FLOAT32) {
            requireFinite(spec, tensor);
        }
    }

    /** What is not finite has all bits of the exponent, to which one more makes the number's sign. */
    private static void requireFinite(TensorSpec spec, Tensor tensor) {
        IntBuffer values = tensor.bytes().asIntBuffer();
        int[] block = new int[Math.min(BLOCK, values.limit())];
        for (int start = 0; start < values.limit(); start += block.length) {
            int length = Math.min(block.length, values.limit() - start);
            values.get(start, block, 0, length);
            int flags = 0;
            for (int i = 0; i < length; i++) {
                flags |= (block[i] & EXPONENT) + EXPONENT_STEP;
            }
            for (int i = 0; flags < 0 && i < length; i++) {
                float value = Float.intBitsToFloat(block[i]);
                if (!Float.isFinite(value)) {
                    throw new InputException("the array for input '" + spec.name() + "' has " + value + " at index "
                            + (start + i) + " (row-major). Replace values that are not finite");
                }
            }
        }
    }

    /** Numbers of tokens are whole, whatever type an array has and an input takes. */
    private static Map<String, Tensor> asTaken(Map<String, Tensor> tensors, ModelSignature signature) {
        Map<String, Tensor> taken = new LinkedHashMap<>();
        tensors.forEach((name, ids) -> taken.put(name, TokenTensors.converted(signature.input(name), ids)));
        return taken;
    }

    /** Every position of the first input needs a token, and every item a document. */
    private static void requireTexts(Arrays arrays, Map<String, Tensor> tensors) {
        Shape shape = tensors.values().iterator().next().shape();
        if (arrays.texts().size() != shape.dim(0)) {
            throw new InputException("tokens of " + arrays.texts().size()
                    + " documents were given, but the array of shape " + shape + " holds " + shape.dim(0)
                    + " items. Give as many");
        }
        for (int i = 0; i < arrays.texts().size(); i++) {
            int tokens = arrays.texts().get(i).tokens().size();
            if (shape.rank() < 2 || tokens != shape.dim(1)) {
                throw new InputException(
                        tokens + " tokens were given for item " + i + ", but the array of shape " + shape
                                + " has " + (shape.rank() < 2 ? "no" : shape.dim(1))
                                + " positions in it. Give one for each, padding included");
            }
        }
    }

    private static void requireOneBatch(Map<String, Tensor> tensors) {
        long items = tensors.values().iterator().next().shape().dim(0);
        tensors.forEach((name, tensor) -> {
            if (tensor.shape().dim(0) != items) {
                throw new InputException("input '" + name + "' has "
                        + tensor.shape().dim(0) + " items along its first axis, but the first input has " + items);
            }
        });
    }
}
