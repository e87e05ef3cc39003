package io.github.gradcam4j.tensorflow.internal.engine;

import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Order;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

/** A graph that runs: feeds in, results out. Thread-safe; owns its native graph and session. */
public final class Program implements AutoCloseable {
    private final Graph graph;
    private final Session session;
    private final GraphBuilding building;
    private final Map<Value, Output<?>> results = new LinkedHashMap<>();
    private final Map<Node, GraphOperation> placeholders = new LinkedHashMap<>();

    /**
     * Says how a program runs.
     *
     * @param threads the number of threads of one run; empty for all cores. Within single operators it is that of the first
     *     program in the process: TensorFlow has one such pool
     * @param optimised whether TensorFlow rewrites the graph first, which pays where it runs often
     */
    public record Options(OptionalInt threads, boolean optimised) {}

    /**
     * Builds a graph.
     *
     * @param operators what operators take
     * @param wanted the values that may be asked for
     * @param fed the placeholders that are fed
     * @param weights the numbers of nodes that do not have theirs
     * @param initialisers what runs once before
     * @param options how it runs
     */
    public Program(
            Operators operators,
            List<Value> wanted,
            List<Node> fed,
            Map<Node, Tensor> weights,
            List<Node> initialisers,
            Options options) {
        graph = new Graph();
        try {
            building = new GraphBuilding(graph, operators, weights);
            List<Node> roots = new ArrayList<>(fed);
            wanted.forEach(value -> roots.add(value.node()));
            roots.addAll(initialisers);
            List<Node> nodes = Order.ofNodes(roots);
            building.build(nodes);
            wanted.forEach(value -> results.put(value, building.result(value)));
            fed.forEach(node -> placeholders.put(node, building.operation(node)));
            session = new Session(graph, config(options, Joining.isExact(nodes)));
            try {
                if (!initialisers.isEmpty()) {
                    Session.Runner runner = session.runner();
                    initialisers.forEach(node -> runner.addTarget(building.operation(node)));
                    runner.run().close();
                }
            } catch (RuntimeException | Error e) {
                session.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            graph.close();
            throw e;
        }
    }

    private static ConfigProto config(Options options, boolean joins) {
        ConfigProto.Builder config = ConfigProto.newBuilder();
        if (options.threads().isPresent()) {
            int threads = options.threads().getAsInt();
            // A pool of its own between operators, or the number of the first session in the process would hold for
            // all.
            config.setIntraOpParallelismThreads(threads)
                    .setInterOpParallelismThreads(threads)
                    .setUsePerSessionThreads(true);
        }
        RewriterConfig.Builder rewriting = RewriterConfig.newBuilder()
                .setDisableMetaOptimizer(!options.optimised())
                .setRemapping(joins ? RewriterConfig.Toggle.ON : RewriterConfig.Toggle.OFF);
        OptimizerOptions.Level level = options.optimised() ? OptimizerOptions.Level.L1 : OptimizerOptions.Level.L0;
        config.setGraphOptions(GraphOptions.newBuilder()
                .setRewriteOptions(rewriting)
                .setOptimizerOptions(OptimizerOptions.newBuilder().setOptLevel(level)));
        return config.build();
    }

    /**
     * Runs the graph.
     *
     * @param feeds a tensor for each placeholder that the wanted values need
     * @param wanted values that were named when the program was built
     * @return one tensor for each, in order; owned by the caller
     * @throws ExplanationException if the runtime fails
     */
    public Result run(Map<Node, Tensor> feeds, List<Value> wanted) {
        try {
            Session.Runner runner = session.runner();
            feeds.forEach((node, tensor) -> {
                GraphOperation placeholder = placeholders.get(node);
                if (placeholder != null) {
                    runner.feed(placeholder.output(0), tensor);
                }
            });
            wanted.forEach(value -> runner.fetch(results.get(value)));
            return runner.run();
        } catch (TensorFlowException | IllegalArgumentException e) {
            throw new ExplanationException("TensorFlow cannot run the model with these inputs: " + Failure.text(e), e);
        }
    }

    /**
     * Returns what is known of a value's shape before anything runs.
     *
     * @param value a value that what was wanted needs
     * @return the shape, with -1 for sizes that depend on inputs; empty if not even the rank is known, or the value is not there
     */
    public Optional<Shape> shape(Value value) {
        return building.has(value.node())
                ? Optional.of(building.output(value).shape())
                        .filter(shape -> !shape.isUnknown())
                        .map(shape -> Shape.of(shape.asArray()))
                : Optional.empty();
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
