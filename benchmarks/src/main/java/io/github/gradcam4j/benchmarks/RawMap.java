package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.internal.layer.LayerSelector;
import io.github.gradcam4j.onnx.OnnxBackend;
import io.github.gradcam4j.pytorch.DjlPyTorchBackend;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.ClassMaps;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Computes raw Grad-CAM maps of the top classes at a layer, from tensor to map, through the SPI. */
final class RawMap implements AutoCloseable {
    private final GradientModel model;
    private final LayerRef layer;
    private final CamKernel kernel;
    private final PassRequest request;
    private final boolean hasMap;
    private final String input;

    /** Takes the default layer. */
    RawMap(Network network, Tensor picture, int threads, int targets) {
        this(network, picture, threads, targets, "auto");
    }

    RawMap(Network network, Tensor picture, int threads, int targets, String layerName) {
        this(new OnnxBackend().open(network.source(), options(threads)), picture, targets, layerName);
    }

    /** Takes the default layer of a TorchScript file and one thread. */
    RawMap(TorchNetwork network, int targets) {
        this(new DjlPyTorchBackend().open(network.source(), options(1)), network.picture(), targets, "auto");
    }

    /** Takes one thread, and the backend that knows the file. */
    RawMap(Subject subject, int targets, String layerName) {
        this(open(subject.source()), subject.input(), targets, layerName);
    }

    private RawMap(GradientModel model, Tensor picture, int targets, String layerName) {
        this.model = model;
        input = model.signature().inputs().get(0).name();
        List<LayerInfo> layers = model.layers(Map.of(input, picture.shape()));
        LayerInfo info = layers.stream()
                .filter(candidate -> candidate.isCalled(layerName))
                .findFirst()
                .orElseGet(() -> LayerSelector.select(layerName, layers));
        layer = info.ref();
        hasMap = info.hasPositions();
        kernel = Platform.discover().kernels().require("cpu");
        List<List<ClassQuery>> classes = IntStream.rangeClosed(1, targets)
                .mapToObj(rank -> List.<ClassQuery>of(new ClassQuery.Rank(rank)))
                .toList();
        request = request(picture, classes);
    }

    private static GradientModel open(ModelSource source) {
        return Platform.discover().backendFor(Optional.empty(), source).open(source, options(1));
    }

    private static ModelOptions options(int threads) {
        return new ModelOptions(Device.CPU, OptionalInt.of(threads), Map.of(), Optional.empty());
    }

    GradientModel model() {
        return model;
    }

    LayerRef layer() {
        return layer;
    }

    /** Returns K maps; nothing where the gradients' axes are not known as channels and positions. */
    float[] compute() {
        return compute(request);
    }

    /** Returns the maps of another picture. */
    float[] compute(Tensor picture) {
        return compute(request(picture, request.classes()));
    }

    private PassRequest request(Tensor picture, List<List<ClassQuery>> classes) {
        return new PassRequest(
                Map.of(input, picture),
                List.of(layer),
                ScoreKind.AUTO,
                classes,
                Optional.of(CamKernel.Weighting.CHANNEL_MEAN),
                Cancellation.never());
    }

    private float[] compute(PassRequest request) {
        try (Pass pass = model.run(request)) {
            List<Integer> top = pass.scores().top(0, request.classes().size());
            Optional<ClassMaps> made = pass.classMaps(layer);
            if (made.isPresent()) {
                return pick(made.get(), top);
            }
            List<List<Cotangent>> cotangents = top.stream()
                    .map(index -> List.<Cotangent>of(new Cotangent.OneHot(index)))
                    .toList();
            Tensor gradients = pass.gradients(cotangents).get(layer);
            if (gradients == null) {
                throw new IllegalStateException("the pass has no gradients of " + layer);
            }
            if (!hasMap) {
                return new float[0];
            }
            CamTask task =
                    CamTask.of(pass.activations(layer), gradients, CamKernel.Weighting.CHANNEL_MEAN, false, true);
            float[] maps = new float[task.targets() * task.positions()];
            kernel.sum(task, maps);
            return maps;
        }
    }

    private static float[] pick(ClassMaps made, List<Integer> classes) {
        int positions = (int) made.sums().shape().dim(2);
        float[] maps = new float[classes.size() * positions];
        for (int k = 0; k < classes.size(); k++) {
            made.copy(0, classes.get(k), false, true, maps, k * positions);
        }
        return maps;
    }

    @Override
    public void close() {
        model.close();
    }
}
