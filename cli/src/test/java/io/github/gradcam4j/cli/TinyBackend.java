package io.github.gradcam4j.cli;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.CompiledModel;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.CompileTask;
import io.github.gradcam4j.spi.Cotangent;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.Recognition;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.spi.WholeFile;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens a real, tiny model written in Java, so that the command line is tested without native code. Input {@code x}
 * [N, 1, 4, 6]; layer {@code block.0} = 2 x; layer {@code block.1} = [x, 1 - x]; scores = W mean(block.1) for 3 classes.
 */
final class TinyBackend implements GradientBackend {
    static final int HEIGHT = 4;
    static final int WIDTH = 6;
    private static final int CELLS = HEIGHT * WIDTH;
    private static final float[][] W = {{1, 0}, {0, 1}, {-1, -1}};

    int opened;
    List<String> devices = List.of("cpu");

    @Override
    public String id() {
        return "tiny";
    }

    @Override
    public Availability availability() {
        return new Availability.Available("1", devices);
    }

    @Override
    public Recognition recognise(ModelSource source) {
        return StandardCharsets.UTF_8.decode(source.bytes()).toString().startsWith("tiny")
                ? new Recognition.Mine(100)
                : new Recognition.NotMine();
    }

    @Override
    public GradientModel open(ModelSource source, ModelOptions options) {
        options.device().knownTo(id(), devices);
        if (StandardCharsets.UTF_8.decode(source.bytes()).toString().contains("broken")) {
            throw new ModelLoadException("the model '" + source.name() + "' is truncated. Fetch it again");
        }
        opened++;
        String content = StandardCharsets.UTF_8.decode(source.bytes()).toString();
        return new Model(
                content.contains("deviceless"),
                !content.contains("uncompilable"),
                content.contains("unknown") ? Layout.unknown(4) : Layout.NCHW);
    }

    private record Model(boolean deviceless, boolean compilable, Layout layout) implements GradientModel {
        @Override
        public Set<Capability> capabilities() {
            return compilable
                    ? Set.of(Capability.FORWARD, Capability.GRADIENTS, Capability.COMPILE)
                    : Set.of(Capability.FORWARD, Capability.GRADIENTS);
        }

        @Override
        public ModelSignature signature() {
            return new ModelSignature(
                    List.of(new TensorSpec("x", DType.FLOAT32, Shape.of(-1, 1, HEIGHT, WIDTH))),
                    List.of(new TensorSpec("y", DType.FLOAT32, Shape.of(-1, 3))));
        }

        @Override
        public List<LayerInfo> layers(Map<String, Shape> inputs) {
            long n = inputs.get("x").dim(0);
            return List.of(layer("block.0", "Mul", n, 1), layer("block.1", "Concat", n, 2));
        }

        private LayerInfo layer(String name, String operator, long items, int channels) {
            return new LayerInfo(
                    LayerRef.of(name),
                    List.of("/" + name + "/" + operator),
                    operator,
                    DType.FLOAT32,
                    Shape.of(items, channels, HEIGHT, WIDTH),
                    layout,
                    true,
                    Optional.empty());
        }

        @Override
        public ScoreInfo scores(ScoreKind kind, Map<String, Shape> inputs) {
            return new ScoreInfo(
                    "y",
                    ScoreKind.OUTPUT,
                    Activation.NONE,
                    false,
                    Shape.of(inputs.get("x").dim(0), 3));
        }

        /** Writes the question in words. */
        @Override
        public CompiledModel compile(CompileTask task) {
            String text = task.name() + ": " + task.classes() + " at " + task.layer() + ", " + task.weighting()
                    + ", relu " + task.relu() + ", against " + task.counterfactual();
            WholeFile.write(task.file(), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
            Shape maps = Shape.of(-1, task.classes().size(), HEIGHT, WIDTH);
            return new CompiledModel(
                    task.file(),
                    task.name(),
                    task.classesName(),
                    maps,
                    Map.of("x", Shape.of(-1, 1, HEIGHT, WIDTH)),
                    layer(task.layer().name(), "Mul", 1, 1),
                    scores(task.scores(), task.inputs()),
                    List.of());
        }

        @Override
        public Pass run(PassRequest request) {
            if (deviceless) {
                throw new BackendUnavailableException("device 'gpu:0' cannot be used. Take --device cpu");
            }
            return new TinyPass(this, request);
        }

        @Override
        public void close() {}
    }

    private record TinyPass(Model model, PassRequest request) implements Pass {
        @Override
        public int items() {
            return (int) request.inputs().get("x").shape().dim(0);
        }

        @Override
        public Map<String, Tensor> outputs() {
            float[] pictures = request.inputs().get("x").toFloatArray();
            float[] scores = new float[items() * 3];
            for (int n = 0; n < items(); n++) {
                float mean = 0;
                for (int i = 0; i < CELLS; i++) {
                    mean += pictures[n * CELLS + i] / CELLS;
                }
                for (int k = 0; k < 3; k++) {
                    scores[n * 3 + k] = W[k][0] * mean + W[k][1] * (1 - mean);
                }
            }
            return Map.of("y", Tensor.of(scores, items(), 3));
        }

        @Override
        public Scores scores() {
            return new Scores(
                    model.scores(ScoreKind.AUTO, Map.of("x", Shape.of(items(), 1, HEIGHT, WIDTH))),
                    outputs().get("y"));
        }

        @Override
        public Tensor activations(LayerRef layer) {
            float[] x = request.inputs().get("x").toFloatArray();
            boolean early = layer.name().equals("block.0");
            int channels = early ? 1 : 2;
            float[] values = new float[items() * channels * CELLS];
            for (int n = 0; n < items(); n++) {
                for (int i = 0; i < CELLS; i++) {
                    float pixel = x[n * CELLS + i];
                    values[n * channels * CELLS + i] = early ? 2 * pixel : pixel;
                    if (!early) {
                        values[n * channels * CELLS + CELLS + i] = 1 - pixel;
                    }
                }
            }
            return Tensor.of(values, items(), channels, HEIGHT, WIDTH).withLayout(Layout.NCHW);
        }

        @Override
        public Map<LayerRef, Tensor> gradients(List<List<Cotangent>> cotangents) {
            Map<LayerRef, Tensor> gradients = new LinkedHashMap<>();
            for (LayerRef layer : request.layers()) {
                gradients.put(layer, gradient(layer.name().equals("block.0"), cotangents));
            }
            return gradients;
        }

        private Tensor gradient(boolean early, List<List<Cotangent>> cotangents) {
            int channels = early ? 1 : 2;
            float[] values = new float[cotangents.size() * items() * channels * CELLS];
            int at = 0;
            for (List<Cotangent> row : cotangents) {
                for (Cotangent cotangent : row) {
                    float[] weights = W[((Cotangent.OneHot) cotangent).index()];
                    for (int c = 0; c < channels; c++) {
                        float value = early ? (weights[0] - weights[1]) / 2 : weights[c];
                        for (int i = 0; i < CELLS; i++) {
                            values[at++] = value / CELLS;
                        }
                    }
                }
            }
            return Tensor.of(values, cotangents.size(), items(), channels, HEIGHT, WIDTH);
        }

        @Override
        public Pass replay(LayerRef layer, Tensor variants, int item) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
