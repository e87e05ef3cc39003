package io.github.gradcam4j.tensorflow.internal.keras.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which Keras wrote a file: some names mean other things in either. */
public enum Dialect {
    KERAS_2,
    KERAS_3;

    private static final Pattern WORD = Pattern.compile("(.)([A-Z][a-z]+)");
    private static final Pattern BEFORE_CAPITAL = Pattern.compile("([a-z])([A-Z])");

    /** Returns the dialect of a version such as {@code 2.15.0}. */
    public static Dialect of(String version) {
        return version.startsWith("1.") || version.startsWith("2.") ? KERAS_2 : KERAS_3;
    }

    /** Returns the name that a class has among the groups of weights, such as {@code conv2d_transpose}. */
    public static String groupName(String className) {
        String words = WORD.matcher(inPython(className).replaceAll("\\W+", "")).replaceAll("$1_$2");
        return BEFORE_CAPITAL.matcher(words).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    }

    /** Returns the name that a class of a file has in Python, which groups are called after. */
    private static String inPython(String className) {
        return className.equals("GroupQueryAttention") ? "GroupedQueryAttention" : className;
    }
}
