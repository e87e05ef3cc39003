package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.CancelledException;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.onnx.internal.autodiff.GradientPatch;
import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.spi.ClassMaps;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.spi.Seeds;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A pass of an ONNX model: the results of one native call, and of a second one where other gradients are wanted. */
final class OnnxPass implements Pass {
    private final OnnxModel model;
    private final PassRequest request;
    private final Planned planned;
    private final Seeds seeds;
    private final Deque<Run> runs = new ArrayDeque<>(2);
    private final Map<String, Tensor> results;
    private final Optional<GradientPatch> patch;
    private final Optional<String> classMaps;
    private boolean closed;

    OnnxPass(OnnxModel model, PassRequest request, Planned planned, Optional<Seed> seed) {
        this.model = model;
        this.request = request;
        this.planned = planned;
        this.seeds = new Seeds(planned.score(), planned.items());
        Optional<Tensor> query =
                seed.map(kind -> QuerySeeds.of(kind, request.classes(), planned.score(), planned.items()));
        Run run = run(planned.hold(), query, OptionalInt.empty());
        runs.push(run);
        this.patch = run.prepared().patch();
        this.classMaps = run.prepared().classMaps();
        this.results = run.results();
    }

    /** Runs a session that is held; where data decides sizes, and others than it was built for, one for these instead. */
    private Run run(Prepared prepared, Optional<Tensor> seed, OptionalInt cotangents) {
        Map<String, Tensor> feeds = feeds(prepared.patch(), seed);
        if (!prepared.followsData()) {
            return Run.of(prepared, feeds, request.cancellation());
        }
        try {
            Run run = Run.of(prepared, feeds, request.cancellation());
            if (prepared.fits(run.results())) {
                return run;
            }
            run.close();
        } catch (CancelledException e) {
            throw e;
        } catch (ExplanationException builtForOthers) {
            request.cancellation().throwIfRequested();
        }
        Prepared own = planned.holdForData(request.inputs(), cotangents);
        Run run = Run.of(own, feeds(own.patch(), seed), request.cancellation());
        if (own.fits(run.results())) {
            return run;
        }
        run.close();
        throw new ExplanationException(
                "the sizes inside of the model changed between two runs with the same inputs, so its"
                        + " gradients cannot be told. Export the model without random choices of what it looks at");
    }

    private Map<String, Tensor> feeds(Optional<GradientPatch> patched, Optional<Tensor> seed) {
        Map<String, Tensor> feeds = new LinkedHashMap<>(request.inputs());
        patched.ifPresent(known -> seed.ifPresent(tensor -> feeds.put(known.seedInput(), tensor)));
        return feeds;
    }

    @Override
    public int items() {
        return planned.items();
    }

    @Override
    public Map<String, Tensor> outputs() {
        requireOpen();
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (TensorSpec spec : model.signature().outputs()) {
            Tensor output = results.get(spec.name());
            if (output != null) {
                outputs.put(
                        spec.name(), lent(output, Layout.unknown(output.shape().rank())));
            }
        }
        return outputs;
    }

    @Override
    public Scores scores() {
        requireOpen();
        Tensor tensor = floats(result(planned.score().tensor()));
        return new Scores(
                planned.score(), lent(tensor, Layout.unknown(tensor.shape().rank())));
    }

    @Override
    public Tensor activations(LayerRef ref) {
        requireOpen();
        Planned.Layer layer = planned.layer(ref);
        return lent(floats(activations(layer)), layer.layout());
    }

    private Tensor activations(Planned.Layer layer) {
        String name = patch.map(GradientPatch::layerOutputs)
                .map(names -> names.get(layer.value()))
                .orElse(layer.value());
        Tensor made = results.get(name);
        Tensor input = request.inputs().get(name);
        return made == null && input != null ? input : result(name);
    }

    @Override
    public Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents) {
        requireOpen();
        if (isReady(cotangents)) {
            return gradients(results, patch.orElseThrow());
        }
        Tensor seed = seeds.of(cotangents, result(planned.score().tensor()).shape());
        Prepared prepared = planned.holdForCotangents(cotangents.size());
        Run run = run(prepared, Optional.of(seed), OptionalInt.of(cotangents.size()));
        runs.push(run);
        return gradients(run.results(), run.prepared().patch().orElseThrow());
    }

    private Map<LayerRef, Tensor> gradients(Map<String, Tensor> from, GradientPatch names) {
        Map<LayerRef, Tensor> found = new HashMap<>();
        for (LayerRef ref : request.layers()) {
            Planned.Layer layer = planned.layer(ref);
            Tensor gradient = from.get(names.gradientOutputs().get(layer.value()));
            if (gradient == null) {
                throw new IllegalStateException("the session has no gradient of '" + layer.value() + "'");
            }
            Shape whole = activations(layer).shape().stacked(gradient.shape().dim(0));
            found.put(ref, Tensor.repeated(lent(gradient, layer.gradientLayout()), whole, layer.gradientLayout()));
        }
        return found;
    }

    @Override
    public Optional<ClassMaps> classMaps(LayerRef ref) {
        requireOpen();
        planned.layer(ref);
        return classMaps.map(name -> new ClassMaps(lent(result(name), Layout.unknown(3))));
    }

    /** Tells whether all cotangents are one-hot at the classes whose gradients came with the forward run. */
    private boolean isReady(List<List<Cotangent>> cotangents) {
        Tensor classes =
                patch.flatMap(GradientPatch::classesOutput).map(results::get).orElse(null);
        if (classes == null || cotangents.size() != request.classes().size()) {
            return false;
        }
        LongBuffer resolved = classes.longs();
        for (int k = 0; k < cotangents.size(); k++) {
            for (int item = 0; item < items(); item++) {
                boolean same = cotangents.get(k).get(item) instanceof Cotangent.OneHot hot
                        && hot.index() == resolved.get(k * items() + item);
                if (!same) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public Pass replay(LayerRef layer, Tensor variants, int item) {
        throw new UnsupportedOperationException("this backend cannot replay the tail yet: see capabilities()");
    }

    private Tensor result(String name) {
        Tensor tensor = results.get(name);
        if (tensor == null) {
            throw new IllegalStateException("the session has no result '" + name + "'");
        }
        return tensor;
    }

    private static Tensor floats(Tensor tensor) {
        return tensor.dtype() == DType.FLOAT32
                ? tensor
                : Tensor.of(tensor.toFloatArray(), tensor.shape().dims());
    }

    private Tensor lent(Tensor tensor, Layout layout) {
        return Tensor.borrowed(tensor.dtype(), tensor.shape(), layout, tensor.bytes(), () -> !closed);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the pass is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        while (!runs.isEmpty()) {
            runs.pop().close();
        }
    }
}
