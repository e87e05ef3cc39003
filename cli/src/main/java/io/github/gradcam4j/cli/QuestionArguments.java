package io.github.gradcam4j.cli;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.inputs.Npy;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Says what is asked of the model. */
final class QuestionArguments {
    @Option(
            names = {"-t", "--target"},
            paramLabel = "SPEC",
            description = "top, top:K, class:282, class:tabby (see: gradcam4j targets); repeatable (default: top)")
    List<String> targets = new ArrayList<>();

    @Option(
            names = {"-l", "--layer"},
            paramLabel = "NAME",
            description =
                    "name as 'gradcam4j layers' prints it, negative number from the end, or auto; repeatable, one map"
                            + " each (default: auto)")
    List<String> layers = new ArrayList<>();

    @Option(names = "--method", paramLabel = "NAME", description = "see: gradcam4j methods (default: grad-cam)")
    String method = "grad-cam";

    @Option(
            names = "--scores",
            paramLabel = "auto|output|logits",
            description = "differentiate the model's output as it is, or the value before a final softmax or sigmoid"
                    + " (default: auto, the latter where it is recognised)")
    String scores = "auto";

    @Option(names = "--no-relu", description = "keep negative evidence")
    boolean noRelu;

    @Option(names = "--counterfactual", description = "negate the gradients: evidence against the target")
    boolean counterfactual;

    @Option(names = "--input", paramLabel = "NAME=FILE.npy", description = "a further input of the model; repeatable")
    Map<String, Path> inputs = new LinkedHashMap<>();

    /** Checks what can be checked without a model. */
    void check(Platform platform) {
        platform.methods().require(method);
        ScoreKind.parse(scores);
    }

    /** Reads the further inputs, after their names were found in the model. */
    Map<String, Tensor> furtherInputs(ModelSignature signature) {
        inputs.keySet().forEach(signature::input);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        inputs.forEach((name, file) -> tensors.put(name, Npy.read(file)));
        return tensors;
    }

    /** Puts the questions about one input. */
    ExplainRequest request(Input input, Map<String, Tensor> furtherInputs, TextArguments text, boolean keepTensors) {
        ExplainRequest.Builder request = ExplainRequest.about(input)
                .method(method)
                .scores(ScoreKind.parse(scores))
                .relu(!noRelu)
                .counterfactual(counterfactual)
                .keepTensors(keepTensors);
        targets.forEach(request::target);
        layers.forEach(request::layer);
        furtherInputs.forEach(request::input);
        text.put(request);
        return request.build();
    }
}
