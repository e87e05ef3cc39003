package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.spi.ModelProvider;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a new virtual machine need to open a model and explain for the first time, loading of the runtime included? The
 * start of the machine itself is not: {@link ColdStart} has it. {@code photograph} and {@code sentence} are the bundled models;
 * {@code sentiment} is the model of sentences in every backend's form, given numbers of words.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(9)
@NullUnmarked
public class FirstExplanationBenchmark {
    private static final Tensor WORDS = Tensor.of(new long[] {5, 301, 17, 2048, 96, 11, 770, 42}, 1, 8);

    /** The backend and the model. */
    @Param({"onnx/photograph", "onnx/sentence", "djl-pytorch/sentiment", "tensorflow/sentiment"})
    public String model;

    private Explainer explainer;

    /**
     * Opens and explains.
     *
     * @return the explanation
     */
    @Benchmark
    public List<Explanation> openAndExplain() {
        ExplainerOptions options = ExplainerOptions.defaults();
        Path forms = Fixtures.path("text/sentiment");
        switch (model) {
            case "onnx/photograph" -> {
                explainer = Explainer.openBundled(options);
                return List.of(explainer.explain(Path.of("docs/images/chelsea.jpg")));
            }
            case "onnx/sentence" -> {
                explainer = Explainer.openBundled(ModelProvider.Kind.TEXT, options);
                return List.of(explainer.explainText("The plot is thin, but the cast is a delight."));
            }
            case "djl-pytorch/sentiment" -> explainer = Explainer.open(forms.resolve("sentiment.pt"), options);
            case "tensorflow/sentiment" -> explainer = Explainer.open(forms.resolve("sentiment.savedmodel"), options);
            default -> throw new IllegalArgumentException("there is no model '" + model + "' to open");
        }
        Input words = Arrays.of("words", WORDS);
        return explainer.explain(ExplainRequest.about(words).build());
    }

    /** Frees the model. */
    @TearDown
    public void close() {
        explainer.close();
    }
}
