package io.github.gradcam4j.pytorch.internal.axes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows operators by name. */
final class Operators {
    private static final Map<String, Operator> ALL = new HashMap<>();

    static {
        NumberOperators.register(Operators::put);
        ListOperators.register(Operators::put);
        CreationOperators.register(Operators::put);
        ElementOperators.register(Operators::put);
        ViewOperators.register(Operators::put);
        SelectionOperators.register(Operators::put);
        WindowOperators.register(Operators::put);
        ReductionOperators.register(Operators::put);
        ProductOperators.register(Operators::put);
        SequenceOperators.register(Operators::put);
    }

    /** Takes operators. */
    @FunctionalInterface
    interface Registry {
        /** Adds an operator under each of some names. */
        void put(String names, Operator operator);
    }

    private Operators() {}

    private static void put(String names, Operator operator) {
        for (String name : names.strip().split("\\s+", -1)) {
            Operator before = ALL.get(name);
            ALL.put(name, before == null ? operator : Fallbacks.first(before, operator));
        }
    }

    static Optional<Operator> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }
}
