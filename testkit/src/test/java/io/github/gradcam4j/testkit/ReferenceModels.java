package io.github.gradcam4j.testkit;

import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Networks of different kinds for the reference backend; pictures are not square and have odd sizes. */
final class ReferenceModels {
    private ReferenceModels() {}

    static List<TestModel> all() {
        return List.of(relu(), nhwc(), fixedBatch(), ties());
    }

    static TestModel relu() {
        ReferenceNetwork network = ReferenceNetwork.of("image", 3, Layout.NCHW)
                .conv("conv1", 4, 2, 1)
                .relu("relu1")
                .conv("conv2", 4, 1, 2)
                .residual("add", "relu1")
                .relu("relu2")
                .globalPool("pool")
                .linear("fc", 5, 3);
        return TestModel.of(
                "relu",
                network.source("relu.ref"),
                Map.of("image", Shape.of(1, 3, 9, 7)),
                4,
                5,
                "conv1",
                "add",
                "relu2");
    }

    static TestModel nhwc() {
        ReferenceNetwork network = ReferenceNetwork.of("pixels", 2, Layout.NHWC)
                .conv("conv1", 3, 1, 5)
                .tanh("tanh1")
                .pool("pool1")
                .conv("conv2", 4, 1, 6)
                .tanh("tanh2")
                .globalPool("gap")
                .linear("fc", 4, 7)
                .softmax("softmax");
        return TestModel.of(
                "nhwc", network.source("nhwc.ref"), Map.of("pixels", Shape.of(1, 7, 10, 2)), 8, 4, "tanh1", "tanh2");
    }

    static TestModel fixedBatch() {
        ReferenceNetwork network = ReferenceNetwork.of("image", 1, Layout.NCHW, 1)
                .conv("conv1", 3, 1, 9)
                .tanh("tanh1")
                .globalPool("gap")
                .linear("fc", 3, 10);
        return TestModel.of("fixed", network.source("fixed.ref"), Map.of("image", Shape.of(1, 1, 5, 8)), 11, 3, "tanh1")
                .withFixedBatch();
    }

    /** Classes 1 and 2 have the same score, but not the same gradient, because both channels are equal. */
    static TestModel ties() {
        ReferenceNetwork network = ReferenceNetwork.of("image", 2, Layout.NCHW)
                .tanh("tanh1")
                .globalPool("gap")
                .linear("fc", new double[][] {{0.1, -0.2}, {1, 2}, {2, 1}, {-3, 0.5}});
        TestModel model =
                TestModel.of("ties", network.source("ties.ref"), Map.of("image", Shape.of(1, 2, 6, 5)), 13, 4, "tanh1");
        List<Map<String, Tensor>> items = Seeds.first(3).stream()
                .map(seed -> Seeds.normal(new SplittableRandom(seed), Shape.of(1, 1, 6, 5)))
                .map(plane ->
                        Map.of("image", Tensors.stack(List.of(plane, plane)).reshape(Shape.of(1, 2, 6, 5))))
                .toList();
        return new TestModel(
                model.name(),
                model.source(),
                model.options(),
                items,
                true,
                4,
                model.layers(),
                model.tolerance(),
                List.of());
    }
}
