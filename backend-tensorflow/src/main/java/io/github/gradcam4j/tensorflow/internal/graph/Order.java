package io.github.gradcam4j.tensorflow.internal.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts nodes in an order of execution. Without recursion, as graphs may be tens of thousands of nodes deep. */
public final class Order {
    private Order() {}

    /** Returns all nodes that some values need, each behind those that it reads. */
    public static List<Node> of(Collection<Value> wanted) {
        return ofNodes(wanted.stream().map(Value::node).toList());
    }

    /** Returns nodes and all that they need, each behind those that it reads. */
    public static List<Node> ofNodes(Collection<Node> wanted) {
        List<Node> ordered = new ArrayList<>();
        Set<Node> entered = new HashSet<>();
        Set<Node> done = new HashSet<>();
        Deque<Node> stack = new ArrayDeque<>();
        for (Node root : wanted) {
            stack.push(root);
            while (!stack.isEmpty()) {
                Node node = stack.element();
                if (entered.add(node)) {
                    for (int i = node.inputs().size() - 1; i >= 0; i--) {
                        Node read = node.input(i).node();
                        if (!done.contains(read)) {
                            stack.push(read);
                        }
                    }
                } else {
                    stack.remove();
                    if (done.add(node)) {
                        ordered.add(node);
                    }
                }
            }
        }
        return ordered;
    }
}
