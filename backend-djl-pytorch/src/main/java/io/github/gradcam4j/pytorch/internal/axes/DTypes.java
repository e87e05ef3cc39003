package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.tensor.DType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows the numbers by which code names types of elements. */
final class DTypes {
    private static final List<DType> BY_CODE = Arrays.asList(
            DType.UINT8,
            DType.INT8,
            DType.INT16,
            DType.INT32,
            DType.INT64,
            DType.FLOAT16,
            DType.FLOAT32,
            DType.FLOAT64,
            null,
            null,
            null,
            DType.BOOL,
            null,
            null,
            null,
            DType.BFLOAT16);

    private DTypes() {}

    static @Nullable DType of(Object code) {
        return code instanceof Long number && number >= 0 && number < BY_CODE.size()
                ? BY_CODE.get(number.intValue())
                : null;
    }

    static Object code(@Nullable DType dtype) {
        return dtype == null ? Unknown.VALUE : (Object) (long) BY_CODE.indexOf(dtype);
    }

    /** Returns the type of what arithmetic makes of tensors. */
    static @Nullable DType common(List<Tensor> tensors) {
        DType common = null;
        for (Tensor tensor : tensors) {
            if (tensor.dtype() == null && !tensor.dims().isEmpty()) {
                return null;
            }
            boolean floats = tensor.dtype() != null && tensor.dtype().isFloating();
            if (common == null || (floats && (!common.isFloating() || tensor.rank() > 0))) {
                common = tensor.dtype();
            }
        }
        return common;
    }
}
