package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import java.nio.ByteBuffer;
import java.util.Random;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;

/** Is a tensor of real numbers in Java, and its way into TensorFlow and back. */
record Numbers(Shape shape, double[] values) {
    static Numbers normal(Random random, Shape shape) {
        double[] values = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return new Numbers(shape, values);
    }

    static Numbers between(double low, double high, Random random, Shape shape) {
        double[] values = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = low + (high - low) * random.nextDouble();
        }
        return new Numbers(shape, values);
    }

    static Numbers of(Tensor tensor) {
        ByteBuffer memory = Tensors.memory(tensor);
        double[] values = new double[Math.toIntExact(Tensors.shape(tensor).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (tensor.dataType()) {
                case DT_DOUBLE -> memory.getDouble();
                case DT_FLOAT -> memory.getFloat();
                case DT_HALF -> half(tensor, i);
                default -> throw new IllegalArgumentException("not real: " + tensor.dataType());
            };
        }
        return new Numbers(Tensors.shape(tensor), values);
    }

    private static double half(Tensor tensor, long index) {
        return ((TFloat16) tensor).getFloat(coordinates(tensor, index));
    }

    private static long[] coordinates(Tensor tensor, long index) {
        long[] sizes = tensor.shape().asArray();
        long[] coordinates = new long[sizes.length];
        long rest = index;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            coordinates[axis] = rest % sizes[axis];
            rest /= sizes[axis];
        }
        return coordinates;
    }

    Numbers with(int index, double value) {
        double[] others = values.clone();
        others[index] = value;
        return new Numbers(shape, others);
    }

    /** Returns a tensor that the caller closes. */
    Tensor toRuntime(DataType type) {
        if (type == DataType.DT_HALF) {
            try (TFloat32 wide = (TFloat32) toRuntime(DataType.DT_FLOAT)) {
                return TFloat16.tensorOf(wide);
            }
        }
        boolean wide = type == DataType.DT_DOUBLE;
        ByteBuffer bytes =
                io.github.gradcam4j.tensor.Tensor.allocate(wide ? DType.FLOAT64 : DType.FLOAT32, values.length);
        for (double value : values) {
            if (wide) {
                bytes.putDouble(value);
            } else {
                bytes.putFloat((float) value);
            }
        }
        return Tensors.toRuntime(
                io.github.gradcam4j.tensor.Tensor.over(wide ? DType.FLOAT64 : DType.FLOAT32, shape, bytes.flip()));
    }

    double largest() {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Double.isNaN(value) ? Double.POSITIVE_INFINITY : Math.abs(value));
        }
        return largest;
    }
}
