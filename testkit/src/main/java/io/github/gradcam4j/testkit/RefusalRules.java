package io.github.gradcam4j.testkit;

import static io.github.gradcam4j.testkit.Rule.appliesIf;
import static io.github.gradcam4j.testkit.Rule.at;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong is refused with the documented exception, and the message names it. */
final class RefusalRules {
    private static final String WRONG = "no-such-name-4711";

    static final List<Rule<Subject>> ALL = List.of(
            new Rule<>("R01", "an unknown layer is named in an IllegalArgumentException", RefusalRules::layer),
            new Rule<>("R02", "a missing or unknown input is named", RefusalRules::input),
            new Rule<>("R03", "a wrong element type is named", RefusalRules::dtype),
            new Rule<>("R04", "a wrong shape is named", RefusalRules::shape),
            new Rule<>("R05", "a class that does not exist is named", RefusalRules::classes),
            new Rule<>("R06", "activations that were not asked for are refused", RefusalRules::notRequested),
            new Rule<>("R07", "cotangents that do not fit are refused", RefusalRules::cotangents),
            new Rule<>("R08", "what is not offered is refused, not imitated", RefusalRules::notOffered),
            new Rule<>("R09", "after a refusal the model works", RefusalRules::afterwards));

    private RefusalRules() {}

    private static void layer(Subject s) {
        refused(WRONG, () -> run(s, s.one(0), List.of(LayerRef.of(WRONG))));
        s.needsLayers();
        LayerRef known = s.refs().get(0);
        refused(known.name(), () -> run(s, s.one(0), List.of(new LayerRef(known.name(), 77, 0))));
    }

    private static void input(Subject s) {
        String name = s.one(0).keySet().iterator().next();
        Map<String, Tensor> missing = new LinkedHashMap<>(s.one(0));
        missing.remove(name);
        refused(name, () -> run(s, missing, List.of()));
        Map<String, Tensor> unknown = new LinkedHashMap<>(s.one(0));
        unknown.put(WRONG, at(s.one(0), name));
        refused(WRONG, () -> run(s, unknown, List.of()));
    }

    private static void dtype(Subject s) {
        for (TensorSpec spec : s.model().signature().inputs()) {
            Shape shape = at(s.one(0), spec.name()).shape();
            DType other = spec.dtype() == DType.FLOAT32 ? DType.INT64 : DType.FLOAT32;
            Tensor tensor = Tensor.over(other, shape, Tensor.allocate(other, shape.size()));
            refused(other.toString(), () -> run(s, with(s, spec.name(), tensor), List.of()));
        }
    }

    private static void shape(Subject s) {
        for (TensorSpec spec : s.model().signature().inputs()) {
            Shape shape = at(s.one(0), spec.name()).shape();
            if (spec.shape().rank() == 0) {
                continue; // the file does not tell
            }
            List<Shape> wrong = new ArrayList<>();
            wrong.add(Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 1)));
            wrong.add(Shape.of(Arrays.copyOf(new long[] {1}, shape.rank() + 1)).with(0, shape.dim(0)));
            for (int axis = 1; axis < shape.rank(); axis++) {
                if (spec.shape().dim(axis) >= 0) {
                    wrong.add(shape.with(axis, shape.dim(axis) + 1));
                }
            }
            for (Shape other : wrong) {
                Shape sized = other.size() == 0 ? ones(other) : other;
                Tensor tensor = Tensor.over(spec.dtype(), sized, Tensor.allocate(spec.dtype(), sized.size()));
                refused(sized.toString(), () -> run(s, with(s, spec.name(), tensor), List.of()));
            }
        }
    }

    private static Shape ones(Shape shape) {
        return Shape.of(Arrays.stream(shape.dims()).map(dim -> Math.max(1, dim)).toArray());
    }

    private static void classes(Subject s) {
        s.needsClasses(1);
        int classes = s.spec().classes();
        for (ClassQuery query : List.of(new ClassQuery.Index(classes), new ClassQuery.Rank(classes + 1))) {
            refused(
                    "" + classes,
                    () -> s.model()
                            .run(new PassRequest(
                                    s.one(0), s.refs(), ScoreKind.AUTO, List.of(List.of(query)), Cancellation.never()))
                            .close());
        }
        for (int index : new int[] {-1, classes}) {
            refused("" + index, () -> s.later(s.one(0), s.refs(), List.of(List.of(new Cotangent.OneHot(index)))));
        }
    }

    private static void notRequested(Subject s) {
        s.needsLayers();
        LayerRef layer = s.refs().get(0);
        try (Pass pass = s.model().run(PassRequest.forward(s.one(0), List.of()))) {
            refused(layer.name(), () -> pass.activations(layer));
        }
    }

    private static void cotangents(Subject s) {
        s.needsLayers();
        Map<String, Tensor> inputs = s.one(0);
        Cotangent good = s.random(1, inputs).get(0);
        refused("2", () -> s.later(inputs, s.refs(), List.of(List.of(good, good))));
        Shape shape = s.model().scores(ScoreKind.AUTO, Subject.shapes(inputs)).shape();
        Shape wide = shape.with(shape.rank() - 1, shape.dim(-1) + 1);
        Cotangent wrong = new Cotangent.Dense(Tensor.of(new float[(int) wide.size()], wide.dims()));
        refused(wide.toString(), () -> s.later(inputs, s.refs(), List.of(List.of(wrong))));
    }

    private static void notOffered(Subject s) {
        var capabilities = s.model().capabilities();
        appliesIf(!capabilities.contains(Capability.REPLAY), "everything is offered");
        s.needsLayers();
        try (Pass pass = s.model().run(PassRequest.forward(s.one(0), s.refs()))) {
            LayerRef layer = s.refs().get(0);
            assertThatThrownBy(
                            () -> pass.replay(layer, pass.activations(layer), 0).close())
                    .as("replay without Capability.REPLAY")
                    .isInstanceOf(UnsupportedOperationException.class)
                    .message()
                    .isNotBlank();
        }
    }

    private static void afterwards(Subject s) {
        Subject.Result before = s.forward(s.one(0), s.refs());
        refused(WRONG, () -> run(s, s.one(0), List.of(LayerRef.of(WRONG))));
        refused(WRONG, () -> run(s, Map.of(WRONG, s.one(0).values().iterator().next()), List.of()));
        ForwardRules.same(before, s.forward(s.one(0), s.refs()));
    }

    private static Map<String, Tensor> with(Subject s, String name, Tensor tensor) {
        Map<String, Tensor> inputs = new LinkedHashMap<>(s.one(0));
        inputs.put(name, tensor);
        return inputs;
    }

    private static void run(Subject s, Map<String, Tensor> inputs, List<LayerRef> layers) {
        s.model().run(PassRequest.forward(inputs, layers)).close();
    }

    private static void refused(String value, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .as("refusal of " + value)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .as("the message names " + value)
                .contains(value);
    }
}
