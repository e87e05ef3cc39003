package io.github.gradcam4j.testkit;

import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.Node.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An open {@link ReferenceNetwork}. */
final class ReferenceModel implements GradientModel {
    private final ReferenceNetwork network;
    private volatile boolean closed;

    ReferenceModel(ReferenceNetwork network) {
        this.network = network;
    }

    @Override
    public Set<Capability> capabilities() {
        requireOpen();
        return Set.of(
                Capability.FORWARD, Capability.GRADIENTS, Capability.CLASS_GRADIENTS_IN_ONE_CALL, Capability.REPLAY);
    }

    @Override
    public ModelSignature signature() {
        requireOpen();
        Node input = network.nodes().get(0);
        Node output = network.nodes().get(network.nodes().size() - 1);
        Shape shape =
                Shape.of(network.batch(), -1, -1, -1).with(network.layout().indexOf(Axis.CHANNEL), input.channels());
        return new ModelSignature(
                List.of(new TensorSpec(input.name(), DType.FLOAT32, shape)),
                List.of(new TensorSpec(output.name(), DType.FLOAT32, Shape.of(network.batch(), output.channels()))));
    }

    @Override
    public List<LayerInfo> layers(Map<String, Shape> inputs) {
        List<Field> forms = forms(requireInput(inputs));
        long items = inputs.values().iterator().next().dim(0);
        boolean[] onPath = new boolean[forms.size()];
        onPath[scoreNode(ScoreKind.AUTO)] = true;
        List<LayerInfo> layers = new ArrayList<>();
        for (int n = forms.size() - 1; n >= 0; n--) {
            Node node = network.nodes().get(n);
            if (onPath[n]) {
                node.inputs().forEach(input -> onPath[input] = true);
            }
            layers.add(
                    0,
                    new LayerInfo(
                            LayerRef.of(node.name()),
                            List.of(),
                            node.op().code(),
                            DType.FLOAT32,
                            forms.get(n).shape(items, network.layout()),
                            forms.get(n).layout(network.layout()),
                            onPath[n],
                            Optional.empty()));
        }
        return List.copyOf(layers);
    }

    @Override
    public ScoreInfo scores(ScoreKind kind, Map<String, Shape> inputs) {
        requireInput(inputs);
        int score = scoreNode(kind);
        Node node = network.nodes().get(score);
        boolean skipped = score < network.nodes().size() - 1;
        return new ScoreInfo(
                node.name(),
                skipped ? ScoreKind.LOGITS : ScoreKind.OUTPUT,
                skipped ? Activation.SOFTMAX : Activation.NONE,
                node.op() == Op.SOFTMAX,
                Shape.of(inputs.values().iterator().next().dim(0), node.channels()));
    }

    @Override
    public Pass run(PassRequest request) {
        requireOpen();
        request.cancellation().throwIfRequested();
        Map<String, Tensor> inputs = request.inputs();
        inputs.forEach((name, tensor) -> {
            TensorSpec spec = signature().input(name);
            if (tensor.dtype() != spec.dtype() || !spec.admits(tensor.shape())) {
                throw new IllegalArgumentException("input " + spec + " cannot take a " + tensor.dtype()
                        + " tensor of shape " + tensor.shape() + ". Convert it");
            }
        });
        Map<String, Shape> shapes = new java.util.LinkedHashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        Field form = requireInput(shapes);
        List<Integer> wanted = request.layers().stream().map(this::node).toList();
        Tensor tensor = inputs.values().iterator().next();
        List<Evaluation> items = new ArrayList<>();
        for (int item = 0; item < tensor.shape().dim(0); item++) {
            request.cancellation().throwIfRequested();
            items.add(
                    Evaluation.of(network, form.read(tensor.floats(), item * form.values().length, network.layout())));
        }
        ReferencePass pass = new ReferencePass(
                network, items, wanted, scores(request.scores(), shapes), scoreNode(request.scores()));
        pass.check(request.classes());
        return pass;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this model is closed; open it again");
        }
    }

    private int node(LayerRef layer) {
        if (layer.call() != 0 || layer.output() != 0) {
            throw new IllegalArgumentException("there is no layer '" + layer + "': every layer runs once");
        }
        return network.indexOf(layer.name());
    }

    private int scoreNode(ScoreKind kind) {
        int last = network.nodes().size() - 1;
        boolean softmax = network.nodes().get(last).op() == Op.SOFTMAX;
        if (kind == ScoreKind.LOGITS && !softmax) {
            throw new UnsupportedModelException("scores 'logits' cannot be given: the output '"
                    + network.nodes().get(last).name() + "' is not made by a softmax. Choose output");
        }
        return softmax && kind != ScoreKind.OUTPUT ? last - 1 : last;
    }

    private Field requireInput(Map<String, Shape> inputs) {
        requireOpen();
        TensorSpec spec = signature().inputs().get(0);
        inputs.keySet().forEach(signature()::input);
        Shape shape = inputs.get(spec.name());
        if (shape == null) {
            throw new IllegalArgumentException("input " + spec + " is missing");
        }
        if (!spec.admits(shape) || shape.size() == 0) {
            throw new IllegalArgumentException("input " + spec + " cannot have shape " + shape);
        }
        return Field.zero(
                network.nodes().get(0).channels(),
                (int) shape.dim(network.layout().indexOf(Axis.HEIGHT)),
                (int) shape.dim(network.layout().indexOf(Axis.WIDTH)),
                false);
    }

    private List<Field> forms(Field input) {
        List<Field> forms = new ArrayList<>();
        for (Node node : network.nodes()) {
            Field form = node.op() == Op.INPUT
                    ? input
                    : Operators.form(node, forms.get(node.inputs().get(0)));
            if (form.values().length == 0) {
                throw new ExplanationException("layer '" + node.name() + "' is empty for an input of " + input.height()
                        + " x " + input.width() + " positions. Give a larger one");
            }
            forms.add(form);
        }
        return forms;
    }
}
