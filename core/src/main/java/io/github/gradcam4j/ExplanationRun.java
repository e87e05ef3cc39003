package io.github.gradcam4j;

import io.github.gradcam4j.ExplainRequest.Question;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.internal.layer.LayerSelector;
import io.github.gradcam4j.internal.target.TargetSpecs;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamMethod;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.ExplanationTarget;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Maps;
import io.github.gradcam4j.spi.Objective;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries out one request: the straight corridor from input to explanations. */
final class ExplanationRun {
    private static final String AT_THE_INPUT =
            "no layer behind the input is known to keep its positions up to the score, so the map is that of the input itself."
                    + " Name a layer if you know better (gradcam4j layers)";

    private final Explainer explainer;
    private final ExplainRequest request;
    private final GradientModel model;
    private final CamMethod method;
    private List<LayerInfo> chosen = List.of();

    ExplanationRun(Explainer explainer, ExplainRequest request) {
        this.explainer = explainer;
        this.request = request;
        this.model = explainer.model();
        this.method = explainer.platform().methods().require(request.method());
        for (Capability needed : method.requires()) {
            if (!model.capabilities().contains(needed)) {
                throw new UnsupportedModelException("method '" + method.id() + "' needs " + needed
                        + ", which this model in this backend does not offer: it offers " + model.capabilities()
                        + ". Choose another method, see: gradcam4j methods");
            }
        }
    }

    List<Explanation> explanations() {
        long start = System.nanoTime();
        PreparedInput prepared = Preparation.prepare(explainer, request);
        List<Explanation> explanations = new ArrayList<>();
        for (WindowParts.Part part : WindowParts.of(prepared, model.signature())) {
            explanations.addAll(explanations(part, start));
            start = System.nanoTime();
        }
        return List.copyOf(explanations);
    }

    private List<Explanation> explanations(WindowParts.Part part, long start) {
        PreparedInput prepared = part.input();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        prepared.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        request.cancellation().throwIfRequested();
        List<LayerInfo> all = model.layers(shapes);
        List<LayerInfo> layers = chosen.isEmpty() ? layers(all) : same(all);
        chosen = layers;
        ScoreInfo score = score(shapes);
        QuestionChecks.requireLabels(explainer.profile().labels(), score);
        int items = (int) shapes.values().iterator().next().dim(0);
        List<List<ExplanationTarget>> targets = targets(part, items, score);
        long run = System.nanoTime();
        List<LayerRef> refs = layers.stream().map(LayerInfo::ref).toList();
        PassRequest passRequest = new PassRequest(
                prepared.tensors(), refs, request.scores(), queries(targets), sums(), request.cancellation());
        try (Pass pass = run(passRequest, prepared)) {
            Scores scores = new Scores(score, pass.scores().tensor());
            requireFinite(scores);
            List<List<Objective>> objectives = objectives(targets, scores);
            LayerGradients gradients =
                    new LayerGradients(pass, objectives, method.requires().contains(Capability.GRADIENTS));
            boolean made = pass.makesSums()
                    || refs.stream().allMatch(ref -> pass.classMaps(ref).isPresent());
            if (!made) {
                gradients.at(refs.get(0));
            }
            long map = System.nanoTime();
            CamKernel kernel = explainer.kernel();
            List<Maps> maps = new ArrayList<>();
            for (LayerInfo layer : layers) {
                request.cancellation().throwIfRequested();
                maps.add(method.explain(new RunContext(
                        pass,
                        layer,
                        targets,
                        objectives,
                        gradients,
                        kernel,
                        model,
                        all,
                        prepared.tensors(),
                        score,
                        request)));
            }
            long end = System.nanoTime();
            Provenance.Timing timing = new Provenance.Timing((run - start) / 1e6, (map - run) / 1e6, (end - map) / 1e6);
            Assembly assembly = new Assembly(
                    request,
                    part,
                    explainer.profile().labels(),
                    pass,
                    scores,
                    targets,
                    objectives,
                    gradients,
                    explainer.origin(made, kernel).provenance(request, timing, prepared.description(), score));
            List<Explanation> explanations = new ArrayList<>();
            for (int item = 0; item < items; item++) {
                for (int i = 0; i < layers.size(); i++) {
                    explanations.add(assembly.explanation(item, layers.get(i), maps.get(i)));
                }
            }
            return explanations;
        }
    }

    /** A number beyond a model's list of tokens comes back as an index, of which an engine does not say where it is from. */
    private Pass run(PassRequest passRequest, PreparedInput prepared) {
        try {
            return model.run(passRequest);
        } catch (ExplanationException e) {
            throw request.input() instanceof Document
                    ? new ExplanationException(
                            e.getMessage() + ". The text was read by " + prepared.description()
                                    + ": if an index is out of range, this is not the tokenizer of the model, or not its number for padding",
                            e)
                    : e;
        }
    }

    private List<LayerInfo> layers(List<LayerInfo> all) {
        boolean differentiates = method.requires().contains(Capability.GRADIENTS);
        List<String> names =
                request.layers().isEmpty() ? List.of(explainer.profile().layer().orElse("auto")) : request.layers();
        Set<LayerInfo> chosen = new LinkedHashSet<>();
        for (String name : names) {
            LayerInfo layer = LayerSelector.select(name, all, differentiates);
            if (differentiates) {
                QuestionChecks.requireGradient(
                        layer, ", or a method that needs no gradient: " + methodsWithoutGradient());
            }
            chosen.add(name.equals("auto") && isInput(layer) ? layer.withNote(AT_THE_INPUT) : layer);
        }
        return List.copyOf(chosen);
    }

    /** Returns the layers that an earlier part had. */
    private List<LayerInfo> same(List<LayerInfo> all) {
        List<LayerInfo> same = new ArrayList<>();
        for (LayerInfo earlier : chosen) {
            LayerInfo layer = all.stream()
                    .filter(candidate -> candidate.ref().equals(earlier.ref()))
                    .findFirst()
                    .orElseThrow(() -> new ExplanationException("layer '" + earlier.ref()
                            + "' is there in some windows of the text only. Name another layer (gradcam4j layers)"));
            same.add(earlier.notes().contains(AT_THE_INPUT) ? layer.withNote(AT_THE_INPUT) : layer);
        }
        return same;
    }

    private boolean isInput(LayerInfo layer) {
        return model.signature().inputs().stream()
                .anyMatch(input -> input.name().equals(layer.ref().name()));
    }

    private String methodsWithoutGradient() {
        return explainer.platform().methods().all().stream()
                .filter(candidate -> !candidate.requires().contains(Capability.GRADIENTS))
                .map(CamMethod::id)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private ScoreInfo score(Map<String, Shape> shapes) {
        ScoreInfo found = model.scores(request.scores(), shapes);
        if (found.probabilities()
                || explainer.profile().activation().isEmpty()
                || found.activation() != io.github.gradcam4j.spi.Activation.NONE) {
            return found;
        }
        return new ScoreInfo(
                found.tensor(), found.kind(), explainer.profile().activation().get(), false, found.shape());
    }

    private List<List<ExplanationTarget>> targets(WindowParts.Part part, int items, ScoreInfo score) {
        int all = part.windows();
        request.highestItem().filter(item -> item >= all).ifPresent(item -> {
            throw new IllegalArgumentException("a target was given for item " + item + ", but the batch has " + all
                    + (all == 1 ? " item" : " items") + ", counted from 0");
        });
        List<List<ExplanationTarget>> byItem = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            List<ExplanationTarget> targets = new ArrayList<>();
            for (Question question : request.questions(part.first() + item)) {
                if (question instanceof Question.Given given) {
                    targets.add(given.target());
                } else if (question instanceof Question.Spec spec) {
                    targets.addAll(TargetSpecs.parse(
                            spec.text(),
                            explainer.profile().labels(),
                            explainer.platform().targets()));
                }
            }
            if (TwoSides.are(explainer.profile().labels(), score)) {
                targets.replaceAll(TwoSides::of);
            }
            targets.forEach(target -> QuestionChecks.requireClass(target, score, explainer.signature()));
            byItem.add(targets);
        }
        List<List<ExplanationTarget>> rows = new ArrayList<>();
        int count = byItem.get(0).size();
        for (int k = 0; k < count; k++) {
            List<ExplanationTarget> row = new ArrayList<>();
            for (int item = 0; item < items; item++) {
                if (byItem.get(item).size() != count) {
                    throw new IllegalArgumentException("item " + (part.first() + item) + " has "
                            + byItem.get(item).size() + " targets, but item " + part.first() + " has " + count
                            + "; every item of a batch needs the same number");
                }
                row.add(byItem.get(item).get(k));
            }
            rows.add(row);
        }
        return rows;
    }

    private List<List<ClassQuery>> queries(List<List<ExplanationTarget>> targets) {
        List<List<ClassQuery>> rows = new ArrayList<>();
        for (List<ExplanationTarget> row : targets) {
            List<ClassQuery> queries = row.stream()
                    .map(ExplanationTarget::classQuery)
                    .flatMap(Optional::stream)
                    .toList();
            if (queries.size() != row.size()) {
                return List.of();
            }
            rows.add(queries);
        }
        return method.requires().contains(Capability.GRADIENTS) ? rows : List.of();
    }

    /** Returns the sum that the method is, unless somebody wants the gradients or chose who sums. */
    private Optional<CamKernel.Weighting> sums() {
        return request.keepTensors() || explainer.isKernelChosen() ? Optional.empty() : method.weighting();
    }

    private static List<List<Objective>> objectives(List<List<ExplanationTarget>> targets, Scores scores) {
        List<List<Objective>> rows = new ArrayList<>();
        for (List<ExplanationTarget> row : targets) {
            List<Objective> objectives = new ArrayList<>();
            for (int item = 0; item < row.size(); item++) {
                objectives.add(row.get(item).evaluate(scores, item));
            }
            rows.add(objectives);
        }
        return rows;
    }

    private static void requireFinite(Scores scores) {
        float[] values = scores.tensor().toFloatArray();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ExplanationException("the model's score at index " + i + " is " + values[i]
                        + ", so nothing can be explained. Check the input's range and the preprocessing");
            }
        }
    }
}
