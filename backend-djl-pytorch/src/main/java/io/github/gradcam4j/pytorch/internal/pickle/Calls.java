package io.github.gradcam4j.pytorch.internal.pickle;

import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows what the functions that a pickle names make. None is looked up, and none runs. */
final class Calls {
    /** The name of a function or type. */
    record Global(String name) {}

    /** Elements of tensors. */
    record Storage(Optional<DType> dtype, String entry) {}

    private static final int MOST_AXES = 64;
    private static final Map<String, DType> TYPES = Map.of(
            "torch.FloatStorage", DType.FLOAT32,
            "torch.DoubleStorage", DType.FLOAT64,
            "torch.HalfStorage", DType.FLOAT16,
            "torch.BFloat16Storage", DType.BFLOAT16,
            "torch.LongStorage", DType.INT64,
            "torch.IntStorage", DType.INT32,
            "torch.ShortStorage", DType.INT16,
            "torch.CharStorage", DType.INT8,
            "torch.ByteStorage", DType.UINT8,
            "torch.BoolStorage", DType.BOOL);

    private final String folder;

    Calls(String folder) {
        this.folder = folder;
    }

    /** Returns what a call makes. */
    @Nullable
    Object called(String function, List<@Nullable Object> arguments) {
        return switch (function) {
            case "torch._utils._rebuild_tensor_v2" -> tensor(arguments, 4);
            case "torch._utils._rebuild_qtensor" -> tensor(arguments, 5);
            case "torch._utils._rebuild_parameter",
                    "torch.jit._pickle.restore_type_tag",
                    "torch.jit._pickle.build_intlist",
                    "torch.jit._pickle.build_tensorlist",
                    "torch.jit._pickle.build_doublelist",
                    "torch.jit._pickle.build_boollist" -> argument(arguments, 0, Object.class);
            case "collections.OrderedDict" -> new Pickled.Dict();
            default -> new Pickled.Made(function, arguments);
        };
    }

    /** Returns what a persistent name stands for: {@code ("storage", type, key, device, count)}. */
    Storage storage(@Nullable Object name) {
        if (name instanceof Pickled.Tuple tuple
                && tuple.elements().size() >= 3
                && "storage".equals(tuple.elements().get(0))) {
            String type = argument(tuple.elements(), 1, Global.class).name();
            String key = argument(tuple.elements(), 2, String.class);
            return new Storage(Optional.ofNullable(TYPES.get(type)), folder + "/" + key);
        }
        throw new PickleException("a persistent name is not that of a storage");
    }

    private static Pickled.Tensor tensor(List<@Nullable Object> arguments, int grad) {
        Storage storage = argument(arguments, 0, Storage.class);
        List<Long> shape = sizes(argument(arguments, 2, Pickled.Tuple.class));
        List<Long> strides = sizes(argument(arguments, 3, Pickled.Tuple.class));
        long offset = argument(arguments, 1, Long.class);
        if (shape.size() != strides.size() || offset < 0) {
            throw new PickleException(
                    "a tensor of shape " + shape + " has strides " + strides + " and offset " + offset);
        }
        long size = 1;
        for (long length : shape) {
            if (length < 0 || (length > 0 && size > Long.MAX_VALUE / length)) {
                throw new PickleException("a tensor has the impossible shape " + shape);
            }
            size *= length;
        }
        boolean requiresGrad = argument(arguments, grad, Boolean.class);
        Optional<DType> dtype = grad == 4 ? storage.dtype() : Optional.empty(); // quantised ones have scales as well
        return new Pickled.Tensor(dtype, shape, strides, storage.entry(), offset, requiresGrad);
    }

    private static List<Long> sizes(Pickled.Tuple tuple) {
        if (tuple.elements().size() > MOST_AXES) {
            throw new PickleException("a tensor has " + tuple.elements().size() + " axes");
        }
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < tuple.elements().size(); i++) {
            sizes.add(argument(tuple.elements(), i, Long.class));
        }
        return List.copyOf(sizes);
    }

    private static <T> T argument(List<@Nullable Object> arguments, int index, Class<T> type) {
        Object value = index < arguments.size() ? arguments.get(index) : null;
        if (!type.isInstance(value)) {
            throw new PickleException("argument " + index + " of a call is no " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
