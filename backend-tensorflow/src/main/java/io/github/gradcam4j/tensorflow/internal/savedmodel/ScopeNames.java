package io.github.gradcam4j.tensorflow.internal.savedmodel;

import io.github.gradcam4j.tensorflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Knows which layer a scope stands for. Keras 3 numbers every scope, so that the layer {@code conv2d} computes in
 * {@code conv2d_1}; that it does so shows where layers read the variables that bear their names. Further calls of a layer have
 * higher numbers.
 */
final class ScopeNames {
    private static final Pattern NUMBERED = Pattern.compile("(.+)_(\\d{1,6})");
    private static final double NEARLY_ALL = 0.8;

    private final Set<ScopePath> scopes;
    private final Map<ScopePath, Set<String>> owners = new HashMap<>();
    private final boolean isNumbered;
    private final int root;

    ScopeNames(Set<ScopePath> scopes, List<Node> order, Map<Node, Node> handles) {
        this.scopes = scopes;
        Map<Boolean, Integer> votes = new HashMap<>();
        for (Node node : order) {
            node.inputs().stream()
                    .filter(input -> handles.containsKey(input.node()))
                    .forEach(input -> vote(node, Objects.requireNonNull(handles.get(input.node())), votes));
        }
        isNumbered = votes.getOrDefault(true, 0) > votes.getOrDefault(false, 0);
        root = root(order);
    }

    private void vote(Node reader, Node handle, Map<Boolean, Integer> votes) {
        String[] variable = handle.name().split("/");
        if (variable.length < 2) {
            return;
        }
        String owner = variable[variable.length - 2];
        List<ScopePath> around = new ArrayList<>(ScopePath.of(reader.name()).scopes());
        around.forEach(
                scope -> owners.computeIfAbsent(scope, any -> new HashSet<>()).add(owner));
        for (int i = around.size() - 1; i >= 0; i--) {
            Optional<Integer> number = number(around.get(i).last(), owner);
            if (number.isPresent()) {
                votes.merge(number.get() > 0, 1, Integer::sum);
                return;
            }
        }
    }

    /** Returns the number behind a layer's name, 0 where there is none. */
    private static Optional<Integer> number(String part, String owner) {
        if (part.equals(owner)) {
            return Optional.of(0);
        }
        Matcher numbered = NUMBERED.matcher(part);
        return numbered.matches() && numbered.group(1).equals(owner)
                ? Optional.of(Integer.parseInt(numbered.group(2)))
                : Optional.empty();
    }

    /** A model's own scope is around nearly all of its operators; it is no layer. */
    private int root(Collection<Node> order) {
        Map<String, Integer> counts = new HashMap<>();
        int all = 0;
        for (Node node : order) {
            ScopePath path = ScopePath.of(node.name());
            if (!node.inputs().isEmpty() && path.depth() > 1) {
                counts.merge(path.first(), 1, Integer::sum);
                all++;
            }
        }
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            boolean hasScopes = scopes.stream()
                    .anyMatch(scope -> scope.depth() == 2 && scope.first().equals(entry.getKey()));
            if (entry.getValue() >= NEARLY_ALL * all && hasScopes) {
                return 1;
            }
        }
        return 0;
    }

    /** Tells whether a scope is the model itself. */
    boolean isRoot(ScopePath scope) {
        return scope.depth() <= root;
    }

    /** Returns the name of the layer, after those that it is nested in; all its calls have the same. */
    String name(ScopePath scope) {
        List<String> parts = new ArrayList<>();
        for (int depth = root + 1; depth <= scope.depth(); depth++) {
            parts.add(layer(new ScopePath(scope.parts().subList(0, depth))));
        }
        return parts.isEmpty() ? scope.toString() : String.join("/", parts);
    }

    private String layer(ScopePath scope) {
        String part = scope.last().replaceFirst(RepeatedCalls.MARK + "\\d+$", "");
        Matcher numbered = NUMBERED.matcher(part);
        if (!numbered.matches()) {
            return part;
        }
        String base = numbered.group(1);
        boolean again = scopes.contains(scope.parent().child(base))
                && owners.getOrDefault(scope, Set.of()).equals(Set.of(base));
        return isNumbered || again ? base : part;
    }

    /** Returns the path of an operator below the model's own scope. */
    String below(ScopePath operator) {
        return operator.below(Math.min(root, operator.depth() - 1)).toString();
    }

    /** Returns the path without numbers: those of one operator in several calls of a layer are the same. */
    static String plain(ScopePath path) {
        return path.parts().stream()
                .map(part -> {
                    Matcher numbered = NUMBERED.matcher(part);
                    return numbered.matches() ? numbered.group(1) : part;
                })
                .collect(Collectors.joining("/"));
    }
}
