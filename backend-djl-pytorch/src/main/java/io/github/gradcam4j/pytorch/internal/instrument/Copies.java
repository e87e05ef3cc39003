package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes the copies of methods. A copy has two parameters more: the tape, and the number of the module that it is called on.
 * A type that several modules share has one copy, since modules of one type have their parts at the same distances.
 */
final class Copies {
    static final String SUFFIX = "__gradcam4j";
    private static final String TAPE = "gradcam4j_tape";
    private static final String NUMBER = "gradcam4j_number";
    /** A module's own call, its further calls in traced code, and the choices of an overloaded one. */
    private static final Pattern FORWARD = Pattern.compile("forward(\\d+|__\\d+)?");

    private final UnaryOperator<String> text;
    private final Tape tape;
    private final FinalActivation.Site logits;
    private final Map<String, Optional<String>> made = new HashMap<>();
    private final Map<String, List<String>> byType = new LinkedHashMap<>();

    /**
     * Begins.
     *
     * @param text the text of a type's file
     * @param tape what lets values pass
     * @param logits where the value before a final activation is
     */
    Copies(UnaryOperator<String> text, Tape tape, FinalActivation.Site logits) {
        this.text = text;
        this.tape = tape;
        this.logits = logits;
    }

    /** Returns the copies by the qualified name of the type. */
    Map<String, List<String>> byType() {
        return byType;
    }

    /** Returns the name of a method's copy, which is made now if it is not there; empty if nothing passes in it. */
    Optional<String> of(ModuleNode self, String name) {
        Function method = self.type().methods().get(name);
        String key = self.typeName() + "." + name;
        if (method == null) {
            return Optional.empty();
        }
        Optional<String> known = made.get(key);
        if (known == null) {
            made.put(key, Optional.empty()); // no method that libtorch runs calls itself
            known = copy(self, method);
            made.put(key, known);
        }
        return known;
    }

    private Optional<String> copy(ModuleNode self, Function method) {
        Edits edits = new Edits();
        Receivers receivers = new Receivers(self, method);
        Walk.expressions(method.body(), expression -> {
            if (expression instanceof Expression.Call call) {
                receivers.receiver(call).ifPresent(module -> call(edits, self, module, call));
            }
            if (logits.is(self.typeName(), method.name(), expression.span())) {
                edits.around(expression.span(), Tape.MODULE + ".logits(", ", " + TAPE + ", )");
            }
        });
        if (edits.isEmpty()) {
            return Optional.empty();
        }
        List<String> parameters = new ArrayList<>();
        String source = text.apply(self.typeName());
        for (Function.Parameter parameter : method.parameters()) {
            parameters.add(written(parameter, source));
            if (parameters.size() == 1) {
                parameters.add(TAPE + ": " + Tape.MODULE + ".Tape");
                parameters.add(NUMBER + ": int");
            }
        }
        String body = edits.applied(source, method.bodySpan());
        byType.computeIfAbsent(self.typeName(), key -> new ArrayList<>())
                .add("  def " + method.name() + SUFFIX + "(" + String.join(",\n    ", parameters) + ") -> "
                        + method.returns() + ":\n" + body + (body.endsWith("\n") ? "" : "\n"));
        return Optional.of(method.name() + SUFFIX);
    }

    private static String written(Function.Parameter parameter, String source) {
        return source.substring(parameter.span().start(), parameter.span().end());
    }

    private void call(Edits edits, ModuleNode self, ModuleNode module, Expression.Call call) {
        Span function = call.function().span();
        String method = ((Expression.Attribute) call.function()).name();
        int distance = module.number() - self.number();
        String number = distance == 0 ? NUMBER : "torch.add(" + NUMBER + ", " + distance + ")";
        of(module, method).ifPresent(copy -> {
            edits.at(function.end(), SUFFIX);
            edits.at(function.end() + 1, TAPE + ", " + number + ", ");
        });
        Function called = module.type().methods().get(method);
        if (distance == 0 || called == null || !FORWARD.matcher(method).matches()) {
            return;
        }
        Optional<String> argument = linked(called, call);
        String more = argument.map(name -> ", " + name).orElse("") + ", " + TAPE + ", " + number + ", )";
        tape.tap(called.returns())
                .map(tap -> argument.isPresent() ? Tape.linkedTap() : tap)
                .ifPresent(tap -> edits.around(call.span(), tap + "(", more));
    }

    /** Returns the variable that a layer may change in place and return, which others may read afterwards. */
    private static Optional<String> linked(Function called, Expression.Call call) {
        boolean takesTensor = called.parameters().size() > 1
                && called.parameters().get(1).type().equals("Tensor")
                && called.returns().equals("Tensor");
        return takesTensor && !call.arguments().isEmpty() && call.arguments().get(0) instanceof Expression.Name name
                ? Optional.of(name.id())
                : Optional.empty();
    }
}
