package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.ChannelOrder;
import io.github.gradcam4j.internal.axes.ChannelRule;
import io.github.gradcam4j.internal.axes.ElementRule;
import io.github.gradcam4j.internal.axes.SameAxesRule;
import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators on elements, and those whose result has the axes of their first input. */
final class ElementOperators {
    private ElementOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("""
                add sub rsub mul div true_divide floor_divide remainder fmod pow maximum minimum fmax fmin where
                masked_fill lerp addcmul addcdiv atan2 relu relu6 leaky_relu elu celu selu gelu silu mish hardtanh
                hardswish hardsigmoid hardshrink softshrink tanhshrink sigmoid log_sigmoid tanh exp expm1 log log1p
                log2 log10 sqrt rsqrt square reciprocal neg abs sign sgn erf erfc sin cos tan asin acos atan sinh cosh
                asinh acosh atanh floor ceil round trunc frac clamp clamp_min clamp_max clip softplus softsign
                threshold logit nan_to_num positive rrelu float_power xlogy hypot special_expit special_erf
                logaddexp sinc exp2 copysign ldexp""", a -> elements(a, null));
        registry.put("max min", a -> {
            if (a.count() != 2 || !(a.get(1, "other") instanceof Tensor)) {
                throw new Fallbacks.NotMeant();
            }
            return elements(a, null);
        });
        registry.put("""
                eq ne lt gt le ge logical_not logical_and logical_or logical_xor isnan isinf isfinite
                bitwise_not""", a -> elements(a, DType.BOOL));
        registry.put("bitwise_and bitwise_or bitwise_xor __and__ __or__ __xor__ __not__", a -> elements(a, null));
        registry.put("""
                layer_norm rms_norm cumsum cumprod prelu tril triu dropout
                feature_dropout alpha_dropout feature_alpha_dropout native_channel_shuffle renorm contiguous clone
                alias lift_fresh bernoulli masked_scatter scatter scatter_add scatter_reduce index_put index_fill
                index_add index_copy slice_scatter select_scatter fake_quantize_per_tensor_affine normalize
                fake_quantize_per_channel_affine fill_diagonal""", a -> same(a, a.tensor(0).dtype()));
        registry.put("softmax _softmax log_softmax _log_softmax", a -> {
            Tensor first = a.tensor(0);
            return a.make(new SameAxesRule(false), List.of(first), first.shape());
        });
        registry.put(
                "detach data prim.data",
                a -> a.trace()
                        .view(
                                a.operator(),
                                new SameAxesRule(false),
                                a.tensor(0),
                                a.tensor(0).dims()));
        registry.put(
                "to type_as _to_copy _autocast_to_full_precision _autocast_to_reduced_precision", ElementOperators::to);
        registry.put("batch_norm instance_norm group_norm channel_shuffle", ElementOperators::normalised);
        registry.put(
                "copy",
                a -> a.trace()
                        .apply(
                                "copy",
                                new ElementRule(1),
                                List.of(a.tensor(1), a.tensor(0)),
                                a.tensor(0).dtype(),
                                a.tensor(0).shape()));
        registry.put("fill zero normal uniform", ElementOperators::filled);
        registry.put("glu", ElementOperators::glu);
    }

    static Tensor elements(Arguments a, @Nullable DType dtype) {
        List<Tensor> from = a.allTensors();
        for (int i = 0; i < Math.min(2, a.values().size()); i++) {
            if (a.get(i, "") instanceof Listing) {
                throw new Unsure();
            }
        }
        List<Long> shape = List.of();
        for (Tensor tensor : from) {
            shape = tensor.shape() == null || shape == null ? null : broadcast(shape, tensor.dims());
        }
        DType common = dtype != null || shape == null ? dtype : common(a, from);
        return a.trace().apply(a.operator(), ElementRule.ALL, from, common, shape);
    }

    private static @Nullable DType common(Arguments a, List<Tensor> from) {
        List<Tensor> numbers =
                from.stream().filter(tensor -> tensor.dtype() != DType.BOOL).toList();
        DType common = DTypes.common(numbers.isEmpty() ? from : numbers);
        boolean fractions = a.values().stream().anyMatch(Double.class::isInstance)
                || a.operator().equals("div")
                || a.operator().equals("sigmoid")
                || a.operator().equals("exp");
        return common != null && !common.isFloating() && fractions && a.values().size() < 4 ? DType.FLOAT32 : common;
    }

    static List<Long> broadcast(List<Long> one, List<Long> other) {
        List<Long> both = new ArrayList<>();
        int rank = Math.max(one.size(), other.size());
        for (int i = rank; i > 0; i--) {
            long a = i <= one.size() ? one.get(one.size() - i) : 1;
            long b = i <= other.size() ? other.get(other.size() - i) : 1;
            if (a > 1 && b > 1 && a != b) {
                throw new Unsure();
            }
            both.add(a == 1 ? b : b == 1 ? a : Math.max(a, b));
        }
        return both;
    }

    /** The first input says what the axes are; the others may be anything. */
    static Tensor same(Arguments a, @Nullable DType dtype) {
        Tensor first = a.tensor(0);
        List<Tensor> from = new ArrayList<>(List.of(first));
        from.addAll(a.allTensors());
        return a.trace().apply(a.operator(), new SameAxesRule(true), from, dtype, first.shape());
    }

    private static Tensor to(Arguments a) {
        Object second = a.get(1, "dtype");
        DType dtype = second instanceof Tensor other ? other.dtype() : DTypes.of(second);
        if (dtype == null) {
            Object named = a.get(2, "dtype");
            dtype = named instanceof Long ? DTypes.of(named) : a.tensor(0).dtype();
        }
        Tensor first = a.tensor(0);
        Tensor cast = a.trace().apply(a.operator(), new SameAxesRule(true), List.of(first), dtype, first.shape());
        return first.values() != null && first.node().isConstant()
                ? a.trace().constant(dtype, first.shape(), first.values())
                : cast;
    }

    private static Tensor normalised(Arguments a) {
        Tensor weight = a.operator().equals("batch_norm") && a.has(3, "") ? a.tensor(3) : null;
        Tensor first = a.tensor(0);
        if (weight != null
                && first.shape() != null
                && first.rank() > 1
                && first.dims().get(1) == -1) {
            List<Long> shape = new ArrayList<>(first.dims());
            shape.set(1, weight.dims().get(0));
            first.node().refine(List.copyOf(shape));
        }
        List<Tensor> from = new ArrayList<>(List.of(first));
        from.addAll(a.allTensors());
        return a.make(new ChannelRule(ChannelOrder.FIRST), from, first.shape());
    }

    private static Tensor filled(Arguments a) {
        return a.trace().constant(a.tensor(0).dtype(), a.tensor(0).shape(), null);
    }

    private static Tensor glu(Arguments a) {
        Tensor first = a.tensor(0);
        int axis = first.axis(a.known(1, "dim", -1));
        List<Long> shape = new ArrayList<>(first.dims());
        shape.set(axis, shape.get(axis) / 2);
        return a.make(new SameAxesRule(true), List.of(first), List.copyOf(shape));
    }
}
