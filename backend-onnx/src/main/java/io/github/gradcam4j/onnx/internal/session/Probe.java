package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures types and shapes of all values of a graph by running the model once, with every value as an output. The session
 * for that lasts one measurement, unless there are many to come. Thread-safe.
 */
final class Probe implements AutoCloseable {
    /** Integer values up to this size are kept: they are the shapes, axes and amounts that operators read. */
    private static final int KEPT_INTEGERS = 64;
    /** Those that no data enters into may also be indices, such as those into which exporters turn strides. */
    private static final int KEPT_INDICES = 1 << 16;

    private final Sessions sessions;
    private final SampleInputs samples;
    private boolean keeps;
    private @Nullable OrtSession kept;

    Probe(Sessions sessions, ModelSignature signature) {
        this.sessions = sessions;
        this.samples = new SampleInputs(signature, sessions.file().graph());
    }

    /** Returns the sessions of the model that it measures. */
    Sessions sessions() {
        return sessions;
    }

    /** Measures the values for given shapes of the inputs. */
    synchronized ValueTable measure(Map<String, Shape> shapes) {
        GraphIndex graph = sessions.file().graph();
        Map<String, ValueTable.Entry> entries = new HashMap<>();
        try {
            OrtSession session = kept == null ? sessions.createForMeasuring(everyValue(graph)) : kept;
            kept = session;
            runSamples(session, shapes, (name, tensor, fed) -> entries.put(name, entry(graph, name, tensor, fed)));
            return new ValueTable(entries);
        } catch (OrtException e) {
            throw failed(shapes, e);
        } finally {
            if (!keeps) {
                close();
            }
        }
    }

    /** Measures the values for given inputs, whose elements may decide sizes. */
    ValueTable measureData(Map<String, Tensor> inputs) {
        GraphIndex graph = sessions.file().graph();
        Map<String, ValueTable.Entry> entries = new HashMap<>();
        try (OrtSession session = sessions.createForMeasuring(everyValue(graph))) {
            run(session, inputs, (name, tensor, fed) -> entries.put(name, entry(graph, name, tensor, fed)));
            return new ValueTable(entries);
        } catch (OrtException e) {
            Map<String, Shape> shapes = new HashMap<>();
            inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            throw failed(shapes, e);
        }
    }

    private static ValueTable.Entry entry(GraphIndex graph, String name, OnnxTensor tensor, boolean fed) {
        return entry(tensor, fed ? 0 : graph.isShapeDerived(name) ? KEPT_INDICES : KEPT_INTEGERS);
    }

    /** Keeps the session from now on, for more measurements to come, if it does not hold the weights once more. */
    synchronized void keep() {
        keeps = sessions.file().sharesConstants();
    }

    /** Frees the session. Idempotent; a further measurement makes another one for itself. */
    @Override
    public synchronized void close() {
        OrtSession session = kept;
        kept = null;
        keeps = false;
        try {
            if (session != null) {
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot free a session", e);
        }
    }

    /** Measures truth values. */
    Map<String, Boolean> truths(Set<String> names, Map<String, Shape> shapes) {
        Set<String> added = new HashSet<>(names);
        sessions.file().graph().model().graph().outputs().forEach(output -> added.remove(output.name()));
        List<ValueInfoProto> outputs =
                added.stream().map(ValueInfoProto::untyped).toList();
        byte[] patch = new ModelPatch(List.of(), List.of(), List.of(), outputs)
                .toBytes(sessions.file().graph().model().irVersion());
        Map<String, Boolean> truths = new HashMap<>();
        try (OrtSession session = sessions.createForMeasuring(patch)) {
            runSamples(session, shapes, (name, tensor, fed) -> {
                if (names.contains(name) && tensor.getInfo().type == OnnxJavaType.BOOL) {
                    truths.put(name, tensor.getByteBuffer().get() != 0);
                }
            });
            return truths;
        } catch (OrtException e) {
            throw failed(shapes, e);
        }
    }

    private static ExplanationException failed(Map<String, Shape> shapes, OrtException e) {
        return new ExplanationException(
                "the model does not run with inputs of shape " + shapes + ": " + Sessions.message(e)
                        + ". Check the shapes (--shape)",
                e);
    }

    private static byte[] everyValue(GraphIndex graph) {
        Set<String> present = new HashSet<>();
        graph.model().graph().outputs().forEach(output -> present.add(output.name()));
        List<ValueInfoProto> outputs = new ArrayList<>();
        for (NodeProto node : graph.nodes()) {
            if (node.opType().startsWith("Sequence") || node.opType().startsWith("Optional")) {
                continue;
            }
            for (String name : node.outputs()) {
                if (!name.isEmpty() && present.add(name)) {
                    outputs.add(ValueInfoProto.untyped(name));
                }
            }
        }
        return new ModelPatch(List.of(), List.of(), List.of(), outputs)
                .toBytes(graph.model().irVersion());
    }

    /** Looks at a value while it is there. */
    private interface Look {
        void at(String name, OnnxTensor tensor, boolean fed);
    }

    /** Some models look for a certain token, such as the one that ends a text, and do not run without one in each item. */
    private void runSamples(OrtSession session, Map<String, Shape> shapes, Look look) throws OrtException {
        try {
            run(session, samples.of(shapes, 0), look);
        } catch (OrtException withoutAny) {
            for (long token : samples.soughtTokens()) {
                try {
                    run(session, samples.of(shapes, token), look);
                    return;
                } catch (OrtException e) {
                    withoutAny.addSuppressed(e);
                }
            }
            throw withoutAny;
        }
    }

    private static void run(OrtSession session, Map<String, Tensor> inputs, Look look) throws OrtException {
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try {
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                OnnxTensor fed = Types.toRuntime(OnnxRuntime.environment(), input.getValue());
                feeds.put(input.getKey(), fed);
                look.at(input.getKey(), fed, true);
            }
            try (OrtSession.Result result = session.run(feeds)) {
                for (Map.Entry<String, OnnxValue> value : result) {
                    if (value.getValue() instanceof OnnxTensor tensor) {
                        look.at(value.getKey(), tensor, false);
                    }
                }
            }
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    private static ValueTable.Entry entry(OnnxTensor tensor, int keptIntegers) {
        TensorInfo info = tensor.getInfo();
        DataType type = Types.of(info);
        List<Long> shape = new ArrayList<>();
        long size = 1;
        for (long dim : info.getShape()) {
            shape.add(dim);
            size *= dim;
        }
        Optional<List<Long>> integers = size <= keptIntegers ? integers(tensor, type) : Optional.empty();
        return new ValueTable.Entry(type, shape, integers);
    }

    private static Optional<List<Long>> integers(OnnxTensor tensor, DataType type) {
        List<Long> values = new ArrayList<>();
        if (type == DataType.INT64) {
            var buffer = tensor.getLongBuffer();
            while (buffer.hasRemaining()) {
                values.add(buffer.get());
            }
        } else if (type == DataType.INT32) {
            var buffer = tensor.getIntBuffer();
            while (buffer.hasRemaining()) {
                values.add((long) buffer.get());
            }
        } else {
            return Optional.empty();
        }
        return Optional.of(values);
    }

    /** Returns a measured shape as one of ours. */
    static Shape shape(ValueTable.Entry entry) {
        return Shape.of(entry.shape().stream().mapToLong(Long::longValue).toArray());
    }
}
