package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Operators on numbers, truth values and texts, and on small tensors of numbers that sizes are computed with. */
final class NumberOperators {
    private static final int LONGEST = 10_000;
    private static final Map<String, DoubleUnaryOperator> UNARY =
            Map.of("sqrt", Math::sqrt, "exp", Math::exp, "log", Math::log);

    private NumberOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("""
                add sub rsub mul div true_divide floordiv floor_divide remainder fmod pow eq ne lt gt le ge min max
                prim.min prim.max __and__ __or__ __xor__ __lshift__ __rshift__ maximum minimum""", NumberOperators::binary);
        registry.put("neg abs floor ceil round trunc sqrt exp log __not__", NumberOperators::unary);
        registry.put("__is__", a -> identity(a, true));
        registry.put("__isnot__", a -> identity(a, false));
        registry.put("int Int IntImplicit", a -> whole(a.integer(0, "")));
        registry.put("item ScalarImplicit", a -> scalar(a.get(0, "")));
        registry.put(
                "float Float FloatImplicit",
                a -> scalar(a.get(0, "")) instanceof Number number ? (Object) number.doubleValue() : Unknown.VALUE);
        registry.put("bool Bool", a -> truth(Truth.of(a.get(0, ""))));
        registry.put("prim.RaiseException", a -> {
            throw new Unsure.Raised();
        });
        registry.put("format str prim.str", a -> a.get(0, "") instanceof String text ? text : "text");
        registry.put("is_grad_enabled", a -> true); // gradients are what it is for
        registry.put("prim.requires_grad", a -> {
            Node node = a.tensor(0).node();
            return node.carries() || a.trace().trained().contains(node);
        });
        registry.put("warn print set_grad_enabled _assert", a -> None.NONE);
        registry.put(
                "prim.is_nested prim.is_quantized prim.is_sparse prim.is_mkldnn"
                        + " is_autocast_enabled is_scripting is_tracing prim.is_cuda is_complex prim.is_meta",
                a -> false);
        registry.put("unchecked_unwrap_optional prim.unchecked_unwrap_optional", a -> a.get(0, ""));
        registry.put("isinstance", a -> Unknown.VALUE);
    }

    private static Object whole(long value) {
        return value == Arguments.UNKNOWN ? Unknown.VALUE : (Object) value;
    }

    private static Object truth(@Nullable Boolean value) {
        return value == null ? Unknown.VALUE : value;
    }

    private static Object scalar(Object value) {
        if (value instanceof Tensor tensor) {
            List<Number> values = tensor.values();
            return values != null && values.size() == 1 ? values.get(0) : Unknown.VALUE;
        }
        return value instanceof Number ? value : Unknown.VALUE;
    }

    private static Object identity(Arguments a, boolean same) {
        Object one = a.get(0, "");
        Object other = a.get(1, "");
        if (one instanceof Unknown || other instanceof Unknown) {
            return Unknown.VALUE;
        }
        return Objects.equals(one, other) == same;
    }

    private static Object unary(Arguments a) {
        Object value = a.get(0, "");
        if (a.operator().equals("__not__")) {
            Boolean truth = Truth.of(value);
            return truth(truth == null ? null : (Boolean) !truth);
        }
        if (value instanceof Number number) {
            return unary(a.operator(), number);
        }
        return value instanceof Unknown unknown && unknown.tensors().isEmpty() ? Unknown.VALUE : small(a, 1);
    }

    private static Number unary(String operator, Number value) {
        DoubleUnaryOperator function = UNARY.get(operator);
        if (function != null) {
            return function.applyAsDouble(value.doubleValue());
        }
        if (value instanceof Long whole) {
            return switch (operator) {
                case "neg" -> Math.negateExact(whole);
                case "abs" -> Math.abs(whole);
                default -> whole;
            };
        }
        double number = value.doubleValue();
        return switch (operator) {
            case "neg" -> -number;
            case "abs" -> Math.abs(number);
            case "floor" -> (long) Math.floor(number);
            case "ceil" -> (long) Math.ceil(number);
            case "trunc" -> (long) number;
            default -> Math.rint(number);
        };
    }

    private static Object binary(Arguments a) {
        Object one = a.get(0, "");
        Object other = a.get(1, "");
        if (one instanceof Number x && other instanceof Number y) {
            return Arithmetic.apply(a.operator(), x, y);
        }
        if (one instanceof Tensor || other instanceof Tensor) {
            return small(a, 2);
        }
        boolean equal = a.operator().equals("eq");
        if (one instanceof Boolean x && other instanceof Boolean y) {
            return switch (a.operator()) {
                case "__and__" -> x && y;
                case "__or__" -> x || y;
                case "eq" -> x.equals(y);
                case "ne", "__xor__" -> !x.equals(y);
                default -> throw new Unsure();
            };
        }
        if (one instanceof String x && other instanceof String y) {
            return a.operator().equals("add")
                    ? x.length() + y.length() > LONGEST ? Unknown.VALUE : x + y
                    : (Object) (x.equals(y) == equal);
        }
        if (one instanceof Unknown x && other instanceof Unknown y) {
            return x.tensors().isEmpty() && y.tensors().isEmpty() ? Unknown.VALUE : notMeant();
        }
        if ((one instanceof Unknown x && x.tensors().isEmpty())
                || (other instanceof Unknown y && y.tensors().isEmpty())) {
            return Unknown.VALUE;
        }
        boolean comparable = equal || a.operator().equals("ne");
        return comparable && (one instanceof FunctionValue || other instanceof None)
                ? (Object) (one.equals(other) == equal)
                : notMeant();
    }

    private static Object notMeant() {
        throw new Fallbacks.NotMeant();
    }

    /** Computes with numbers in tensors, as traced code does. */
    private static Object small(Arguments a, int count) {
        boolean rounds = a.get(2, "rounding_mode") instanceof String;
        if (a.count() > count && !rounds && !a.get(2, "alpha").equals(1L)) {
            throw new Fallbacks.NotMeant();
        }
        String operator = rounds ? "floordiv" : a.operator();
        List<List<Number>> operands = new ArrayList<>();
        List<Long> shape = List.of();
        DType dtype = null;
        for (int i = 0; i < count; i++) {
            Object value = a.get(i, "");
            if (value instanceof Tensor tensor
                    && tensor.values() != null
                    && tensor.node().isConstant()) {
                operands.add(tensor.values());
                shape = tensor.rank() > shape.size() ? tensor.dims() : shape;
                dtype = dtype == null ? tensor.dtype() : dtype;
            } else if (value instanceof Number number) {
                operands.add(List.of(number));
            } else {
                throw new Fallbacks.NotMeant();
            }
        }
        int size = operands.stream().mapToInt(List::size).max().orElse(1);
        List<Number> results = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            for (List<Number> operand : operands) {
                if (operand.size() != 1 && operand.size() != size) {
                    throw new Fallbacks.NotMeant();
                }
            }
            Number first = operands.get(0).get(operands.get(0).size() == 1 ? 0 : i);
            Object result = count == 1
                    ? unary(operator, first)
                    : Arithmetic.apply(
                            operator, first, operands.get(1).get(operands.get(1).size() == 1 ? 0 : i));
            results.add(result instanceof Boolean truth ? (Number) (truth ? 1L : 0L) : (Number) result);
        }
        boolean whole = results.stream().allMatch(Long.class::isInstance);
        a.trace().budget().spend(size);
        return a.trace().constant(whole ? DType.INT64 : dtype, shape, results);
    }
}
