package io.github.gradcam4j.tensorflow.internal.keras.model;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.keras.config.Precision;
import io.github.gradcam4j.tensorflow.internal.keras.file.Damaged;
import io.github.gradcam4j.tensorflow.internal.keras.file.StoredTensor;
import java.nio.ByteBuffer;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/** Copies tensors of a file to where TensorFlow wants them. */
final class NativeTensors {
    private NativeTensors() {}

    static Tensor of(StoredTensor stored, Node constant) {
        DataType wanted = constant.types().get(0);
        boolean isOtherCount = wanted == DataType.DT_INT32 || wanted == DataType.DT_INT64;
        DataType type = Precision.type(stored.kind());
        if (type != wanted && !isOtherCount) {
            throw new Damaged("its '" + stored.path() + "' holds " + stored.kind() + " instead of "
                    + wanted.name().replace("DT_", "").toLowerCase(java.util.Locale.ROOT));
        }
        ByteBuffer bytes = stored.bytes();
        return switch (type) {
            case DT_FLOAT -> copy(TFloat32.class, stored, bytes);
            case DT_DOUBLE -> copy(TFloat64.class, stored, bytes);
            case DT_HALF -> copy(TFloat16.class, stored, bytes);
            case DT_INT32 -> copy(TInt32.class, stored, bytes);
            case DT_INT64 -> copy(TInt64.class, stored, bytes);
            default ->
                throw new Damaged("its '" + stored.path() + "' holds " + stored.kind()
                        + ", which no layer of Keras has as weights");
        };
    }

    private static <T extends TType> T copy(Class<T> kind, StoredTensor stored, ByteBuffer bytes) {
        return Tensor.of(kind, Shape.of(stored.shape().dims()), DataBuffers.of(bytes));
    }
}
