package io.github.gradcam4j.tensorflow.internal.autodiff;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Is the passage of cotangents through one node: those of its outputs that have some, and where those of its inputs go. */
final class Pullback {
    private final Map<Integer, Value> cotangents;
    private final Set<Integer> wanted;
    private final Sink sink;

    /** Takes the cotangents of inputs. */
    interface Sink {
        /** Takes a whole cotangent. */
        void give(int input, Value cotangent);

        /** Takes the cotangent of one item of a list. */
        void giveItem(int input, Value index, Value cotangent);

        /** Says that another node is to run in place of this one. */
        void replace(Node other);
    }

    Pullback(Map<Integer, Value> cotangents, Set<Integer> wanted, Sink sink) {
        this.cotangents = Map.copyOf(cotangents);
        this.wanted = Set.copyOf(wanted);
        this.sink = sink;
    }

    /** Returns the cotangents of the outputs, by number. */
    Map<Integer, Value> cotangents() {
        return cotangents;
    }

    /** Returns the cotangent of the first output. */
    Value cotangent() {
        return Objects.requireNonNull(cotangents.get(0), "the first output has no cotangent");
    }

    /** Returns the inputs whose cotangents are wanted. */
    Set<Integer> wanted() {
        return wanted;
    }

    boolean wants(int input) {
        return wanted.contains(input);
    }

    /** Returns the cotangent of an output, which is zero if there is none. */
    Value cotangent(Node node, int output, Emitter emit) {
        Value given = cotangents.get(output);
        return given == null ? emit.zerosLike(node.output(output)) : given;
    }

    /** Refuses an operator with respect to one of its inputs. */
    void requireNot(Node node, int input) {
        if (wants(input)) {
            throw new UnsupportedModelException(Paths.obstacle(node) + " for its input " + input);
        }
    }

    /** Refuses an operator unless its first output alone has a cotangent. */
    void requireFirst(Node node) {
        if (!cotangents.keySet().equals(Set.of(0))) {
            throw new UnsupportedModelException(Paths.obstacle(node) + " for outputs but the first");
        }
    }

    void give(int input, Value cotangent) {
        if (wants(input)) {
            sink.give(input, cotangent);
        }
    }

    void giveItem(int input, Value index, Value cotangent) {
        if (wants(input)) {
            sink.giveItem(input, index, cotangent);
        }
    }

    /** Says that another node, whose first outputs are those of this one, is to run in its place. */
    void replace(Node other) {
        sink.replace(other);
    }
}
