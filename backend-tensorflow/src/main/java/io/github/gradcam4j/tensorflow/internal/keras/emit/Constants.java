package io.github.gradcam4j.tensorflow.internal.keras.emit;

import com.google.protobuf.ByteString;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;

/** Writes small tensors. */
public final class Constants {
    private Constants() {}

    /** Returns whole numbers as a vector. */
    public static TensorProto vector(DataType type, long... numbers) {
        double[] wide = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            wide[i] = numbers[i];
        }
        return numbers(type, Shape.of(numbers.length), wide);
    }

    /** Returns a number as a scalar. */
    public static TensorProto scalar(DataType type, double number) {
        return numbers(type, Shape.of(), number);
    }

    /** Returns texts as a vector. */
    public static TensorProto texts(List<String> texts) {
        TensorProto.Builder proto = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(Shapes.proto(Shape.of(texts.size())));
        texts.forEach(text -> proto.addStringVal(ByteString.copyFromUtf8(text)));
        return proto.build();
    }

    /** Returns numbers of any type. */
    public static TensorProto numbers(DataType type, Shape shape, double... numbers) {
        TensorProto.Builder proto = TensorProto.newBuilder().setDtype(type).setTensorShape(Shapes.proto(shape));
        for (double number : numbers) {
            switch (type) {
                case DT_FLOAT -> proto.addFloatVal((float) number);
                case DT_DOUBLE -> proto.addDoubleVal(number);
                case DT_INT64 -> proto.addInt64Val((long) number);
                case DT_BOOL -> proto.addBoolVal(number != 0);
                case DT_INT32, DT_UINT8, DT_INT8, DT_INT16, DT_UINT16 -> proto.addIntVal((int) number);
                default -> throw new BrokenNetwork("it has a number of type " + type);
            }
        }
        return proto.build();
    }
}
