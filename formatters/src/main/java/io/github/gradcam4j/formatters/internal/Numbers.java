package io.github.gradcam4j.formatters.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers for people, the same in every locale. Does not use {@code String.format}, which starts slowly. */
public final class Numbers {
    private Numbers() {}

    /** Returns a number with three digits behind the point, or in short scientific form where that shows too little. */
    public static String plain(double value) {
        double size = Math.abs(value);
        if ((value != 0 && (size < 0.001 || size >= 1e9)) || !Double.isFinite(value)) {
            return brief(value);
        }
        return fixed(value, 3);
    }

    /** Returns a number like {@link #plain}, with a plus before what is greater than zero. */
    public static String signed(double value) {
        return (value > 0 ? "+" : "") + plain(value);
    }

    /** Returns a number with three significant digits. */
    public static String brief(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -3 && exponent < 6) {
            return rounded.toPlainString();
        }
        return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }

    /** Returns a part of one as percent, such as {@code 78.3 %}. */
    public static String percent(double part) {
        return fixed(100 * part, 1) + " %";
    }

    /** Returns a number with a given number of digits behind the point. */
    public static String fixed(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
