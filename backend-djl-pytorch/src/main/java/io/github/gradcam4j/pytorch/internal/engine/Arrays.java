package io.github.gradcam4j.pytorch.internal.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors on both sides. */
public final class Arrays {
    private Arrays() {}

    /**
     * Returns an array over a tensor's memory where that is possible; its owner is the manager. Half and brain floats become
     * float32.
     */
    static NDArray toRuntime(NDManager manager, Tensor given) {
        boolean half = given.dtype() == DType.FLOAT16 || given.dtype() == DType.BFLOAT16;
        Tensor tensor = half ? Tensor.of(given.toFloatArray(), given.shape().dims()) : given;
        ByteBuffer bytes = tensor.bytes();
        ByteBuffer direct = bytes;
        if (!bytes.isDirect()) {
            direct = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
            direct.put(bytes.duplicate()).flip();
        }
        var shape = new ai.djl.ndarray.types.Shape(tensor.shape().dims());
        NDArray array = manager.create(direct, shape, type(tensor.dtype()));
        array.setName(null); // DJL reads names
        return array;
    }

    /** Returns a tensor over an array's memory, as far as that is on the processor; valid until the array is closed. */
    public static Tensor fromRuntime(NDArray array) {
        Shape shape = shape(array);
        DType dtype = type(array.getDataType());
        if (shape.size() == 0) {
            return Tensor.over(dtype, shape, ByteBuffer.allocate(0).order(ByteOrder.nativeOrder()));
        }
        return Tensor.over(dtype, shape, array.toByteBuffer(true));
    }

    /** Returns an array's shape. */
    public static Shape shape(NDArray array) {
        return Shape.of(array.getShape().getShape());
    }

    /** Copies the elements of an array of any float type. */
    public static float[] floats(NDArray array) {
        return fromRuntime(array).toFloatArray();
    }

    /** Returns DJL's name of a type. */
    static DataType type(DType dtype) {
        return dtype == DType.BOOL ? DataType.BOOLEAN : DataType.valueOf(dtype.name());
    }

    /** Returns our name of a type. */
    public static DType type(DataType type) {
        return switch (type) {
            case BOOLEAN -> DType.BOOL;
            case COMPLEX64, STRING, UNKNOWN ->
                throw new UnsupportedModelException("the model has a tensor of " + type
                        + ", which has no real values to explain. Export it so that" + " its outputs are real numbers");
            default -> DType.valueOf(type.name());
        };
    }
}
