package io.github.gradcam4j.onnx.internal.autodiff;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs models on ONNX Runtime. */
final class Runtime {
    private Runtime() {}

    /** What a run measured about a value, and its elements where they are numbers. */
    record Measured(ValueTable.Entry entry, Array value) {}

    static Map<String, Measured> run(byte[] model, Map<String, Array> inputs) {
        try (Opened opened = open(model)) {
            return opened.run(inputs);
        }
    }

    static Opened open(byte[] model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return new Opened(OrtEnvironment.getEnvironment().createSession(model, options));
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private static AssertionError failed(OrtException e) {
        return new AssertionError("ONNX Runtime: " + e.getMessage(), e);
    }

    /** Is a model that runs several times. */
    record Opened(OrtSession session) implements AutoCloseable {
        Map<String, Measured> run(Map<String, Array> inputs) {
            try {
                return Runtime.run(OrtEnvironment.getEnvironment(), session, inputs);
            } catch (OrtException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            try {
                session.close();
            } catch (OrtException e) {
                throw failed(e);
            }
        }
    }

    private static Map<String, Measured> run(OrtEnvironment environment, OrtSession session, Map<String, Array> inputs)
            throws OrtException {
        Map<String, OnnxTensorLike> fed = new HashMap<>();
        for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
            Array array = Optional.ofNullable(inputs.get(input.getKey())).orElseThrow();
            fed.put(
                    input.getKey(),
                    tensor(environment, array, ((TensorInfo) input.getValue().getInfo()).type));
        }
        try (OrtSession.Result result = session.run(fed)) {
            Map<String, Measured> measured = new LinkedHashMap<>();
            for (var output : result) {
                measured.put(output.getKey(), measure((OnnxTensor) output.getValue()));
            }
            return measured;
        } finally {
            fed.values().forEach(OnnxTensorLike::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Array array, OnnxJavaType type) throws OrtException {
        long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
        if (type == OnnxJavaType.INT64) {
            LongBuffer longs = LongBuffer.allocate(array.data().length);
            Arrays.stream(array.data()).forEach(v -> longs.put((long) v));
            return OnnxTensor.createTensor(environment, longs.flip(), shape);
        }
        if (type == OnnxJavaType.INT32) {
            IntBuffer ints = IntBuffer.allocate(array.data().length);
            Arrays.stream(array.data()).forEach(v -> ints.put((int) v));
            return OnnxTensor.createTensor(environment, ints.flip(), shape);
        }
        if (type == OnnxJavaType.DOUBLE) {
            return OnnxTensor.createTensor(environment, java.nio.DoubleBuffer.wrap(array.data()), shape);
        }
        if (type == OnnxJavaType.BOOL) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(array.data().length).order(ByteOrder.nativeOrder());
            Arrays.stream(array.data()).forEach(v -> bytes.put((byte) v));
            return OnnxTensor.createTensor(environment, bytes.flip(), shape, OnnxJavaType.BOOL);
        }
        FloatBuffer floats = FloatBuffer.allocate(array.data().length);
        Arrays.stream(array.data()).forEach(v -> floats.put((float) v));
        return OnnxTensor.createTensor(environment, floats.flip(), shape);
    }

    private static Measured measure(OnnxTensor tensor) throws OrtException {
        TensorInfo info = tensor.getInfo();
        DataType type = DataType.valueOf(info.type.name());
        List<Long> shape = Arrays.stream(info.getShape()).boxed().toList();
        int count = (int) shape.stream().reduce(1L, (a, b) -> a * b).longValue();
        ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
        double[] data = new double[count];
        for (int i = 0; i < count; i++) {
            data[i] = switch (type) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> bytes.getDouble();
                case INT64 -> bytes.getLong();
                case INT32 -> bytes.getInt();
                case BOOL -> bytes.get();
                default -> 0;
            };
        }
        boolean integer = type == DataType.INT64 || type == DataType.INT32;
        Optional<List<Long>> integers = integer && count <= 64
                ? Optional.of(Arrays.stream(data).mapToObj(v -> (long) v).collect(Collectors.toList()))
                : Optional.empty();
        int[] dims = shape.stream().mapToInt(Long::intValue).toArray();
        return new Measured(new ValueTable.Entry(type, shape, integers), new Array(dims, data));
    }
}
