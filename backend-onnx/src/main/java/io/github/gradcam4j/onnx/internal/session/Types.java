package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteOrder;
import java.util.Optional;

/** Translates between the element types of the file, of the runtime and of ours. */
final class Types {
    private Types() {}

    static Optional<DType> of(DataType type) {
        return Optional.ofNullable(
                switch (type) {
                    case FLOAT -> DType.FLOAT32;
                    case DOUBLE -> DType.FLOAT64;
                    case FLOAT16 -> DType.FLOAT16;
                    case BFLOAT16 -> DType.BFLOAT16;
                    case INT8 -> DType.INT8;
                    case UINT8 -> DType.UINT8;
                    case INT16 -> DType.INT16;
                    case UINT16 -> DType.UINT16;
                    case INT32 -> DType.INT32;
                    case UINT32 -> DType.UINT32;
                    case INT64 -> DType.INT64;
                    case UINT64 -> DType.UINT64;
                    case BOOL -> DType.BOOL;
                    default -> null;
                });
    }

    /** Returns the file's type of a tensor of the runtime; the numbers of the two enumerations differ. */
    static DataType of(TensorInfo info) {
        return switch (info.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> DataType.FLOAT;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> DataType.DOUBLE;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> DataType.FLOAT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> DataType.BFLOAT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> DataType.INT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> DataType.UINT8;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> DataType.INT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> DataType.UINT16;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> DataType.INT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> DataType.UINT32;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> DataType.INT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> DataType.UINT64;
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> DataType.BOOL;
            default -> DataType.UNDEFINED;
        };
    }

    /** Hands a tensor to the runtime: direct memory is shared, other memory copied. The caller closes the result. */
    static OnnxTensor toRuntime(OrtEnvironment environment, Tensor tensor) throws OrtException {
        long[] dims = tensor.shape().dims();
        var bytes = tensor.bytes();
        return switch (tensor.dtype()) {
            case FLOAT32 -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), dims);
            case FLOAT64 -> OnnxTensor.createTensor(environment, bytes.asDoubleBuffer(), dims);
            case INT32 -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), dims);
            case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), dims);
            case FLOAT16 -> OnnxTensor.createTensor(environment, bytes.asShortBuffer(), dims, OnnxJavaType.FLOAT16);
            case BFLOAT16 -> OnnxTensor.createTensor(environment, bytes.asShortBuffer(), dims, OnnxJavaType.BFLOAT16);
            case INT16 -> OnnxTensor.createTensor(environment, bytes.asShortBuffer(), dims, OnnxJavaType.INT16);
            case INT8 -> OnnxTensor.createTensor(environment, bytes, dims, OnnxJavaType.INT8);
            case UINT8 -> OnnxTensor.createTensor(environment, bytes, dims, OnnxJavaType.UINT8);
            case BOOL -> OnnxTensor.createTensor(environment, bytes, dims, OnnxJavaType.BOOL);
            case UINT16, UINT32, UINT64 ->
                throw new IllegalArgumentException("ONNX Runtime's Java API takes no tensors of " + tensor.dtype()
                        + ". Add a Cast to the model's input");
        };
    }

    /** Tells whether {@link #fromRuntime} gives a result another type than the runtime did. */
    static boolean isConverted(TensorInfo info) {
        return of(info) == DataType.FLOAT16 || of(info) == DataType.BFLOAT16;
    }

    /** Copies a result of the runtime; half and brain floats become float32. */
    static Tensor fromRuntime(OnnxTensor result) {
        TensorInfo info = result.getInfo();
        var shape = io.github.gradcam4j.tensor.Shape.of(info.getShape());
        DType type = of(of(info))
                .orElseThrow(() -> new IllegalArgumentException(
                        "a result of type " + info.onnxType + " cannot be read. Choose another output"));
        if (type == DType.FLOAT16 || type == DType.BFLOAT16) {
            float[] values = new float[(int) shape.size()];
            result.getFloatBuffer().get(values);
            return Tensor.of(values, shape.dims());
        }
        return Tensor.over(type, shape, result.getByteBuffer().order(ByteOrder.nativeOrder()));
    }
}
