package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.tensorflow.internal.autodiff.Derivatives;
import io.github.gradcam4j.tensorflow.internal.axes.Readings;
import io.github.gradcam4j.tensorflow.internal.axes.ValueAxes;
import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import io.github.gradcam4j.tensorflow.internal.graph.Network;
import io.github.gradcam4j.tensorflow.internal.graph.Operators;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network that TensorFlow runs. Thread-safe; owns the network. */
public final class TensorFlowModel implements GradientModel {
    private static final int KEPT_SIZES = 64;

    private final Network network;
    private final Operators operators;
    private final Derivatives derivatives;
    private final OptionalInt threads;
    private final ModelSignature signature;
    private final Asked asked;
    private final Map<Value, Reach> reaches = new ConcurrentHashMap<>();
    private final Programs programs;
    private final Probe probe;
    private final Map<Map<String, Shape>, Measured> measured = new LinkedHashMap<>(16, 0.75f, true);
    private volatile boolean closed;

    /** Takes over a network. */
    public TensorFlowModel(Network network, ModelOptions options) {
        this.network = network;
        try {
            this.operators = TensorFlowEngine.operators();
            this.threads = options.threads();
            this.asked = Asked.of(network, options.output());
            this.signature = Declared.of(network);
            this.probe = new Probe(network, operators, threads);
            this.derivatives = new Derivatives(probe::inferred);
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
        this.programs = new Programs(network.weights().values().stream()
                .mapToLong(org.tensorflow.Tensor::numBytes)
                .sum());
    }

    /** Refuses devices that this backend does not know. */
    public static void check(Device device) {
        device.knownTo("tensorflow", List.of("cpu"));
    }

    @Override
    public Set<Capability> capabilities() {
        requireOpen();
        return Set.of(
                Capability.FORWARD,
                Capability.GRADIENTS,
                Capability.CLASS_GRADIENTS_IN_ONE_CALL,
                Capability.RERUNS_FOR_COTANGENTS,
                Capability.REPLAY);
    }

    @Override
    public ModelSignature signature() {
        requireOpen();
        return signature;
    }

    @Override
    public List<LayerInfo> layers(Map<String, Shape> inputs) {
        return measure(inputs).layers();
    }

    @Override
    public ScoreInfo scores(ScoreKind kind, Map<String, Shape> inputs) {
        return measure(inputs).score(kind);
    }

    @Override
    public Pass run(PassRequest request) {
        request.cancellation().throwIfRequested();
        requireOpen();
        Map<String, Shape> shapes = signature.check(request.inputs());
        return TensorFlowPass.run(this, measure(shapes), request);
    }

    Prepared hold(Question question) {
        return programs.hold(
                question, () -> Prepared.of(network, question, operators, derivatives, probe::inferred, threads));
    }

    /** Returns a program that computes the score from a value of a layer that is fed. */
    Prepared holdReplay(Value score, Value layer) {
        return programs.hold(new Question(score, List.of(layer), Question.Kind.NONE, true), () -> {
            ReplayGraph replay = ReplayGraph.of(network, score, layer);
            Question question = new Question(replay.score(), List.of(), Question.Kind.NONE, false);
            return Prepared.of(replay.network(), question, operators, derivatives, probe::inferred, threads);
        });
    }

    /** Tells which values a score depends on. */
    Reach reach(Value score) {
        return reaches.computeIfAbsent(score, any -> new Reach(score, derivatives));
    }

    /** Tells whether any number of items may be fed, as far as the file tells. */
    boolean isBatchFree() {
        return signature.inputs().stream()
                .allMatch(input -> input.shape().rank() == 0 || input.shape().dim(0) < 0);
    }

    private Measured measure(Map<String, Shape> given) {
        requireOpen();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (TensorSpec spec : signature.inputs()) {
            Shape shape = given.get(spec.name());
            if (shape == null || !spec.admits(shape) || !shape.isFixed() || shape.size() == 0) {
                throw new IllegalArgumentException("input " + spec + " cannot have shape " + shape);
            }
            shapes.put(spec.name(), shape);
        }
        given.keySet().forEach(signature::input);
        synchronized (measured) {
            Measured known = measured.get(shapes);
            if (known == null) {
                Map<String, Tensor> samples = SampleInputs.of(signature.inputs(), shapes);
                Readings readings = probe.run(samples);
                ValueAxes axes =
                        new ValueAxes(network, operators, readings, asked.head().scores());
                known = new Measured(network, asked, this::reach, readings.shapes(), axes);
                measured.put(shapes, known);
                measured.keySet().stream()
                        .limit(Math.max(0, measured.size() - KEPT_SIZES))
                        .toList()
                        .forEach(measured::remove);
            }
            return known;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed; open it again");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            programs.close();
            probe.close();
            network.close();
        }
    }
}
