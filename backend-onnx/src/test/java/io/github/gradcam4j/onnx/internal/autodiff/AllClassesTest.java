package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explanations of all classes, whose maps the backend sums itself, are those that the kernel makes from gradients. */
class AllClassesTest {
    private static final int ZERO = 2;
    private static final int AGAINST = 4;

    @TempDir
    private Path folder;

    private Explainer automatic;
    private Explainer chosen;

    @BeforeEach
    void open() throws IOException {
        open(false);
    }

    /** Pools channels that lie first and multiplies rows, or channels that lie last and columns. */
    private void open(boolean channelsLast) throws IOException {
        Model model = new Model(13);
        model.input("x", Array.zeros(1, 2, 3, 5));
        model.floats("kernel", Samples.spread(1, 6, 2, 1, 1));
        Array random = Samples.spread(2, 5, 6);
        Array weights = Array.of(new int[] {5, 6}, at -> switch (at[0]) {
            case ZERO -> 0;
            case AGAINST -> -1;
            default -> random.get(at);
        });
        String maps = model.node("Relu", List.of(model.node("Conv", List.of("x", "kernel"))));
        String scores;
        if (channelsLast) {
            model.floats("columns", Array.of(new int[] {6, 5}, at -> weights.get(at[1], at[0])));
            String last = model.node("Transpose", List.of(maps), "perm", new long[] {0, 2, 3, 1});
            String mean = model.node("ReduceMean", List.of(last), "axes", new long[] {1, 2}, "keepdims", 0);
            scores = model.node("MatMul", List.of(mean, "columns"));
        } else {
            model.floats("rows", weights);
            String flat = model.node("Flatten", List.of(model.node("GlobalAveragePool", List.of(maps))));
            scores = model.node("Gemm", List.of(flat, "rows"), "transB", 1);
        }
        Path file = Files.write(folder.resolve(channelsLast + ".onnx"), model.bytes(scores));
        automatic = Explainer.open(file);
        chosen = Explainer.open(file, ExplainerOptions.defaults().withKernel("cpu"));
    }

    @AfterEach
    void close() {
        automatic.close();
        chosen.close();
    }

    private static ExplainRequest.Builder about(int items, String target) {
        float[] x = new float[items * 30];
        IntStream.range(0, x.length).forEach(i -> x[i] = (float) Math.sin(i));
        return ExplainRequest.about(Arrays.of("waves", Tensor.of(x, items, 2, 3, 5)))
                .target(target);
    }

    private static void assertSame(List<Explanation> summed, List<Explanation> expected) {
        assertThat(summed).hasSameSizeAs(expected);
        for (int i = 0; i < summed.size(); i++) {
            assertThat(summed.get(i).provenance().kernel()).isEqualTo("onnx");
            assertThat(expected.get(i).provenance().kernel()).isEqualTo("cpu");
            List<TargetExplanation> targets = expected.get(i).targets();
            for (int k = 0; k < targets.size(); k++) {
                TargetExplanation target = summed.get(i).targets().get(k);
                assertThat(target.target()).isEqualTo(targets.get(k).target());
                assertThat(target.status()).isEqualTo(targets.get(k).status());
                assertThat(target.heatmap().values())
                        .usingComparatorWithPrecision(1e-5f)
                        .containsExactly(targets.get(k).heatmap().values());
            }
        }
    }

    @Test
    void signs_ranks_items_and_states_are_the_same() {
        for (int items : new int[] {1, 3}) {
            for (boolean relu : new boolean[] {true, false}) {
                for (boolean counterfactual : new boolean[] {false, true}) {
                    for (String method : List.of("grad-cam", "hires-cam")) {
                        ExplainRequest request = about(items, "top:5")
                                .relu(relu)
                                .counterfactual(counterfactual)
                                .method(method)
                                .build();
                        assertSame(automatic.explain(request), chosen.explain(request));
                    }
                }
            }
        }
    }

    @Test
    void channels_may_lie_last() throws IOException {
        close();
        open(true);
        ExplainRequest request = about(2, "top:5").build();
        assertThat(automatic.explain(request).get(0).layer().layout()).isEqualTo(Layout.NHWC);
        assertSame(automatic.explain(request), chosen.explain(request));
    }

    @Test
    void a_zero_gradient_is_told_from_evidence_against() {
        Explanation all = automatic.explain(about(1, "top:5").build()).get(0);
        assertThat(all.targets())
                .filteredOn(target -> target.classIndex().getAsInt() == ZERO)
                .extracting(TargetExplanation::status)
                .containsExactly(Status.ZERO_GRADIENT);
        assertThat(all.targets())
                .filteredOn(target -> target.classIndex().getAsInt() == AGAINST)
                .extracting(TargetExplanation::status)
                .containsExactly(Status.NO_POSITIVE_EVIDENCE);
    }

    @Test
    void whoever_keeps_tensors_gets_gradients() {
        Explanation kept =
                automatic.explain(about(1, "top:5").keepTensors(true).build()).get(0);
        assertThat(kept.provenance().kernel()).isEqualTo("cpu");
        assertThat(kept.tensors().orElseThrow().gradients()).hasSize(5);
    }
}
