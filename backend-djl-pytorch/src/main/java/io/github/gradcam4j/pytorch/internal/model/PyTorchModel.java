package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.pytorch.internal.archive.TorchArchive;
import io.github.gradcam4j.pytorch.internal.axes.AxesInference;
import io.github.gradcam4j.pytorch.internal.axes.InputForms;
import io.github.gradcam4j.pytorch.internal.engine.Devices;
import io.github.gradcam4j.pytorch.internal.engine.LoadedModule;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A TorchScript model that libtorch has loaded. Thread-safe. */
public final class PyTorchModel implements GradientModel {
    private static final int KEPT_SIZES = 64;
    private static final int MANY = 3;

    private final AxesInference.Archive archive;
    private final Instrumented program;
    private final LoadedModule module;
    private final ModelSignature signature;
    private final boolean sums;
    private final Map<String, Shape> examples;
    private final Verified verified;
    private final Set<Integer> behindFolded;
    private final Map<Map<String, Shape>, Measured> measured = new LinkedHashMap<>(16, 0.75f, true);
    private volatile boolean closed;

    private PyTorchModel(
            AxesInference.Archive archive,
            Instrumented program,
            LoadedModule module,
            ModelSignature signature,
            boolean sums,
            Map<String, Shape> examples) {
        this.archive = archive;
        this.program = program;
        this.module = module;
        this.signature = signature;
        this.sums = sums;
        this.examples = Map.copyOf(examples);
        this.verified = new Verified(module, program);
        this.behindFolded = program.root()
                .all()
                .filter(layer -> layer.number() + layer.size() > program.lastFolded())
                .map(ModuleNode::number)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Opens a model; what is hostile or damaged is refused before native code sees it. */
    public static PyTorchModel open(ModelSource source, ModelOptions options) {
        return open(source, options, !options.device().equals(Device.CPU));
    }

    /** Opens a model and says whether maps are summed by libtorch, which they are where it does not run on the processor. */
    static PyTorchModel open(ModelSource source, ModelOptions options, boolean sums) {
        options.device().knownTo("djl-pytorch", Devices.NAMES);
        try (TorchArchive archive = TorchArchive.open(source)) {
            ModuleNode root = root(archive);
            AxesInference.Archive known = new AxesInference.Archive(
                    archive.program(), root, archive.root(), archive.constants(), archive.smallValues());
            List<InputForms.Form> forms = InputForms.of(known, archive.numbers());
            Map<String, TracedInputs.Example> traced =
                    TracedInputs.of(archive.bytes(TracedInputs.ENTRY).orElse(new byte[0]), parameters(root), forms);
            Map<String, TensorSpec> specs = InputSpecs.of(forms, traced, options.shapes());
            Function<Boolean, Instrumented> instrument = rewrites -> Instrumented.of(
                    archive.name(),
                    archive.program(),
                    root,
                    options.shapes().keySet(),
                    options.output(),
                    name -> InputSpecs.named(name, specs, archive.numbers(), options.shapes())
                            .dtype(),
                    rewrites ? Optional.of(archive::tensor) : Optional.empty());
            Loaded loaded = Loaded.of(archive, instrument, options);
            Instrumented program = loaded.program();
            List<TensorSpec> inputs = program.inputs().stream()
                    .map(name -> InputSpecs.named(name, specs, archive.numbers(), options.shapes()))
                    .toList();
            List<TensorSpec> outputs = program.outputs().stream()
                    .map(name -> new TensorSpec(name, DType.FLOAT32, Shape.of()))
                    .toList();
            Map<String, Shape> examples = new LinkedHashMap<>();
            inputs.stream()
                    .filter(input -> traced.containsKey(input.name()))
                    .forEach(input -> examples.put(
                            input.name(),
                            Objects.requireNonNull(traced.get(input.name())).shape()));
            ModelSignature signature = new ModelSignature(inputs, outputs);
            return new PyTorchModel(known, program, loaded.module(), signature, sums, examples);
        }
    }

    private static List<String> parameters(ModuleNode root) {
        return Optional.ofNullable(root.type().methods().get("forward")).stream()
                .flatMap(forward -> forward.parameters().stream().skip(1))
                .map(parameter -> parameter.name())
                .toList();
    }

    private static ModuleNode root(TorchArchive archive) {
        ModuleNode root = ModuleNode.root(archive.program())
                .orElseThrow(() -> archive.damaged(
                        "the code of its type " + archive.program().root() + " is missing"));
        if (root.children().isEmpty() && root.type().tensors().isEmpty()) {
            throw new UnsupportedModelException("the model '" + archive.name()
                    + "' has no layers: torch.jit.freeze or optimize_for_inference dissolved them. Export it without"
                    + " these: torch.jit.trace(model.eval(), example_input).save('model.pt')");
        }
        return root;
    }

    @Override
    public Set<Capability> capabilities() {
        requireOpen();
        return Set.of(Capability.FORWARD, Capability.GRADIENTS, Capability.REPLAY);
    }

    @Override
    public ModelSignature signature() {
        requireOpen();
        return signature;
    }

    @Override
    public Map<String, Shape> exampleShapes() {
        requireOpen();
        return examples;
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
        Measured known = measure(shapes);
        return PyTorchPass.run(this, known, request);
    }

    Execution execute(Orders orders, List<Tensor> inputs) {
        return Execution.of(
                module,
                program,
                mayFold(orders) ? orders : orders.everywhere(program.root().size()),
                inputs);
    }

    /**
     * Tells whether a run may have folded weights: nothing that is folded comes behind a value that it is about. Folding rounds in
     * another way than the network itself, which may turn a ReLU behind the value: its gradient would be another one than
     * PyTorch's.
     */
    private boolean mayFold(Orders orders) {
        return !program.isFolded() || (!verified.isUnfolded() && behindFolded.containsAll(orders.modules()));
    }

    /** Tells whether any number of items may be fed, as far as the file and its caller tell. */
    boolean isBatchFree() {
        return signature.inputs().stream()
                .allMatch(input -> input.shape().rank() == 0 || input.shape().dim(0) < 0);
    }

    boolean sumsOnDevice() {
        return sums;
    }

    AxesInference.Archive archive() {
        return archive;
    }

    Instrumented program() {
        return program;
    }

    Verified verified() {
        return verified;
    }

    /** Returns the tensors that are fed, in the program's order. */
    List<Tensor> inOrder(Map<String, Tensor> inputs) {
        return program.inputs().stream()
                .map(name -> Objects.requireNonNull(inputs.get(name)))
                .toList();
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
            return known(shapes);
        }
    }

    private Measured known(Map<String, Shape> shapes) {
        Measured known = measured.get(shapes);
        if (known == null) {
            known = ofMany(shapes).orElseGet(() -> Measuring.of(this, signature, shapes));
            measured.put(shapes, known);
            measured.keySet().stream()
                    .limit(Math.max(0, measured.size() - KEPT_SIZES))
                    .toList()
                    .forEach(measured::remove);
        }
        return known;
    }

    /** Derives what many items look like from one and from two, where the model runs with these. */
    private Optional<Measured> ofMany(Map<String, Shape> shapes) {
        Shape first = shapes.values().iterator().next();
        long items = first.rank() == 0 ? 0 : first.dim(0);
        boolean same = shapes.values().stream().allMatch(shape -> shape.rank() > 0 && shape.dim(0) == items);
        if (!same || items < MANY || !isBatchFree()) {
            return Optional.empty();
        }
        try {
            return Measured.ofItems(known(withItems(shapes, 1)), known(withItems(shapes, 2)), items);
        } catch (ExplanationException e) {
            return Optional.empty(); // a file that runs with the number that it was traced with alone
        }
    }

    private static Map<String, Shape> withItems(Map<String, Shape> shapes, long items) {
        Map<String, Shape> other = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> other.put(name, shape.with(0, items)));
        return other;
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
            module.close();
        }
    }
}
