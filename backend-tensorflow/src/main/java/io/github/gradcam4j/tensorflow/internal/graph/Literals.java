package io.github.gradcam4j.tensorflow.internal.graph;

import com.google.protobuf.ByteString;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Makes and reads small constants. */
public final class Literals {
    private static final long MOST = 1024;

    private Literals() {}

    /** Returns the attributes of a constant int32. */
    public static Map<String, AttrValue> number(int number) {
        return constant(TensorProto.newBuilder()
                .setDtype(DataType.DT_INT32)
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                .addIntVal(number));
    }

    /** Returns the attributes of a constant vector of int32. */
    public static Map<String, AttrValue> numbers(List<Integer> numbers) {
        return constant(TensorProto.newBuilder()
                .setDtype(DataType.DT_INT32)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(numbers.size())))
                .addAllIntVal(numbers));
    }

    /** Returns the attributes of a constant float32 or float64. */
    public static Map<String, AttrValue> real(double number, DataType type) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setDtype(type).setTensorShape(TensorShapeProto.getDefaultInstance());
        switch (type) {
            case DT_FLOAT -> tensor.addFloatVal((float) number);
            case DT_DOUBLE -> tensor.addDoubleVal(number);
            default -> throw new IllegalArgumentException("cast a float32 to " + type);
        }
        return constant(tensor);
    }

    /** Returns the attributes of a constant string. */
    public static Map<String, AttrValue> text(String text) {
        return constant(TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                .addStringVal(ByteString.copyFromUtf8(text)));
    }

    /** Returns the attributes of a constant. */
    public static Map<String, AttrValue> constant(TensorProto.Builder tensor) {
        return Map.of("dtype", Attributes.of(tensor.getDtype()), "value", Attributes.of(tensor.build()));
    }

    /** Returns a truth value that is a constant. */
    public static Optional<Boolean> truth(Value value) {
        return tensor(value)
                .filter(tensor -> tensor.getDtype() == DataType.DT_BOOL && size(tensor) == 1)
                .map(tensor -> tensor.getBoolValCount() > 0
                        ? tensor.getBoolVal(0)
                        : !tensor.getTensorContent().isEmpty()
                                && tensor.getTensorContent().byteAt(0) != 0);
    }

    /** Returns whole numbers that are a constant, in row-major order. */
    public static Optional<List<Long>> whole(Value value) {
        return tensor(value)
                .filter(tensor -> size(tensor) <= MOST
                        && (tensor.getDtype() == DataType.DT_INT32 || tensor.getDtype() == DataType.DT_INT64))
                .map(Literals::whole);
    }

    private static List<Long> whole(TensorProto tensor) {
        List<Long> numbers = new ArrayList<>();
        long size = size(tensor);
        boolean wide = tensor.getDtype() == DataType.DT_INT64;
        var bytes = tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int listed = wide ? tensor.getInt64ValCount() : tensor.getIntValCount();
        for (int i = 0; i < size; i++) {
            if (bytes.hasRemaining()) {
                numbers.add(wide ? bytes.getLong() : bytes.getInt());
            } else if (listed == 0) {
                numbers.add(0L);
            } else { // the last one repeats
                int at = Math.min(i, listed - 1);
                numbers.add(wide ? tensor.getInt64Val(at) : tensor.getIntVal(at));
            }
        }
        return numbers;
    }

    private static long size(TensorProto tensor) {
        return tensor.getTensorShape().getDimList().stream()
                .mapToLong(TensorShapeProto.Dim::getSize)
                .reduce(1, (a, b) -> a * b);
    }

    private static Optional<TensorProto> tensor(Value value) {
        Node node = value.node();
        while (node.is("Identity")) {
            node = node.input(0).node();
        }
        return node.is("Const") ? node.attribute("value").map(AttrValue::getTensor) : Optional.empty();
    }
}
