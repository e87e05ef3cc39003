package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the numbers that a program compares the tokens of an input with, such as that of padding: a text of nothing else is
 * one of no tokens.
 */
public final class PaddingTokens {
    private static final Set<String> COMPARISONS = Set.of("torch.eq", "torch.ne");

    private PaddingTokens() {}

    /**
     * Returns the numbers by the name of the input. Methods of parts that get an input call it by the same name.
     *
     * @param program the program
     * @param inputs the names of the inputs
     */
    public static Map<String, Set<Long>> of(Program program, List<String> inputs) {
        Map<String, Set<Long>> numbers = new HashMap<>();
        List<Function> functions = new ArrayList<>();
        program.sources().forEach(source -> {
            functions.addAll(source.functions().values());
            source.types()
                    .values()
                    .forEach(type -> functions.addAll(type.methods().values()));
        });
        functions.forEach(function -> Walk.expressions(function.body(), expression -> {
            if (expression instanceof Expression.Call call
                    && call.name().filter(COMPARISONS::contains).isPresent()
                    && call.arguments().size() == 2
                    && call.arguments().get(0) instanceof Expression.Name name
                    && inputs.contains(name.id())
                    && call.arguments().get(1) instanceof Expression.Literal literal
                    && literal.value() instanceof Long number) {
                numbers.computeIfAbsent(name.id(), key -> new HashSet<>()).add(number);
            }
        }));
        return numbers;
    }
}
