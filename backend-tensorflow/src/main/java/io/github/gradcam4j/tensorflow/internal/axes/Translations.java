package io.github.gradcam4j.tensorflow.internal.axes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what writes the steps of an operator. */
final class Translations {
    private static final Map<String, Operator> OPERATORS = new HashMap<>();

    /** Takes operators in under their names, in one string. */
    @FunctionalInterface
    interface Registry {
        void put(String names, Operator operator);
    }

    static {
        ElementOperators.register(Translations::put);
        WindowOperators.register(Translations::put);
        ViewOperators.register(Translations::put);
        SelectionOperators.register(Translations::put);
        JoinOperators.register(Translations::put);
        ProductOperators.register(Translations::put);
        Loop.register(Translations::put);
    }

    private Translations() {}

    private static void put(String names, Operator operator) {
        List.of(names.split("\\s+")).forEach(name -> OPERATORS.put(name, operator));
    }

    static Optional<Operator> of(String operator) {
        return Optional.ofNullable(OPERATORS.get(operator));
    }
}
