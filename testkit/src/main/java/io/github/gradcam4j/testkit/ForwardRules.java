package io.github.gradcam4j.testkit;

import static io.github.gradcam4j.testkit.Rule.appliesIf;
import static io.github.gradcam4j.testkit.Rule.at;
import static io.github.gradcam4j.testkit.Rule.require;

import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.Subject.Result;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a forward run returns. */
final class ForwardRules {
    private static final double BATCH_TOLERANCE = 1e-4;

    static final List<Rule<Subject>> ALL = List.of(
            new Rule<>("F01", "the signature admits the inputs", ForwardRules::signature),
            new Rule<>("F02", "layers are listed once, inputs first, with shape and layout", ForwardRules::layers),
            new Rule<>("F03", "activations are what layers() declares", ForwardRules::declared),
            new Rule<>("F04", "the activations of an input are the input", ForwardRules::inputIsLayer),
            new Rule<>("F05", "outputs and scores are what the model declares", ForwardRules::outputs),
            new Rule<>("F06", "the same input gives the same bits", ForwardRules::deterministic),
            new Rule<>("F07", "a batch gives what its items give alone", ForwardRules::batch),
            new Rule<>("F08", "the caller's tensors stay as they were", ForwardRules::inputsUntouched));

    private ForwardRules() {}

    private static void signature(Subject s) {
        Map<String, Tensor> inputs = s.all();
        Set<String> names = new HashSet<>();
        for (TensorSpec spec : s.model().signature().inputs()) {
            require(names.add(spec.name()), "input '" + spec.name() + "' is declared twice");
            Tensor tensor = at(inputs, spec.name());
            require(tensor != null, "the model declares " + spec + ", the description feeds " + inputs.keySet());
            require(tensor.dtype() == spec.dtype(), spec + " does not take " + tensor);
            require(spec.admits(tensor.shape()), spec + " does not admit " + tensor.shape());
        }
        require(names.equals(inputs.keySet()), "declared are " + names + ", fed are " + inputs.keySet());
        require(!s.model().signature().outputs().isEmpty(), "no output is declared");
    }

    private static void layers(Subject s) {
        Map<String, Tensor> inputs = s.all();
        List<LayerInfo> layers = s.model().layers(Subject.shapes(inputs));
        List<TensorSpec> declared = s.model().signature().inputs();
        require(layers.size() > declared.size(), "layers() lists nothing but inputs: " + layers);
        Set<LayerRef> seen = new HashSet<>();
        for (int i = 0; i < layers.size(); i++) {
            LayerInfo layer = layers.get(i);
            require(seen.add(layer.ref()), "layer '" + layer.ref() + "' is listed twice");
            require(layer.shape().isFixed(), "layer '" + layer.ref() + "' has free dimensions: " + layer.shape());
            require(
                    layer.layout().rank() == layer.shape().rank(),
                    "layer '" + layer.ref() + "' has layout " + layer.layout() + " and shape " + layer.shape());
            if (i < declared.size()) {
                require(
                        layer.isCalled(declared.get(i).name()),
                        "layer " + i + " is '" + layer.ref() + "', but inputs come first: " + declared);
            }
            int batch = layer.layout().indexOf(Axis.BATCH);
            require(
                    batch < 0 || layer.shape().dim(batch) == Subject.items(inputs),
                    "layer '" + layer.ref() + "' has shape " + layer.shape() + " for " + Subject.items(inputs)
                            + " items");
        }
        for (String name : s.spec().layers()) {
            LayerInfo layer = s.layer(name, inputs);
            require(layer.onScorePath(), "the score depends on '" + name + "', but onScorePath is false");
            require(layer.dtype().isFloating(), "layer '" + name + "' holds " + layer.dtype());
        }
    }

    private static void declared(Subject s) {
        s.needsLayers();
        Map<String, Tensor> inputs = s.all();
        Result result = s.forward(inputs, s.refs());
        for (String name : s.spec().layers()) {
            LayerInfo layer = s.layer(name, inputs);
            Tensor tensor = at(result.activations(), layer.ref());
            require(
                    tensor.dtype() == layer.dtype()
                            && tensor.shape().equals(layer.shape())
                            && tensor.layout().equals(layer.layout()),
                    "activations of '" + name + "' are " + tensor + ", declared are " + layer.dtype() + layer.shape()
                            + " " + layer.layout());
            require(varies(tensor), "activations of '" + name + "' are all equal; is this the layer?");
        }
    }

    private static boolean varies(Tensor tensor) {
        float[] values = tensor.toFloatArray();
        for (float value : values) {
            if (value != values[0]) {
                return true;
            }
        }
        return values.length <= 1;
    }

    private static void inputIsLayer(Subject s) {
        Map<String, Tensor> inputs = s.all();
        for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
            if (input.getValue().dtype().isFloating()) {
                LayerRef ref = s.layer(input.getKey(), inputs).ref();
                Tensor seen = at(s.forward(inputs, List.of(ref)).activations(), ref);
                Tensors.assertSame("activations of input '" + input.getKey() + "'", seen, input.getValue());
            }
        }
    }

    private static void outputs(Subject s) {
        Map<String, Tensor> inputs = s.all();
        Result result = s.forward(inputs, List.of());
        List<TensorSpec> declared = s.model().signature().outputs();
        List<String> names = declared.stream().map(TensorSpec::name).toList();
        require(
                List.copyOf(result.outputs().keySet()).equals(names),
                "outputs are " + result.outputs().keySet() + ", declared are " + names);
        for (TensorSpec spec : declared) {
            Tensor tensor = at(result.outputs(), spec.name());
            require(tensor.dtype() == spec.dtype(), spec + " came as " + tensor);
            require(spec.admits(tensor.shape()), spec + " came with shape " + tensor.shape());
        }
        ScoreInfo info = s.model().scores(ScoreKind.AUTO, Subject.shapes(inputs));
        require(
                result.scores().shape().equals(info.shape()),
                "scores have shape " + result.scores().shape() + ", declared is " + info.shape());
        require(info.kind() != ScoreKind.AUTO, "scores() must say whether it found output or logits");
        require(
                info.classes() == s.spec().classes(),
                "the model has " + s.spec().classes() + " classes, scores() says " + info.classes());
    }

    private static void deterministic(Subject s) {
        s.needsLayers();
        Map<String, Tensor> inputs = s.all();
        var cotangents = List.of(s.random(1, inputs), s.random(2, inputs));
        Result first = s.later(inputs, s.refs(), cotangents);
        for (int round = 0; round < 3; round++) {
            same(first, s.later(inputs, s.refs(), cotangents));
        }
    }

    static void same(Result first, Result again) {
        first.outputs()
                .forEach((name, tensor) ->
                        Tensors.assertSame("output '" + name + "'", at(again.outputs(), name), tensor));
        Tensors.assertSame("scores", again.scores(), first.scores());
        first.activations()
                .forEach((layer, tensor) ->
                        Tensors.assertSame("activations of '" + layer + "'", at(again.activations(), layer), tensor));
        first.gradients()
                .forEach((layer, tensor) ->
                        Tensors.assertSame("gradients at '" + layer + "'", again.gradientsAt(layer), tensor));
    }

    private static void batch(Subject s) {
        s.needsBatches();
        Map<String, Tensor> inputs = s.all();
        var row = s.random(3, inputs);
        List<LayerRef> layers = s.refs();
        Result together = s.later(inputs, layers, List.of(row));
        for (int item = 0; item < row.size(); item++) {
            Result alone = s.later(s.one(item), layers, List.of(List.of(row.get(item))));
            String where = " of item " + item;
            Tensors.assertClose("scores" + where, together.scores().item(item), alone.scores(), BATCH_TOLERANCE);
            for (LayerRef layer : layers) {
                Tensors.assertClose(
                        "activations of '" + layer + "'" + where,
                        at(together.activations(), layer).item(item),
                        at(alone.activations(), layer),
                        BATCH_TOLERANCE);
                Tensors.assertClose(
                        "gradients at '" + layer + "'" + where,
                        together.gradient(layer, 0).item(item),
                        alone.gradient(layer, 0),
                        BATCH_TOLERANCE);
            }
        }
    }

    private static void inputsUntouched(Subject s) {
        Map<String, Tensor> inputs = s.all();
        appliesIf(!inputs.isEmpty(), "the model has no input");
        Map<String, Tensor> before = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> before.put(name, tensor.copy()));
        s.later(inputs, s.refs(), List.of(s.random(4, inputs)));
        before.forEach((name, tensor) -> Tensors.assertSame("input '" + name + "'", at(inputs, name), tensor));
    }
}
