package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Makes inputs to measure a model with, before there are any. Immutable. */
final class SampleInputs {
    private final ModelSignature signature;
    private final GraphIndex graph;

    SampleInputs(ModelSignature signature, GraphIndex graph) {
        this.signature = signature;
        this.graph = graph;
    }

    /**
     * Makes inputs.
     *
     * @param shapes their shapes
     * @param token what stands at the end of each row of tokens
     */
    Map<String, Tensor> of(Map<String, Shape> shapes, long token) {
        Map<String, Tensor> samples = new LinkedHashMap<>();
        for (TensorSpec spec : signature.inputs()) {
            Shape shape = shapes.get(spec.name());
            if (shape == null) {
                throw new IllegalArgumentException(
                        "the shape of input " + spec + " is missing; given are " + shapes.keySet());
            }
            samples.put(spec.name(), sample(spec, shape, token));
        }
        return samples;
    }

    /** Returns the tokens that the model compares others with. */
    Set<Long> soughtTokens() {
        Set<Long> tokens = new TreeSet<>();
        for (NodeProto node : graph.nodes()) {
            if (node.opType().equals("Equal")) {
                node.inputs().stream()
                        .flatMap(value -> graph.constant(value).stream())
                        .filter(constant -> constant.type() == DataType.INT64
                                && constant.content().remaining() == Long.BYTES)
                        .forEach(constant -> tokens.add(constant.content().getLong()));
            }
        }
        return tokens;
    }

    /**
     * Makes values that models accept: floats between 0 and 1, token 0 with another one at the end of each row, false; but masks
     * that leave nothing out, for a runtime may divide by the number of tokens that count.
     */
    private static Tensor sample(TensorSpec spec, Shape shape, long last) {
        DType dtype = spec.dtype();
        if (dtype != DType.FLOAT32 && spec.name().toLowerCase(Locale.ROOT).contains("mask")) {
            return ones(dtype, shape);
        }
        ByteBuffer elements = Tensor.allocate(dtype, shape.size());
        if (dtype == DType.FLOAT32) {
            SplittableRandom random = new SplittableRandom(1);
            while (elements.hasRemaining()) {
                elements.putFloat((float) random.nextDouble());
            }
            elements.flip();
        } else if (last != 0 && (dtype == DType.INT64 || dtype == DType.INT32) && shape.rank() > 0) {
            int row = (int) shape.dim(shape.rank() - 1) * dtype.bytes();
            for (int end = row; end <= elements.limit(); end += row) {
                if (dtype == DType.INT64) {
                    elements.putLong(end - dtype.bytes(), last);
                } else {
                    elements.putInt(end - dtype.bytes(), Math.toIntExact(last));
                }
            }
        }
        return Tensor.over(dtype, shape, elements);
    }

    private static Tensor ones(DType dtype, Shape shape) {
        ByteBuffer elements = Tensor.allocate(dtype, shape.size());
        boolean littleEndian = elements.order() == ByteOrder.LITTLE_ENDIAN;
        for (int at = 0; at < elements.limit(); at += dtype.bytes()) {
            elements.put(littleEndian ? at : at + dtype.bytes() - 1, (byte) 1);
        }
        return Tensor.over(dtype, shape, elements);
    }
}
