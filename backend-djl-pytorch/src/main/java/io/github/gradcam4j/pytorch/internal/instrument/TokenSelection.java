package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Selects a token before what computes each token by itself, where the model does it afterwards. A classifier reads the first
 * token of its last block: that block's layers behind the attention then compute one token instead of all, forward and, for each
 * class, backward. It is another way through the model, made of methods of its own, beside the one that computes everything.
 */
final class TokenSelection {
    private static final String SUFFIX = Copies.SUFFIX + "_token";
    private static final String SELECTED = Copies.SUFFIX + "_selected";
    private static final int DEEPEST = 50;

    private final Copies copies;
    private final TokenWise tokenWise;
    private final Set<String> written = new HashSet<>();
    private final Set<Integer> narrowed = new TreeSet<>();
    private OptionalLong token = OptionalLong.empty();

    /**
     * Begins.
     *
     * @param copies what makes the copies
     * @param weights tells the type and shape of a module's tensor, by its path
     */
    TokenSelection(Copies copies, java.util.function.Function<String, Optional<Pickled.Tensor>> weights) {
        this.copies = copies;
        this.tokenWise = new TokenWise(weights);
    }

    /** Returns the name of the method that runs the model with the token selected early; empty if that is no less work. */
    Optional<String> of(ModuleNode root) {
        return selecting(root, "forward", 0).filter(name -> !narrowed.isEmpty());
    }

    /** Returns the numbers of the modules whose values are those of one token then. */
    Set<Integer> narrowed() {
        return narrowed;
    }

    /** A method that is being changed: what is read of one token only. */
    private final class Change {
        final TokenWise.Steps steps;
        final int depth;
        final Map<String, Long> reads;
        final Map<String, List<Expression>> ofToken = new LinkedHashMap<>();
        final List<Span> selections = new ArrayList<>();
        final Map<Expression.Call, String> variants = new HashMap<>();

        Change(TokenWise.Steps steps, int depth) {
            this.steps = steps;
            this.depth = depth;
            this.reads = TokenWise.reads(steps.method());
        }

        /** Says that of a value only the token is read. */
        void select(Expression value) {
            if (value instanceof Expression.Name name && steps.definition(name).isPresent()) {
                ofToken.computeIfAbsent(name.id(), id -> new ArrayList<>()).add(value);
                return;
            }
            if (!(value instanceof Expression.Call call)) {
                selections.add(value.span());
                return;
            }
            Optional<ModuleNode> module = steps.receivers().receiver(call);
            if (module.isPresent()) {
                called(call, module.get(), TokenWise.Steps.called(call));
                return;
            }
            List<Expression> operands = tokenWise.operands(call, steps);
            operands.forEach(this::select);
            if (operands.isEmpty()) {
                selections.add(value.span());
            }
        }

        private void called(Expression.Call call, ModuleNode module, String method) {
            if (tokenWise.isTokenWise(module, method)) {
                IntStream.range(module.number(), module.number() + module.size())
                        .forEach(narrowed::add);
                TokenWise.Steps.tensorsRead(call, module).forEach(this::select);
                return;
            }
            Optional<String> variant = returningToken(module, method, depth + 1);
            if (variant.isPresent()) {
                narrowed.add(module.number());
                variants.put(call, variant.get().substring(method.length()));
            } else {
                selections.add(call.span());
            }
        }

        /** Goes on with the variables of which nothing else is read. */
        void followVariables() {
            Set<String> followed = new HashSet<>();
            boolean more = true;
            while (more) {
                Optional<List<Expression>> next = ofToken.entrySet().stream()
                        .filter(entry -> entry.getValue().size() == reads.getOrDefault(entry.getKey(), 0L))
                        .filter(entry -> followed.add(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst();
                next.map(uses -> (Expression.Name) uses.get(0))
                        .flatMap(steps::definition)
                        .ifPresent(this::select);
                more = next.isPresent();
            }
            ofToken.forEach((name, uses) -> {
                if (!followed.contains(name)) {
                    uses.forEach(use -> selections.add(use.span()));
                }
            });
        }

        boolean changesCalls() {
            return !variants.isEmpty();
        }

        String write(String name) {
            if (written.add(steps.self().typeName() + "." + name)) {
                Edits edits = copies.edits(steps.self(), steps.method(), variants);
                String behind = ", " + token.orElseThrow() + ", )";
                selections.forEach(span -> edits.around(span, Tape.MODULE + ".token(", behind));
                copies.add(steps.self(), steps.method(), name, edits);
            }
            return name;
        }
    }

    /** Returns a method that returns the token alone, if it computes less. */
    private Optional<String> returningToken(ModuleNode self, String method, int depth) {
        Optional<TokenWise.Steps> steps = TokenWise.Steps.of(self, method);
        if (steps.isEmpty()
                || depth > DEEPEST
                || !steps.get().method().returns().equals("Tensor")) {
            return Optional.empty();
        }
        Set<Integer> before = Set.copyOf(narrowed);
        Change change = new Change(steps.get(), depth);
        change.select(steps.get().result());
        change.followVariables();
        return narrowed.equals(before) ? Optional.empty() : Optional.of(change.write(method + SUFFIX));
    }

    /** Returns a method that does the same but selects the token early, if it selects one. */
    private Optional<String> selecting(ModuleNode self, String method, int depth) {
        Optional<TokenWise.Steps> steps = TokenWise.Steps.of(self, method);
        if (steps.isEmpty() || depth > DEEPEST) {
            return Optional.empty();
        }
        Set<Integer> before = Set.copyOf(narrowed);
        Change change = new Change(steps.get(), depth);
        Walk.expressions(steps.get().method().body(), expression -> {
            if (!(expression instanceof Expression.Call call)) {
                return;
            }
            Optional<ModuleNode> module = steps.get().receivers().receiver(call);
            if (module.isPresent()) {
                String name = TokenWise.Steps.called(call);
                if (selectsOnly(module.get(), name)) {
                    change.select(call.arguments().get(0));
                } else {
                    selecting(module.get(), name, depth + 1)
                            .ifPresent(variant -> change.variants.putIfAbsent(call, variant.substring(name.length())));
                }
            } else if (isSelection(call)) {
                change.select(call.arguments().get(0));
            }
        });
        change.followVariables();
        return change.changesCalls() || !narrowed.equals(before)
                ? Optional.of(change.write(method + SELECTED))
                : Optional.empty();
    }

    /** Tells whether a method reads its one argument to select the token. */
    private boolean selectsOnly(ModuleNode module, String method) {
        Optional<TokenWise.Steps> steps = TokenWise.Steps.of(module, method);
        if (steps.isEmpty() || steps.get().method().parameters().size() != 2) {
            return false;
        }
        String parameter = steps.get().method().parameters().get(1).name();
        Map<String, Long> reads = TokenWise.reads(steps.get().method());
        List<Expression> selected = new ArrayList<>();
        Walk.expressions(steps.get().method().body(), expression -> {
            if (expression instanceof Expression.Call call && isSelection(call)) {
                source(call.arguments().get(0), steps.get(), reads)
                        .filter(name -> name.id().equals(parameter))
                        .ifPresent(selected::add);
            }
        });
        return !selected.isEmpty() && selected.size() == reads.getOrDefault(parameter, 0L);
    }

    /** Returns the parameter that slices of all items are taken of, which nothing else reads. */
    private Optional<Expression.Name> source(Expression value, TokenWise.Steps steps, Map<String, Long> reads) {
        if (value instanceof Expression.Name name) {
            return steps.isParameter(name)
                    ? Optional.of(name)
                    : steps.definition(name)
                            .filter(definition -> reads.getOrDefault(name.id(), 0L) == 1)
                            .flatMap(definition -> source(definition, steps, reads));
        }
        return value instanceof Expression.Call call
                        && call.name().filter("torch.slice"::equals).isPresent()
                        && !tokenWise.operands(call, steps).isEmpty()
                ? source(call.arguments().get(0), steps, reads)
                : Optional.empty();
    }

    /** Tells whether a call selects the first or the last token, the same as all others do. */
    private boolean isSelection(Expression.Call call) {
        List<Expression> given = call.arguments();
        boolean selects = call.name().filter("torch.select"::equals).isPresent()
                && given.size() == 3
                && Expression.isLiteral(given.get(1), 1L);
        if (!selects
                || !(given.get(2) instanceof Expression.Literal literal)
                || !(literal.value() instanceof Long index)
                || (index != 0 && index != -1)) {
            return false;
        }
        if (token.isEmpty()) {
            token = OptionalLong.of(index);
        }
        return token.getAsLong() == index;
    }
}
