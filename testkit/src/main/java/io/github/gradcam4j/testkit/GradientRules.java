package io.github.gradcam4j.testkit;

import static io.github.gradcam4j.testkit.Rule.appliesIf;
import static io.github.gradcam4j.testkit.Rule.at;
import static io.github.gradcam4j.testkit.Rule.require;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.Subject.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How gradients belong together; that they are right at all is for {@link DifferenceRules}. */
final class GradientRules {
    private static final double CLOSE = 2e-5;

    static final List<Rule<Subject>> ALL = List.of(
            new Rule<>("G01", "gradients have shape K x the layer's", GradientRules::shapes),
            new Rule<>("G02", "recorded activations and gradients are met", GradientRules::references),
            new Rule<>("G03", "K targets at once are K separate runs", GradientRules::targets),
            new Rule<>("G04", "a query for each item reaches that item", GradientRules::perItem),
            new Rule<>("G05", "a rank means the class with that rank, ties by number", GradientRules::ranks),
            new Rule<>("G06", "classes named beforehand, one-hot and dense seeds agree", GradientRules::seeds),
            new Rule<>("G07", "the gradient of a sum is the sum of the gradients", GradientRules::linear),
            new Rule<>("G08", "several layers at once are separate runs", GradientRules::severalLayers),
            new Rule<>("G09", "a zero seed gives a zero gradient, for its item only", GradientRules::zeroSeed),
            new Rule<>("G10", "one pass answers any number of questions", GradientRules::repeated),
            new Rule<>("G11", "the number of top classes may change from run to run", GradientRules::changingCounts));

    private GradientRules() {}

    private static void shapes(Subject s) {
        s.needsLayers();
        Map<String, Tensor> inputs = s.all();
        Result result = s.later(inputs, s.refs(), List.of(s.random(1, inputs), s.random(2, inputs)));
        require(
                result.gradients().keySet().equals(result.activations().keySet()),
                "gradients at " + result.gradients().keySet() + ", asked were "
                        + result.activations().keySet());
        result.activations().forEach((layer, activations) -> {
            long[] dims = activations.shape().dims();
            long[] wanted = new long[dims.length + 1];
            wanted[0] = 2;
            System.arraycopy(dims, 0, wanted, 1, dims.length);
            Tensor gradient = result.gradientsAt(layer);
            require(
                    gradient.shape().equals(Shape.of(wanted)),
                    "gradients at '" + layer + "' have shape " + gradient.shape() + ", expected " + Shape.of(wanted));
            require(
                    gradient.layout()
                            .axes()
                            .subList(1, wanted.length)
                            .equals(activations.layout().axes()),
                    "gradients at '" + layer + "' have layout " + gradient.layout() + ", the layer has "
                            + activations.layout());
        });
    }

    private static void references(Subject s) {
        appliesIf(!s.spec().references().isEmpty(), "the description records no values");
        for (TestModel.Reference reference : s.spec().references()) {
            LayerRef layer = s.layer(reference.layer(), reference.inputs()).ref();
            Result result =
                    s.classes(reference.inputs(), List.of(layer), List.of(Subject.index(reference.classIndex())));
            Tensors.assertClose(
                    "activations of '" + reference.layer() + "'",
                    at(result.activations(), layer),
                    reference.activations(),
                    reference.tolerance());
            Tensors.assertClose(
                    "gradients at '" + reference.layer() + "'",
                    result.gradient(layer, 0),
                    reference.gradients(),
                    reference.tolerance());
        }
    }

    private static void targets(Subject s) {
        s.needsLayers();
        s.needsClasses(2);
        Map<String, Tensor> inputs = s.all();
        int last = s.spec().classes() - 1;
        List<List<ClassQuery>> rows = List.of(Subject.index(last), Subject.index(0), Subject.index(0));
        Result together = s.classes(inputs, s.refs(), rows);
        for (int k = 0; k < rows.size(); k++) {
            Result alone = s.classes(inputs, s.refs(), List.of(rows.get(k)));
            for (LayerRef layer : s.refs()) {
                close("target " + k, layer, together.gradient(layer, k), alone.gradient(layer, 0));
            }
        }
    }

    private static void perItem(Subject s) {
        s.needsLayers();
        s.needsClasses(2);
        s.needsBatches();
        Map<String, Tensor> inputs = s.all();
        int items = Subject.items(inputs);
        int[] classes = new int[items];
        for (int item = 0; item < items; item++) {
            classes[item] = (item + 1) % s.spec().classes();
        }
        Result mixed = s.classes(inputs, s.refs(), List.of(Subject.index(classes)));
        for (int item = 0; item < items; item++) {
            Result uniform = s.classes(inputs, s.refs(), List.of(Subject.index(classes[item])));
            for (LayerRef layer : s.refs()) {
                close(
                        "item " + item,
                        layer,
                        mixed.gradient(layer, 0).item(item),
                        uniform.gradient(layer, 0).item(item));
            }
        }
    }

    private static void ranks(Subject s) {
        s.needsLayers();
        s.needsClasses(2);
        Map<String, Tensor> inputs = s.all();
        int ranks = Math.min(4, s.spec().classes());
        for (int rank = 1; rank <= ranks; rank++) {
            PassRequest request = new PassRequest(
                    inputs,
                    s.refs(),
                    ScoreKind.AUTO,
                    List.of(List.of(new ClassQuery.Rank(rank))),
                    Cancellation.never());
            try (Pass pass = s.model().run(request)) {
                List<List<Cotangent>> resolved = Subject.resolved(pass, List.of(List.of(new ClassQuery.Rank(rank))));
                Map<LayerRef, Tensor> asked = pass.gradients(resolved);
                Result expected = s.later(inputs, s.refs(), resolved);
                for (LayerRef layer : s.refs()) {
                    close("rank " + rank, layer, Tensors.row(at(asked, layer), 0), expected.gradient(layer, 0));
                }
            }
        }
    }

    private static void changingCounts(Subject s) {
        s.needsLayers();
        s.needsClasses(2);
        Map<String, Tensor> inputs = s.all();
        for (int count : new int[] {1, Math.min(3, s.spec().classes()), 1, 2}) {
            List<List<ClassQuery>> rows = java.util.stream.IntStream.rangeClosed(1, count)
                    .mapToObj(rank -> List.<ClassQuery>of(new ClassQuery.Rank(rank)))
                    .toList();
            PassRequest request = new PassRequest(inputs, s.refs(), ScoreKind.AUTO, rows, Cancellation.never());
            try (Pass pass = s.model().run(request)) {
                List<List<Cotangent>> resolved = Subject.resolved(pass, rows);
                Map<LayerRef, Tensor> asked = pass.gradients(resolved);
                Result expected = s.later(inputs, s.refs(), resolved);
                for (LayerRef layer : s.refs()) {
                    close("top " + count, layer, at(asked, layer), expected.gradientsAt(layer));
                }
            }
        }
    }

    private static void seeds(Subject s) {
        s.needsLayers();
        s.needsClasses(2);
        Map<String, Tensor> inputs = s.all();
        int items = Subject.items(inputs);
        for (int c : new int[] {0, s.spec().classes() - 1}) {
            Result named = s.classes(inputs, s.refs(), List.of(Subject.index(c)));
            Result oneHot = s.later(inputs, s.refs(), List.of(repeat(new Cotangent.OneHot(c), items)));
            Result dense = s.later(inputs, s.refs(), List.of(repeat(s.dense(inputs, c, 1, c, 0), items)));
            for (LayerRef layer : s.refs()) {
                close("one-hot seed", layer, oneHot.gradient(layer, 0), named.gradient(layer, 0));
                close("dense seed", layer, dense.gradient(layer, 0), named.gradient(layer, 0));
            }
        }
    }

    private static List<Cotangent> repeat(Cotangent cotangent, int items) {
        return java.util.Collections.nCopies(items, cotangent);
    }

    private static void linear(Subject s) {
        s.needsLayers();
        s.needsClasses(2);
        Map<String, Tensor> inputs = s.one(0);
        int last = s.spec().classes() - 1;
        Result parts = s.later(
                inputs, s.refs(), List.of(List.of(new Cotangent.OneHot(0)), List.of(new Cotangent.OneHot(last))));
        Result sum = s.later(inputs, s.refs(), List.of(List.of(s.dense(inputs, 0, 2, last, -0.5))));
        for (LayerRef layer : s.refs()) {
            float[] first = parts.gradient(layer, 0).toFloatArray();
            float[] second = parts.gradient(layer, 1).toFloatArray();
            for (int i = 0; i < first.length; i++) {
                first[i] = 2 * first[i] - 0.5f * second[i];
            }
            Tensor expected = Tensor.of(first, sum.gradient(layer, 0).shape().dims());
            close("2 x class 0 - 0.5 x class " + last, layer, sum.gradient(layer, 0), expected);
        }
    }

    private static void severalLayers(Subject s) {
        appliesIf(s.spec().layers().size() > 1, "the description names one layer at most");
        Map<String, Tensor> inputs = s.all();
        var row = s.random(5, inputs);
        List<LayerRef> reversed = new ArrayList<>(s.refs());
        java.util.Collections.reverse(reversed);
        Result together = s.later(inputs, reversed, List.of(row));
        for (LayerRef layer : reversed) {
            Result alone = s.later(inputs, List.of(layer), List.of(row));
            close("among several layers", layer, together.gradient(layer, 0), alone.gradient(layer, 0));
        }
    }

    private static void zeroSeed(Subject s) {
        s.needsLayers();
        s.needsBatches();
        Map<String, Tensor> inputs = s.all();
        List<Cotangent> full = s.random(6, inputs);
        Shape shape = ((Cotangent.Dense) full.get(0)).values().shape();
        List<Cotangent> row = new ArrayList<>(full);
        row.set(0, new Cotangent.Dense(Tensor.of(new float[(int) shape.size()], shape.dims())));
        Result some = s.later(inputs, s.refs(), List.of(row));
        Result every = s.later(inputs, s.refs(), List.of(full));
        for (LayerRef layer : s.refs()) {
            for (float value : some.gradient(layer, 0).item(0).toFloatArray()) {
                require(value == 0, "item 0 has a zero seed, but gradient " + value + " at '" + layer + "'");
            }
            close(
                    "item 1",
                    layer,
                    some.gradient(layer, 0).item(1),
                    every.gradient(layer, 0).item(1));
        }
    }

    private static void repeated(Subject s) {
        s.needsLayers();
        Map<String, Tensor> inputs = s.all();
        var first = List.of(s.random(7, inputs));
        var second = List.of(s.random(8, inputs), s.random(9, inputs));
        try (Pass pass = s.model().run(PassRequest.forward(inputs, s.refs()))) {
            Map<LayerRef, Tensor> before = pass.gradients(first);
            Map<LayerRef, Tensor> other = pass.gradients(second);
            Map<LayerRef, Tensor> after = pass.gradients(first);
            Result separate = s.later(inputs, s.refs(), second);
            for (LayerRef layer : s.refs()) {
                close("asked again", layer, at(after, layer), at(before, layer));
                close("asked second", layer, at(other, layer), separate.gradientsAt(layer));
            }
        }
    }

    private static void close(String what, LayerRef layer, Tensor actual, Tensor expected) {
        Tensors.assertClose(what + ": gradient at '" + layer + "'", actual, expected, CLOSE);
    }
}
