package io.github.gradcam4j.tensorflow.internal.savedmodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Is where a node stands in the tree of scopes: the parts of its name, without those that stand for calls of functions.
 *
 * @param parts the scopes from the outermost, and the operator's own name
 */
record ScopePath(List<String> parts) {
    private static final Pattern CALL = Pattern.compile("(Stateful)?PartitionedCall(_\\d+)?");

    ScopePath {
        parts = List.copyOf(parts);
    }

    static ScopePath of(String nodeName) {
        return new ScopePath(Arrays.stream(nodeName.split("/"))
                .filter(part -> !CALL.matcher(part).matches())
                .toList());
    }

    /** Returns the scopes that the node is in, the outermost first. */
    List<ScopePath> scopes() {
        List<ScopePath> scopes = new ArrayList<>();
        for (int depth = 1; depth < parts.size(); depth++) {
            scopes.add(new ScopePath(parts.subList(0, depth)));
        }
        return scopes;
    }

    boolean isWithin(ScopePath scope) {
        return parts.size() > scope.parts.size()
                && parts.subList(0, scope.parts.size()).equals(scope.parts);
    }

    int depth() {
        return parts.size();
    }

    String first() {
        return parts.get(0);
    }

    String last() {
        return parts.get(parts.size() - 1);
    }

    /** Returns the scope that this one is in. */
    ScopePath parent() {
        return new ScopePath(parts.subList(0, parts.size() - 1));
    }

    ScopePath child(String part) {
        List<String> longer = new ArrayList<>(parts);
        longer.add(part);
        return new ScopePath(longer);
    }

    /** Returns the path without a root that all have. */
    ScopePath below(int root) {
        return new ScopePath(parts.subList(Math.min(root, parts.size()), parts.size()));
    }

    @Override
    public String toString() {
        return String.join("/", parts);
    }
}
