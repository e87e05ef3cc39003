package io.github.gradcam4j.tensorflow.internal.graph;

import java.util.Collection;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Makes attribute values. */
public final class Attributes {
    private Attributes() {}

    public static AttrValue of(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    public static AttrValue of(long number) {
        return AttrValue.newBuilder().setI(number).build();
    }

    public static AttrValue of(float number) {
        return AttrValue.newBuilder().setF(number).build();
    }

    public static AttrValue of(boolean truth) {
        return AttrValue.newBuilder().setB(truth).build();
    }

    public static AttrValue of(String text) {
        return AttrValue.newBuilder()
                .setS(com.google.protobuf.ByteString.copyFromUtf8(text))
                .build();
    }

    public static AttrValue of(TensorProto tensor) {
        return AttrValue.newBuilder().setTensor(tensor).build();
    }

    public static AttrValue of(TensorShapeProto shape) {
        return AttrValue.newBuilder().setShape(shape).build();
    }

    public static AttrValue types(Collection<DataType> types) {
        return AttrValue.newBuilder()
                .setList(AttrValue.ListValue.newBuilder().addAllType(types))
                .build();
    }

    public static AttrValue numbers(List<Long> numbers) {
        return AttrValue.newBuilder()
                .setList(AttrValue.ListValue.newBuilder().addAllI(numbers))
                .build();
    }
}
