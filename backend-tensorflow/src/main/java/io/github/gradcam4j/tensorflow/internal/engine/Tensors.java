package io.github.gradcam4j.tensorflow.internal.engine;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** Carries tensors over the border. */
public final class Tensors {
    private static final Map<DType, Class<? extends TType>> CLASSES = new EnumMap<>(Map.of(
            DType.FLOAT32, TFloat32.class,
            DType.FLOAT64, TFloat64.class,
            DType.FLOAT16, TFloat16.class,
            DType.BFLOAT16, TBfloat16.class,
            DType.INT32, TInt32.class,
            DType.INT64, TInt64.class,
            DType.UINT8, TUint8.class,
            DType.UINT16, TUint16.class,
            DType.BOOL, TBool.class));

    private Tensors() {}

    /** Returns our name of a type; empty for those whose elements are no numbers, or that Java cannot read. */
    public static Optional<DType> type(DataType type) {
        return Optional.ofNullable(
                switch (type) {
                    case DT_FLOAT -> DType.FLOAT32;
                    case DT_DOUBLE -> DType.FLOAT64;
                    case DT_HALF -> DType.FLOAT16;
                    case DT_BFLOAT16 -> DType.BFLOAT16;
                    case DT_INT32 -> DType.INT32;
                    case DT_INT64 -> DType.INT64;
                    case DT_UINT8 -> DType.UINT8;
                    case DT_UINT16 -> DType.UINT16;
                    case DT_BOOL -> DType.BOOL;
                    default -> null;
                });
    }

    /** Copies a tensor to the runtime; the caller owns the copy. */
    public static org.tensorflow.Tensor toRuntime(Tensor tensor) {
        Class<? extends TType> kind = CLASSES.get(tensor.dtype());
        if (kind == null) {
            throw new UnsupportedModelException("TensorFlow's Java interface takes no tensors of " + tensor.dtype()
                    + ". Export the model with an input of float32 or int64");
        }
        org.tensorflow.Tensor made = org.tensorflow.Tensor.of(
                kind, org.tensorflow.ndarray.Shape.of(tensor.shape().dims()));
        memory(made).put(tensor.bytes());
        return made;
    }

    /**
     * Copies texts to the runtime, where each is one element; the caller owns the copy.
     *
     * @param rows uint8 with the bytes of a text along the last axis: UTF-8, with zeros behind the end
     */
    public static org.tensorflow.Tensor texts(Tensor rows) {
        int rank = rows.shape().rank() - 1;
        int length = Math.toIntExact(rows.shape().dim(rank));
        ByteBuffer bytes = rows.bytes();
        NdArray<byte[]> texts = NdArrays.ofObjects(
                byte[].class,
                org.tensorflow.ndarray.Shape.of(Arrays.copyOf(rows.shape().dims(), rank)));
        long[] row = {0};
        texts.scalars().forEach(text -> {
            byte[] all = new byte[length];
            bytes.position((int) row[0]++ * length).get(all);
            int end = length;
            while (end > 0 && all[end - 1] == 0) {
                end--;
            }
            text.setObject(Arrays.copyOf(all, end));
        });
        return TString.tensorOfBytes(texts);
    }

    /** Returns a tensor over the runtime's memory, which may be read as long as that is not given back. */
    public static Tensor fromRuntime(org.tensorflow.Tensor tensor, Layout layout, BooleanSupplier readable) {
        DType dtype = type(tensor.dataType())
                .orElseThrow(() -> new UnsupportedModelException("the model has a tensor of " + tensor.dataType()
                        + ", which has no real values to explain. Export it so that its outputs are real numbers"));
        return Tensor.borrowed(dtype, shape(tensor), layout, memory(tensor), readable);
    }

    /** Returns a tensor's shape. */
    public static Shape shape(org.tensorflow.Tensor tensor) {
        return Shape.of(tensor.shape().asArray());
    }

    /** Returns a tensor's elements where the runtime keeps them. */
    public static ByteBuffer memory(org.tensorflow.Tensor tensor) {
        if (tensor.shape().size() == 0) {
            return ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());
        }
        return tensor.asRawTensor()
                .data()
                .accept(new DataStorageVisitor<ByteBuffer>() {
                    @Override
                    public ByteBuffer visit(ByteBuffer buffer) {
                        return buffer.duplicate();
                    }

                    @Override
                    public ByteBuffer visit(long address, long length, long scale) {
                        return new At(address).bytes(length * scale);
                    }

                    @Override
                    public ByteBuffer fallback() {
                        throw new IllegalStateException("a tensor without memory");
                    }
                })
                .order(ByteOrder.nativeOrder());
    }

    /** Points to memory that something else owns. */
    private static final class At extends Pointer {
        At(long where) {
            address = where;
        }

        ByteBuffer bytes(long count) {
            return new BytePointer(this).position(0).capacity(count).asByteBuffer();
        }
    }
}
