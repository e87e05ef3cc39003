package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes the copies of methods. A copy has two parameters more: the tape, and the number of the module that it is called on.
 * A type that several modules share has one copy, since modules of one type have their parts at the same distances. A copy
 * runs the method itself where nothing is recorded in the module and its parts, which costs next to nothing.
 */
final class Copies {
    static final String SUFFIX = "__gradcam4j";
    private static final String INSIDE = "_inside";
    private static final String TAPE = "gradcam4j_tape";
    private static final String NUMBER = "gradcam4j_number";
    /** A module's own call, its further calls in traced code, and the choices of an overloaded one. */
    private static final Pattern FORWARD = Pattern.compile("forward(\\d+|__\\d+)?");

    private final UnaryOperator<String> text;
    private final Tape tape;
    private final FinalActivation.Site logits;
    private final Map<String, Optional<String>> made = new HashMap<>();
    private final Inlining inlining;
    private final Set<String> needed = new HashSet<>();
    private final Map<String, List<String>> byType = new LinkedHashMap<>();

    /**
     * Begins.
     *
     * @param text the text of a type's file
     * @param tape what lets values pass
     * @param logits where the value before a final activation is
     * @param folding what multiplies batch normalisation into weights where nothing is recorded
     */
    Copies(UnaryOperator<String> text, Tape tape, FinalActivation.Site logits, Folding folding) {
        this.text = text;
        this.tape = tape;
        this.logits = logits;
        this.inlining = new Inlining(text, folding);
    }

    /** Returns the methods that were made, by the qualified name of the type. */
    Map<String, List<String>> byType() {
        inlining.byType()
                .forEach((type, methods) ->
                        byType.computeIfAbsent(type, key -> new ArrayList<>()).addAll(methods));
        return byType;
    }

    /** Returns the name of a method's copy, which is made now if it is not there; empty if nothing passes in it. */
    Optional<String> of(ModuleNode self, String name) {
        Function method = self.type().methods().get(name);
        String key = key(self, name);
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
        Edits edits = edits(self, method, Map.of());
        if (edits.isEmpty()) {
            return Optional.empty();
        }
        String copy = method.name() + SUFFIX;
        if (needed.contains(key(self, method.name()))) {
            add(self, method, copy, edits);
        } else {
            String given = arguments(method);
            String object = "(" + method.parameters().get(0).name() + ").";
            String itself = inlining.of(self, method.name())
                    .map(plain -> plain + "(" + TAPE + ".folded, ")
                    .orElse(method.name() + "(");
            add(self, method, copy + INSIDE, edits);
            add(
                    self,
                    signature(self, method, copy)
                            + "    if (" + TAPE + ").skips(" + NUMBER + ", " + self.size() + ", ):\n"
                            + "      gradcam4j_value = " + object + itself + given + ")\n"
                            + "    else:\n"
                            + "      gradcam4j_value = " + object + copy + INSIDE + "(" + TAPE + ", " + NUMBER + ", "
                            + given + ")\n"
                            + "    return gradcam4j_value\n");
        }
        return Optional.of(copy);
    }

    /**
     * Returns the changes that let the values in a method pass through the tape.
     *
     * @param variants what is behind the names of the methods of some calls, instead of what is behind those of copies
     */
    Edits edits(ModuleNode self, Function method, Map<Expression.Call, String> variants) {
        Edits edits = new Edits();
        Receivers receivers = new Receivers(self, method);
        Walk.expressions(method.body(), expression -> {
            if (expression instanceof Expression.Call call) {
                receivers
                        .receiver(call)
                        .ifPresent(module -> call(
                                edits, self, method.name(), module, call, Optional.ofNullable(variants.get(call))));
            }
            if (logits.is(self.typeName(), method.name(), expression.span())) {
                edits.around(expression.span(), Tape.MODULE + ".logits(", ", " + TAPE + ", )");
                needed.add(key(self, method.name()));
            }
        });
        return edits;
    }

    /** Adds a changed method to its type under another name; like a copy it has the tape and a number as parameters. */
    void add(ModuleNode self, Function method, String name, Edits edits) {
        add(self, signature(self, method, name) + ended(edits.applied(text.apply(self.typeName()), method.bodySpan())));
    }

    private void add(ModuleNode self, String method) {
        byType.computeIfAbsent(self.typeName(), key -> new ArrayList<>()).add(method);
    }

    private String signature(ModuleNode self, Function method, String name) {
        String source = text.apply(self.typeName());
        List<String> parameters = new ArrayList<>(method.parameters().stream()
                .map(parameter -> source.substring(
                        parameter.span().start(), parameter.span().end()))
                .toList());
        parameters.addAll(1, List.of(TAPE + ": " + Tape.MODULE + ".Tape", NUMBER + ": int"));
        return "  def " + name + "(" + String.join(",\n    ", parameters) + ") -> " + method.returns() + ":\n";
    }

    private static String arguments(Function method) {
        return method.parameters().stream()
                .skip(1)
                .map(parameter -> parameter.name() + ", ")
                .collect(Collectors.joining());
    }

    private static String ended(String body) {
        return body.endsWith("\n") ? body : body + "\n";
    }

    private static String key(ModuleNode module, String method) {
        return module.typeName() + "." + method;
    }

    private void call(
            Edits edits,
            ModuleNode self,
            String caller,
            ModuleNode module,
            Expression.Call call,
            Optional<String> variant) {
        Span function = call.function().span();
        String method = ((Expression.Attribute) call.function()).name();
        int distance = module.number() - self.number();
        String number = distance == 0 ? NUMBER : "torch.add(" + NUMBER + ", " + distance + ")";
        variant.or(() -> of(module, method).map(copy -> SUFFIX)).ifPresent(suffix -> {
            edits.at(function.end(), suffix);
            edits.at(function.end() + 1, TAPE + ", " + number + ", ");
            if (needed.contains(key(module, method))) {
                needed.add(key(self, caller));
            }
        });
        Function called = module.type().methods().get(method);
        if (distance == 0 || called == null || !FORWARD.matcher(method).matches()) {
            return;
        }
        Optional<String> argument = linked(called, call);
        String more = argument.map(name -> ", " + name).orElse("") + ", " + TAPE + ", " + number + ", )";
        tape.tap(called.returns())
                .map(tap -> argument.map(name -> Tape.linkedTap() + "(torch._version(" + name + "), ")
                        .orElse(tap + "("))
                .ifPresent(tap -> edits.around(call.span(), tap, more));
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
