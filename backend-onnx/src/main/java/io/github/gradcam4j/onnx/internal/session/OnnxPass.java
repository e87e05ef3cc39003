package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.GradientPatch;
import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pass of an ONNX model: the results of one native call, and of a second one where other gradients are wanted. */
final class OnnxPass implements Pass {
    private final OnnxModel model;
    private final PassRequest request;
    private final Plan plan;
    private final Measured measured;
    private final ScoreInfo score;
    private final int items;
    private final Deque<Run> runs = new ArrayDeque<>();
    private final Map<String, Tensor> results;
    private final GradientNames gradients;
    private boolean closed;

    /** Where a session's results have the layers' values. */
    private record GradientNames(Map<String, String> activations, Map<String, String> gradients, String classes) {
        static GradientNames of(Prepared prepared) {
            return prepared.patch()
                    .map(patch -> new GradientNames(
                            patch.layerOutputs(),
                            patch.gradientOutputs(),
                            patch.classesOutput().orElse("")))
                    .orElseGet(() -> new GradientNames(Map.of(), Map.of(), ""));
        }
    }

    OnnxPass(OnnxModel model, PassRequest request, Plan plan, Measured measured, ScoreInfo score, int items) {
        this.model = model;
        this.request = request;
        this.plan = plan;
        this.measured = measured;
        this.score = score;
        this.items = items;
        Prepared prepared = model.hold(plan, measured);
        this.gradients = GradientNames.of(prepared);
        Map<String, Tensor> feeds = new LinkedHashMap<>(request.inputs());
        prepared.patch().map(GradientPatch::seedInput).ifPresent(name -> feeds.put(name, query()));
        Run run = Run.of(prepared, feeds, request.cancellation());
        runs.push(run);
        this.results = run.results();
    }

    private Tensor query() {
        int targets = request.classes().size();
        ByteBuffer memory = Tensor.allocate(DType.INT64, (long) targets * items);
        LongBuffer query = memory.asLongBuffer();
        for (List<ClassQuery> row : request.classes()) {
            if (row.size() != 1 && row.size() != items) {
                throw new IllegalArgumentException(
                        "a target has " + row.size() + " class queries, but the batch has " + items + " items");
            }
            for (int item = 0; item < items; item++) {
                ClassQuery wanted = row.get(row.size() == 1 ? 0 : item);
                query.put(wanted instanceof ClassQuery.Index index ? index(index.index()) : rank(wanted));
            }
        }
        return Tensor.over(DType.INT64, Shape.of(targets, items), memory);
    }

    private long index(int index) {
        if (index < 0 || index >= score.classes()) {
            throw new IllegalArgumentException("class " + index + " does not exist: the scores '" + score.tensor()
                    + "' of shape " + score.shape() + " have "
                    + (score.classes() < 0 ? "no classes" : score.classes() + " classes, counted from 0"));
        }
        return index;
    }

    private long rank(ClassQuery query) {
        int rank = ((ClassQuery.Rank) query).rank();
        if (rank > score.classes()) {
            throw new IllegalArgumentException("rank " + rank + " does not exist: the scores '" + score.tensor()
                    + "' of shape " + score.shape() + " have "
                    + (score.classes() < 0 ? "no classes" : score.classes() + " classes"));
        }
        return -rank;
    }

    @Override
    public int items() {
        return items;
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
        Tensor tensor = floats(result(score.tensor()));
        return new Scores(score, lent(tensor, Layout.unknown(tensor.shape().rank())));
    }

    @Override
    public Tensor activations(LayerRef layer) {
        requireOpen();
        String value = requested(layer);
        Tensor input = request.inputs().get(value);
        Tensor tensor = gradients.activations().containsKey(value)
                ? result(gradients.activations().get(value))
                : input != null ? input : result(value);
        return lent(floats(tensor), measured.layout(value, tensor.shape().rank()));
    }

    @Override
    public Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents) {
        requireOpen();
        if (isReady(cotangents)) {
            return gradients(results, gradients);
        }
        Plan other = plan.withSeed(Seed.COTANGENT);
        Prepared prepared = model.hold(other, measured);
        Map<String, Tensor> feeds = new LinkedHashMap<>(request.inputs());
        feeds.put(prepared.patch().orElseThrow().seedInput(), dense(cotangents));
        Run run = Run.of(prepared, feeds, request.cancellation());
        runs.push(run);
        return gradients(run.results(), GradientNames.of(prepared));
    }

    private Map<LayerRef, Tensor> gradients(Map<String, Tensor> from, GradientNames names) {
        Map<LayerRef, Tensor> found = new HashMap<>();
        for (LayerRef layer : request.layers()) {
            String value = measured.value(layer);
            Tensor gradient = from.get(names.gradients().get(value));
            if (gradient == null) {
                throw new IllegalStateException("the session has no gradient of '" + value + "'");
            }
            List<Axis> axes = new ArrayList<>(List.of(Axis.OTHER));
            Layout layout = measured.layout(value, gradient.shape().rank() - 1);
            axes.addAll(layout.axes());
            found.put(layer, lent(gradient, new Layout(axes, layout.grid())));
        }
        return found;
    }

    /** Tells whether all cotangents are one-hot at the classes whose gradients came with the forward run. */
    private boolean isReady(List<List<Cotangent>> cotangents) {
        Tensor classes = results.get(gradients.classes());
        if (classes == null || cotangents.size() != request.classes().size()) {
            return false;
        }
        LongBuffer resolved = classes.longs();
        for (int k = 0; k < cotangents.size(); k++) {
            for (int item = 0; item < items; item++) {
                boolean same = cotangents.get(k).get(item) instanceof Cotangent.OneHot hot
                        && hot.index() == resolved.get(k * items + item);
                if (!same) {
                    return false;
                }
            }
        }
        return true;
    }

    private Tensor dense(List<List<Cotangent>> cotangents) {
        Shape one = result(score.tensor()).shape();
        int size = Math.toIntExact(one.size() / items);
        long[] dims = new long[one.rank() + 1];
        dims[0] = cotangents.size();
        System.arraycopy(one.dims(), 0, dims, 1, one.rank());
        ByteBuffer memory = Tensor.allocate(DType.FLOAT32, (long) cotangents.size() * items * size);
        FloatBuffer values = memory.asFloatBuffer();
        for (int k = 0; k < cotangents.size(); k++) {
            if (cotangents.get(k).size() != items) {
                throw new IllegalArgumentException("target " + k + " has "
                        + cotangents.get(k).size() + " cotangents, but the batch has " + items + " items");
            }
            for (int item = 0; item < items; item++) {
                int at = (k * items + item) * size;
                if (cotangents.get(k).get(item) instanceof Cotangent.OneHot hot) {
                    values.put(at + Math.toIntExact(index(hot.index())), 1f);
                } else if (cotangents.get(k).get(item) instanceof Cotangent.Dense given) {
                    if (given.values().shape().size() != size) {
                        throw new IllegalArgumentException("a cotangent of shape "
                                + given.values().shape() + " does not fit the scores of one item, " + size + " values");
                    }
                    values.put(at, given.values().floats(), 0, size);
                }
            }
        }
        return Tensor.over(DType.FLOAT32, Shape.of(dims), memory);
    }

    @Override
    public Pass replay(LayerRef layer, Tensor variants, int item) {
        throw new UnsupportedOperationException("this backend cannot replay the tail yet: see capabilities()");
    }

    private String requested(LayerRef layer) {
        if (!request.layers().contains(layer)) {
            throw new IllegalArgumentException(
                    "layer '" + layer + "' was not requested; requested were " + request.layers());
        }
        return measured.value(layer);
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
