package io.github.gradcam4j.testkit;

import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of one run; gradients are computed when they are asked for. */
final class ReferencePass implements Pass {
    private final ReferenceNetwork network;
    private final List<Evaluation> items;
    private final List<Integer> layers;
    private final ScoreInfo info;
    private final int score;
    private volatile boolean closed;

    ReferencePass(ReferenceNetwork network, List<Evaluation> items, List<Integer> layers, ScoreInfo info, int score) {
        this.network = network;
        this.items = items;
        this.layers = layers;
        this.info = info;
        this.score = score;
    }

    /** Refuses classes that do not exist. */
    void check(List<List<ClassQuery>> rows) {
        int classes = info.classes();
        for (List<ClassQuery> row : rows) {
            if (row.size() != 1 && row.size() != items.size()) {
                throw new IllegalArgumentException("a row of " + row.size() + " class queries does not fit a batch of "
                        + items.size() + "; give one for all items, or one for each");
            }
            for (ClassQuery query : row) {
                int number =
                        query instanceof ClassQuery.Index index ? index.index() + 1 : ((ClassQuery.Rank) query).rank();
                if (number > classes) {
                    throw new IllegalArgumentException(
                            "class query " + query + " cannot be answered: the model has " + classes + " classes");
                }
            }
        }
    }

    @Override
    public int items() {
        requireOpen();
        return items.size();
    }

    @Override
    public Map<String, Tensor> outputs() {
        requireOpen();
        int last = network.nodes().size() - 1;
        return Map.of(network.nodes().get(last).name(), stacked(last));
    }

    @Override
    public Scores scores() {
        requireOpen();
        return new Scores(info, stacked(score));
    }

    @Override
    public Tensor activations(LayerRef layer) {
        return stacked(requested(layer));
    }

    @Override
    public Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents) {
        requireOpen();
        Map<Integer, ByteBuffer> buffers = new LinkedHashMap<>();
        for (int layer : layers) {
            long size = items.get(0).values().get(layer).values().length;
            buffers.put(layer, Tensor.allocate(DType.FLOAT32, size * items.size() * cotangents.size()));
        }
        for (List<Cotangent> row : cotangents) {
            if (row.size() != items.size()) {
                throw new IllegalArgumentException(
                        "a row of " + row.size() + " cotangents does not fit a batch of " + items.size());
            }
            for (int item = 0; item < row.size(); item++) {
                Evaluation values = items.get(item);
                List<Optional<Field>> gradients = values.gradients(score, seed(values, row.get(item)));
                for (int layer : layers) {
                    gradients
                            .get(layer)
                            .orElseGet(values.values().get(layer)::zero)
                            .write(Rule.at(buffers, layer), network.layout());
                }
            }
        }
        Map<LayerRef, Tensor> result = new LinkedHashMap<>();
        buffers.forEach((layer, buffer) -> result.put(
                LayerRef.of(network.nodes().get(layer).name()), gradient(layer, cotangents.size(), buffer.flip())));
        return result;
    }

    @Override
    public Pass replay(LayerRef layer, Tensor variants, int item) {
        int node = requested(layer);
        if (item < 0 || item >= items.size()) {
            throw new IllegalArgumentException("there is no item " + item + " in a batch of " + items.size());
        }
        Evaluation original = items.get(item);
        Field form = original.values().get(node);
        long count = variants.shape().rank() == 0 ? 0 : variants.shape().dim(0);
        if (count < 1 || !variants.shape().equals(form.shape(count, network.layout()))) {
            throw new IllegalArgumentException("variants of shape " + variants.shape() + " do not fit layer '" + layer
                    + "' of shape " + form.shape(1, network.layout()));
        }
        FloatBuffer values = variants.floats();
        List<Evaluation> replays = new ArrayList<>();
        for (int v = 0; v < count; v++) {
            replays.add(original.replay(node, form.read(values, v * form.values().length, network.layout())));
        }
        ScoreInfo same = new ScoreInfo(
                info.tensor(),
                info.kind(),
                info.activation(),
                info.probabilities(),
                info.shape().with(0, count));
        return new ReferencePass(network, replays, layers, same, score);
    }

    @Override
    public void close() {
        closed = true;
    }

    private Field seed(Evaluation values, Cotangent cotangent) {
        Field form = values.values().get(score);
        if (cotangent instanceof Cotangent.Dense dense) {
            if (!dense.values().shape().equals(info.shape().with(0, 1))) {
                throw new IllegalArgumentException("a cotangent of shape "
                        + dense.values().shape() + " does not fit scores of shape " + info.shape());
            }
            return form.read(dense.values().floats(), 0, network.layout());
        }
        int index = ((Cotangent.OneHot) cotangent).index();
        if (index < 0 || index >= form.values().length) {
            throw new IllegalArgumentException(
                    "class " + index + " does not exist: the model has " + form.values().length + " classes");
        }
        Field seed = form.zero();
        seed.values()[index] = 1;
        return seed;
    }

    private Tensor stacked(int node) {
        Field form = items.get(0).values().get(node);
        ByteBuffer buffer = Tensor.allocate(DType.FLOAT32, (long) form.values().length * items.size());
        items.forEach(item -> item.values().get(node).write(buffer, network.layout()));
        return Tensor.borrowed(
                DType.FLOAT32,
                form.shape(items.size(), network.layout()),
                form.layout(network.layout()),
                buffer.flip(),
                () -> !closed);
    }

    private Tensor gradient(int node, int targets, ByteBuffer buffer) {
        Field form = items.get(0).values().get(node);
        List<Axis> axes = new ArrayList<>(List.of(Axis.OTHER));
        axes.addAll(form.layout(network.layout()).axes());
        Shape shape = form.shape(items.size(), network.layout()).stacked(targets);
        Layout layout = new Layout(axes, Optional.empty());
        return Tensor.borrowed(DType.FLOAT32, shape, layout, buffer, () -> !closed);
    }

    private int requested(LayerRef layer) {
        requireOpen();
        for (int node : layers) {
            if (LayerRef.of(network.nodes().get(node).name()).equals(layer)) {
                return node;
            }
        }
        throw new IllegalArgumentException("layer '" + layer + "' was not part of the request");
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this pass is closed; run the model again");
        }
    }
}
