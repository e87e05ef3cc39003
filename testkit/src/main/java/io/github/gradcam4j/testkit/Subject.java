package io.github.gradcam4j.testkit;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A backend, one of its models, open, and what the rules do with it. */
record Subject(GradientBackend backend, TestModel spec, GradientModel model) {
    /** Copies of what a pass returned. */
    record Result(
            Map<String, Tensor> outputs,
            Tensor scores,
            Map<LayerRef, Tensor> activations,
            Map<LayerRef, Tensor> gradients) {
        Tensor gradient(LayerRef layer, int target) {
            return Tensors.row(gradientsAt(layer), target);
        }

        Tensor gradientsAt(LayerRef layer) {
            return Rule.at(gradients, layer);
        }
    }

    Map<String, Tensor> one(int item) {
        return spec.items().get(item);
    }

    /** Returns all items as one batch, or the first where the file allows no more. */
    Map<String, Tensor> all() {
        if (!spec.batches()) {
            return one(0);
        }
        Map<String, Tensor> batch = new LinkedHashMap<>();
        for (String name : one(0).keySet()) {
            batch.put(
                    name,
                    Tensors.stack(
                            spec.items().stream().map(i -> Rule.at(i, name)).toList()));
        }
        return batch;
    }

    static int items(Map<String, Tensor> inputs) {
        return (int) inputs.values().iterator().next().shape().dim(0);
    }

    static Map<String, Shape> shapes(Map<String, Tensor> inputs) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    LayerInfo layer(String name, Map<String, Tensor> inputs) {
        List<LayerInfo> all = model.layers(shapes(inputs));
        return all.stream()
                .filter(layer -> layer.isCalled(name))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("layers() does not list '" + name + "' but "
                        + all.stream().map(layer -> layer.ref().toString()).toList()));
    }

    List<LayerRef> refs() {
        Map<String, Tensor> inputs = one(0);
        return spec.layers().stream().map(name -> layer(name, inputs).ref()).toList();
    }

    void needsLayers() {
        Rule.appliesIf(!spec.layers().isEmpty(), "the description names no layer");
    }

    void needsClasses(int count) {
        Rule.appliesIf(spec.classes() >= count, "the model has less than " + count + " classes");
    }

    void needsBatches() {
        Rule.appliesIf(spec.batches(), "the batch dimension is fixed");
    }

    Result forward(Map<String, Tensor> inputs, List<LayerRef> layers) {
        try (Pass pass = model.run(PassRequest.forward(inputs, layers))) {
            return result(pass, layers, Map.of());
        }
    }

    /** Runs forward first, then asks for gradients. */
    Result later(Map<String, Tensor> inputs, List<LayerRef> layers, List<List<Cotangent>> cotangents) {
        try (Pass pass = model.run(PassRequest.forward(inputs, layers))) {
            return result(pass, layers, pass.gradients(cotangents));
        }
    }

    /** Names the classes beforehand, so that their gradients come with the forward run. */
    Result classes(Map<String, Tensor> inputs, List<LayerRef> layers, List<List<ClassQuery>> rows) {
        PassRequest request = new PassRequest(inputs, layers, ScoreKind.AUTO, rows, Cancellation.never());
        try (Pass pass = model.run(request)) {
            return result(pass, layers, pass.gradients(resolved(pass, rows)));
        }
    }

    static List<List<Cotangent>> resolved(Pass pass, List<List<ClassQuery>> rows) {
        Scores scores = pass.scores();
        List<List<Cotangent>> cotangents = new ArrayList<>();
        for (List<ClassQuery> row : rows) {
            List<Cotangent> resolved = new ArrayList<>();
            for (int item = 0; item < pass.items(); item++) {
                ClassQuery query = row.get(row.size() == 1 ? 0 : item);
                resolved.add(new Cotangent.OneHot(
                        query instanceof ClassQuery.Index index
                                ? index.index()
                                : scores.top(item, ((ClassQuery.Rank) query).rank())
                                        .get(((ClassQuery.Rank) query).rank() - 1)));
            }
            cotangents.add(resolved);
        }
        return cotangents;
    }

    /** Returns a random cotangent for each item. */
    List<Cotangent> random(long seed, Map<String, Tensor> inputs) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = model.scores(ScoreKind.AUTO, shapes(inputs)).shape().with(0, 1);
        List<Cotangent> row = new ArrayList<>();
        for (int item = 0; item < items(inputs); item++) {
            row.add(new Cotangent.Dense(Seeds.normal(random, shape)));
        }
        return row;
    }

    /** Returns a times the first class plus b times the second as a dense cotangent. */
    Cotangent dense(Map<String, Tensor> inputs, int first, double a, int second, double b) {
        Shape shape = model.scores(ScoreKind.AUTO, shapes(inputs)).shape().with(0, 1);
        float[] values = new float[(int) shape.size()];
        values[first] += (float) a;
        values[second] += (float) b;
        return new Cotangent.Dense(Tensor.of(values, shape.dims()));
    }

    static List<ClassQuery> index(int... classes) {
        return Arrays.stream(classes)
                .<ClassQuery>mapToObj(ClassQuery.Index::new)
                .toList();
    }

    private static Result result(Pass pass, List<LayerRef> layers, Map<LayerRef, Tensor> gradients) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        pass.outputs().forEach((name, tensor) -> outputs.put(name, tensor.copy()));
        Map<LayerRef, Tensor> activations = new LinkedHashMap<>();
        layers.forEach(layer -> activations.put(layer, pass.activations(layer).copy()));
        Map<LayerRef, Tensor> copies = new LinkedHashMap<>();
        gradients.forEach((layer, tensor) -> copies.put(layer, tensor.copy()));
        return new Result(outputs, pass.scores().tensor().copy(), activations, copies);
    }
}
