package io.github.gradcam4j;

import io.github.gradcam4j.internal.layer.LayerSelector;
import io.github.gradcam4j.internal.target.TargetSpecs;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamMethod;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.CompileTask;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns a request into what a backend writes, with the choices and refusals of an explanation. */
final class ModelCompilation {
    private final Explainer explainer;
    private final CompileRequest request;
    private final GradientModel model;

    ModelCompilation(Explainer explainer, CompileRequest request) {
        this.explainer = explainer;
        this.request = request;
        this.model = explainer.model();
    }

    CompiledModel into(Path file, Map<String, Shape> shapes) {
        CamKernel.Weighting weighting = weighting();
        if (!model.capabilities().contains(Capability.COMPILE)) {
            throw new UnsupportedModelException("a model of this kind cannot be compiled: its backend explains models,"
                    + " but writes none. Export it as ONNX, or explain it here: gradcam4j explain");
        }
        LayerInfo layer = LayerSelector.select(layerName(), model.layers(shapes));
        QuestionChecks.requireGradient(layer, "");
        ScoreInfo score = model.scores(request.scores(), shapes);
        QuestionChecks.requireLabels(explainer.profile().labels(), score);
        if (TwoSides.are(explainer.profile().labels(), score)) {
            throw new UnsupportedModelException("the labels name both sides of the one output '" + score.tensor()
                    + "', of which a compiled file could explain the upper one only. Leave the labels out of the sidecar"
                    + " and ask for class:0, with --counterfactual for the other side");
        }
        List<ClassQuery> classes = classes(score);
        return model.compile(new CompileTask(
                file,
                request.name(),
                layer.ref(),
                request.scores(),
                classes,
                weighting,
                request.relu(),
                request.counterfactual(),
                shapes,
                metadata(layer, score, classes)));
    }

    private CamKernel.Weighting weighting() {
        var methods = explainer.platform().methods();
        return methods.require(request.method())
                .weighting()
                .orElseThrow(() -> new IllegalArgumentException("method '" + request.method()
                        + "' is more than one weighted sum, so it cannot be compiled. Choose "
                        + methods.all().stream()
                                .filter(method -> method.weighting().isPresent())
                                .map(CamMethod::id)
                                .collect(Collectors.joining(" or "))));
    }

    private String layerName() {
        return request.layer().isEmpty() ? explainer.profile().layer().orElse("auto") : request.layer();
    }

    private List<ClassQuery> classes(ScoreInfo score) {
        List<ClassQuery> queries = new ArrayList<>();
        for (String spec : request.targets()) {
            for (ExplanationTarget target : TargetSpecs.parse(
                    spec, explainer.profile().labels(), explainer.platform().targets())) {
                QuestionChecks.requireClass(target, score, model.signature());
                queries.add(
                        target.classQuery()
                                .orElseThrow(
                                        () -> new IllegalArgumentException(
                                                "target '" + spec
                                                        + "' asks for no class, so it cannot be compiled. Name classes, such as top:3 or class:282")));
            }
        }
        return queries;
    }

    private static String text(ClassQuery query) {
        return query instanceof ClassQuery.Index index
                ? String.valueOf(index.index())
                : "top:" + ((ClassQuery.Rank) query).rank();
    }

    /** Each pair of outputs has properties of its own, for a file can be compiled more than once. */
    private Map<String, String> metadata(LayerInfo layer, ScoreInfo score, List<ClassQuery> classes) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("version", Version.current());
        properties.put("layer", layer.ref().toString());
        properties.put("layer_layout", layer.layout().toString());
        properties.put("method", request.method());
        properties.put("relu", String.valueOf(request.relu()));
        properties.put("counterfactual", String.valueOf(request.counterfactual()));
        properties.put("scores", score.tensor());
        properties.put("classes", classes.stream().map(ModelCompilation::text).collect(Collectors.joining(" ")));
        Map<String, String> metadata = new LinkedHashMap<>();
        properties.forEach((key, value) -> metadata.put("gradcam4j." + request.name() + "." + key, value));
        return metadata;
    }
}
