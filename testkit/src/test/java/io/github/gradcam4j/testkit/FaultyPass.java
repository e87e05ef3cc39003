package io.github.gradcam4j.testkit;

import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pass of the reference backend with one fault. */
final class FaultyPass implements Pass {
    private static int runs;

    private final Pass pass;
    private final PassRequest request;
    private final Fault fault;
    private final Map<String, Tensor> shared;
    private final Map<String, Tensor> earlier = new LinkedHashMap<>();
    private Scores afterwards;

    FaultyPass(Pass pass, PassRequest request, Fault fault, Map<String, Tensor> shared) {
        this.pass = pass;
        this.request = request;
        this.fault = fault;
        this.shared = shared;
        for (LayerRef layer : request.layers()) {
            shared.put(layer.name(), pass.activations(layer).copy());
        }
    }

    @Override
    public int items() {
        return pass.items();
    }

    @Override
    public Map<String, Tensor> outputs() {
        return pass.outputs();
    }

    @Override
    public Scores scores() {
        if (fault == Fault.PASS_WORKS_AFTER_CLOSE) {
            afterwards = afterwards == null ? pass.scores() : afterwards;
            return afterwards;
        }
        return pass.scores();
    }

    @Override
    public Tensor activations(LayerRef layer) {
        Tensor right = pass.activations(layer);
        return switch (fault) {
            case ACTIVATIONS_NOT_DETERMINISTIC -> noisy(right, runs++ % 5);
            case BATCH_MIXED_UP -> reversed(right, 0);
            case UNGUARDED_TENSORS -> right.copy();
            case PASSES_SHARE_MEMORY -> shared.get(layer.name());
            default -> right;
        };
    }

    @Override
    public Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents) {
        Map<LayerRef, Tensor> gradients = new LinkedHashMap<>(pass.gradients(seeds(cotangents)));
        List<LayerRef> layers = request.layers();
        gradients.replaceAll((layer, g) -> wrong(layer, g));
        if (fault == Fault.LAYER_IGNORED && layers.size() > 1) {
            LayerRef last = layers.get(layers.size() - 1);
            gradients.put(last, map(gradients.get(last), (i, v) -> 0));
        }
        return gradients;
    }

    private List<List<Cotangent>> seeds(List<List<Cotangent>> cotangents) {
        List<List<Cotangent>> seeds = new ArrayList<>(cotangents);
        switch (fault) {
            case TARGETS_SWAPPED -> Collections.reverse(seeds);
            case FIRST_QUERY_FOR_ALL_ITEMS ->
                seeds.replaceAll(row ->
                        row.get(0) instanceof Cotangent.OneHot ? Collections.nCopies(row.size(), row.get(0)) : row);
            case TIES_HIGHER_CLASS_FIRST -> {
                if (!request.classes().isEmpty() && request.classes().get(0).get(0) instanceof ClassQuery.Rank) {
                    seeds.replaceAll(row -> row.stream().map(this::higher).toList());
                }
            }
            case NAMED_CLASSES_OFF_BY_ONE -> {
                if (!request.classes().isEmpty()) {
                    int classes = pass.scores().classes();
                    seeds.replaceAll(row -> row.stream()
                            .<Cotangent>map(c -> new Cotangent.OneHot((((Cotangent.OneHot) c).index() + 1) % classes))
                            .toList());
                }
            }
            case FIRST_RANK_ONLY -> {
                if (!request.classes().isEmpty() && request.classes().get(0).get(0) instanceof ClassQuery.Rank) {
                    seeds.subList(1, seeds.size()).clear();
                }
            }
            case DENSE_SEED_AS_ONE_HOT ->
                seeds.replaceAll(row -> row.stream().map(FaultyPass::oneHot).toList());
            case CLASS_CLAMPED ->
                seeds.replaceAll(row -> row.stream().map(this::clamped).toList());
            default -> {}
        }
        return seeds;
    }

    /** Of equal scores takes the last, and leaves all others as they are. */
    private Cotangent higher(Cotangent cotangent) {
        int index = ((Cotangent.OneHot) cotangent).index();
        double score = pass.scores().value(0, index);
        int last = index;
        for (int c = 0; c < pass.scores().classes(); c++) {
            last = pass.scores().value(0, c) == score ? c : last;
        }
        return new Cotangent.OneHot(last);
    }

    private static Cotangent oneHot(Cotangent cotangent) {
        if (!(cotangent instanceof Cotangent.Dense dense)) {
            return cotangent;
        }
        float[] values = dense.values().toFloatArray();
        int best = 0;
        for (int i = 0; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return new Cotangent.OneHot(best);
    }

    private Cotangent clamped(Cotangent cotangent) {
        return cotangent instanceof Cotangent.OneHot one
                ? new Cotangent.OneHot(
                        Math.max(0, Math.min(one.index(), pass.scores().classes() - 1)))
                : cotangent;
    }

    private Tensor wrong(LayerRef layer, Tensor g) {
        return switch (fault) {
            case GRADIENT_WITHOUT_TARGET_AXIS ->
                g.reshape(Shape.of(g.shape().dims())
                        .with(0, 1)
                        .with(1, g.shape().dim(0) * g.shape().dim(1)));
            case GRADIENT_SCALED -> map(g, (i, v) -> v * 1.1f);
            case GRADIENT_NEGATED -> map(g, (i, v) -> -v);
            case GRADIENT_NOT_A_NUMBER -> map(g, (i, v) -> i == 0 ? Float.NaN : v);
            case GRADIENT_PARTLY_ZERO -> map(g, (i, v) -> i % 4 == 1 ? 0 : v);
            case GRADIENT_SHIFTED -> {
                float[] values = g.toFloatArray();
                yield map(g, (i, v) -> values[(i + 1) % values.length]);
            }
            case GRADIENT_OF_LAYER_BEHIND -> {
                // The gradient after a nonlinearity in place of the one before it: of the same shape.
                LayerRef behind =
                        LayerRef.of(layer.name().replace("conv", "tanh").replace("add", "relu2"));
                yield request.layers().contains(behind)
                        ? pass.gradients(List.of(Collections.nCopies(items(), new Cotangent.OneHot(0))))
                                .get(behind)
                        : g;
            }
            case GRADIENTS_ACCUMULATE -> {
                Tensor before = earlier.get(layer + " " + g.shape());
                Tensor sum = before == null
                        ? g
                        : map(g, (i, v) -> v + before.floats().get(i));
                earlier.put(layer + " " + g.shape(), sum);
                yield sum;
            }
            case BATCH_MIXED_UP -> reversed(g, 1);
            case UNGUARDED_TENSORS -> g.copy();
            default -> g;
        };
    }

    @Override
    public Pass replay(LayerRef layer, Tensor variants, int item) {
        int other = fault == Fault.REPLAYS_OTHER_ITEM ? (item + 1) % pass.items() : item;
        return pass.replay(layer, variants, other);
    }

    @Override
    public void close() {
        pass.close();
    }

    private static Tensor noisy(Tensor tensor, int run) {
        return map(tensor, (i, v) -> v * (1 + 1e-7f * run));
    }

    private interface Change {
        float of(int index, float value);
    }

    private static Tensor map(Tensor tensor, Change change) {
        float[] values = tensor.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = change.of(i, values[i]);
        }
        return guarded(tensor, values);
    }

    private static Tensor guarded(Tensor like, float[] values) {
        return Tensor.borrowed(
                like.dtype(),
                like.shape(),
                like.layout(),
                Tensor.of(values, like.shape().dims()).copy().bytes(),
                () -> isReadable(like));
    }

    private static boolean isReadable(Tensor tensor) {
        try {
            tensor.bytes();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static Tensor reversed(Tensor tensor, int axis) {
        long[] dims = tensor.shape().dims();
        int items = (int) dims[axis];
        int size = (int) (tensor.shape().size() / dims[0] / (axis == 1 ? items : 1));
        float[] from = tensor.toFloatArray();
        return map(tensor, (i, v) -> {
            int row = i / size;
            int outer = row / items;
            int item = row % items;
            return from[((outer * items) + items - 1 - item) * size + i % size];
        });
    }
}
