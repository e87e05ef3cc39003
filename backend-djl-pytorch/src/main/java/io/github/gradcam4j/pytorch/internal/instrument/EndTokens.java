package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the numbers that a program compares tokens with, one of which may have to be in a text, such as that of its end. */
public final class EndTokens {
    private static final int MOST = 8;

    private EndTokens() {}

    /** Returns the numbers in the code and among the attributes of the model's own object, the lowest first. */
    public static List<Long> of(Program program, Pickled.Instance model) {
        Set<Long> numbers = new TreeSet<>();
        model.attributes().values().forEach(value -> {
            if (value instanceof Long number && number > 1) {
                numbers.add(number);
            }
        });
        program.sources().forEach(source -> {
            List<Function> functions = new ArrayList<>(source.functions().values());
            source.types()
                    .values()
                    .forEach(type -> functions.addAll(type.methods().values()));
            functions.forEach(function -> Walk.expressions(function.body(), expression -> {
                if (expression instanceof Expression.Call call
                        && call.name().filter("torch.eq"::equals).isPresent()
                        && call.arguments().size() == 2
                        && call.arguments().get(1) instanceof Expression.Literal literal
                        && literal.value() instanceof Long number
                        && number > 1) {
                    numbers.add(number);
                }
            }));
        });
        return numbers.stream().limit(MOST).toList();
    }
}
