package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.autodiff.Derivatives;
import io.github.gradcam4j.tensorflow.internal.engine.Program;
import io.github.gradcam4j.tensorflow.internal.engine.Tensors;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.tensorflow.Tensor;

/** A program that answers one kind of question in one run. Closed once it is retired and nobody holds it. */
final class Prepared {
    private final Program program;
    private final Map<String, Node> inputs;
    private final Optional<Node> asked;
    private final Fetched fetched;
    private int holders;
    private boolean retired;

    /**
     * Says what a run computes.
     *
     * @param outputs the model's outputs, by name
     * @param score the value that is asked about
     * @param activations those of the layers
     * @param gradients those of the layers, with the rows first where many are asked for; null where there is no way
     * @param classes the classes that were asked for, by row and item
     */
    record Fetched(
            Map<String, Value> outputs,
            Value score,
            List<Value> activations,
            List<Optional<Value>> gradients,
            Optional<Value> classes) {
        List<Value> all() {
            List<Value> all = new ArrayList<>(outputs.values());
            all.add(score);
            all.addAll(activations);
            gradients.forEach(gradient -> gradient.ifPresent(all::add));
            classes.ifPresent(all::add);
            return all;
        }

        /** Returns each value once, as a run fetches them. */
        List<Value> distinct() {
            return all().stream().distinct().toList();
        }

        /** Returns the same values computed in another graph. */
        Fetched with(List<Value> others) {
            int next = 0;
            Map<String, Value> named = new LinkedHashMap<>();
            for (String name : outputs.keySet()) {
                named.put(name, others.get(next++));
            }
            Value asked = others.get(next++);
            List<Value> layers = new ArrayList<>();
            for (int i = 0; i < activations.size(); i++) {
                layers.add(others.get(next++));
            }
            List<Optional<Value>> derived = new ArrayList<>();
            for (Optional<Value> gradient : gradients) {
                derived.add(gradient.isPresent() ? Optional.of(others.get(next++)) : Optional.empty());
            }
            return new Fetched(
                    named, asked, layers, derived, classes.isPresent() ? Optional.of(others.get(next)) : classes);
        }
    }

    private Prepared(Program program, Map<String, Node> inputs, Optional<Node> asked, Fetched fetched) {
        this.program = program;
        this.inputs = inputs;
        this.asked = asked;
        this.fetched = fetched;
    }

    /**
     * Prepares a program.
     *
     * @param shapes what is known of the shapes of the network's values
     */
    static Prepared of(
            Network network,
            Question question,
            Operators operators,
            Derivatives derivatives,
            Function<Value, Optional<Shape>> shapes,
            OptionalInt threads) {
        Emitter emit = new Emitter(operators, "gradcam4j");
        Seeding seeding = Seeding.of(question, emit);
        Fetched fetched =
                new Fetched(network.outputs(), question.score(), question.layers(), List.of(), seeding.classes());
        if (question.kind() != Question.Kind.NONE) {
            fetched = new BackwardGraph(question, derivatives, seeding, emit).complete(fetched);
        }
        fetched = fetched.with(JoinedConvolutions.of(fetched.all(), emit, shapes));
        List<Node> fed = new ArrayList<>(network.inputs().values());
        seeding.asked().ifPresent(fed::add);
        Program program = new Program(
                operators,
                fetched.all(),
                fed,
                network.weights(),
                network.initialisers(),
                new Program.Options(threads, true));
        return new Prepared(program, network.inputs(), seeding.asked(), fetched);
    }

    Fetched fetched() {
        return fetched;
    }

    /** Runs the program. */
    Results run(
            Map<String, io.github.gradcam4j.tensor.Tensor> given,
            Optional<io.github.gradcam4j.tensor.Tensor> question) {
        Map<Node, Tensor> feeds = new LinkedHashMap<>();
        try {
            inputs.forEach(
                    (name, node) -> feeds.put(node, Declared.toRuntime(Objects.requireNonNull(given.get(name)), node)));
            asked.ifPresent(node -> feeds.put(node, Tensors.toRuntime(question.orElseThrow())));
            return new Results(fetched, program.run(feeds, fetched.distinct()));
        } finally {
            feeds.values().forEach(Tensor::close);
        }
    }

    synchronized boolean hold() {
        if (retired && holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    synchronized void release() {
        holders--;
        closeIfUnused();
    }

    /** Closes the program as soon as nobody holds it. */
    synchronized void retire() {
        retired = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (retired && holders == 0) {
            program.close();
        }
    }
}
