package io.github.gradcam4j.pytorch.internal.axes;

/** Computes as Python does. */
final class Arithmetic {
    private Arithmetic() {}

    /** Returns a Long, Double or Boolean. */
    static Object apply(String operator, Number one, Number other) {
        double x = one.doubleValue();
        double y = other.doubleValue();
        return switch (operator) {
            case "eq" -> x == y;
            case "ne" -> x != y;
            case "lt" -> x < y;
            case "gt" -> x > y;
            case "le" -> x <= y;
            case "ge" -> x >= y;
            case "div", "true_divide" -> x / y;
            case "pow" -> pow(one, other);
            default ->
                one instanceof Long a && other instanceof Long b
                        ? (Object) whole(operator, a, b)
                        : (Object) real(operator, x, y);
        };
    }

    private static Object pow(Number one, Number other) {
        double power = Math.pow(one.doubleValue(), other.doubleValue());
        boolean whole = one instanceof Long && other instanceof Long exponent && exponent >= 0;
        return whole && Math.abs(power) < 1L << 53 ? (Object) (long) power : (Object) power;
    }

    private static long whole(String operator, long a, long b) {
        return switch (operator) {
            case "add" -> Math.addExact(a, b);
            case "sub" -> Math.subtractExact(a, b);
            case "rsub" -> Math.subtractExact(b, a);
            case "mul" -> Math.multiplyExact(a, b);
            case "floordiv", "floor_divide" -> Math.floorDiv(a, b);
            case "remainder" -> Math.floorMod(a, b);
            case "fmod" -> a % b;
            case "min", "prim.min", "minimum" -> Math.min(a, b);
            case "max", "prim.max", "maximum" -> Math.max(a, b);
            case "__and__" -> a & b;
            case "__or__" -> a | b;
            case "__xor__" -> a ^ b;
            default -> throw new Unsure();
        };
    }

    private static double real(String operator, double a, double b) {
        return switch (operator) {
            case "add" -> a + b;
            case "sub" -> a - b;
            case "rsub" -> b - a;
            case "mul" -> a * b;
            case "floordiv", "floor_divide" -> Math.floor(a / b);
            case "remainder" -> a - b * Math.floor(a / b);
            case "fmod" -> a % b;
            case "min", "prim.min", "minimum" -> Math.min(a, b);
            case "max", "prim.max", "maximum" -> Math.max(a, b);
            default -> throw new Unsure();
        };
    }
}
