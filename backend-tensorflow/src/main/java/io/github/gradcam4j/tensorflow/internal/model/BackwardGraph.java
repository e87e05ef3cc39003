package io.github.gradcam4j.tensorflow.internal.model;

import io.github.gradcam4j.tensorflow.internal.autodiff.Derivatives;
import io.github.gradcam4j.tensorflow.internal.autodiff.Rows;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Completes what a program computes by gradients. */
final class BackwardGraph {
    private final Question question;
    private final Derivatives derivatives;
    private final Seeding seeding;
    private final Emitter emit;

    BackwardGraph(Question question, Derivatives derivatives, Seeding seeding, Emitter emit) {
        this.question = question;
        this.derivatives = derivatives;
        this.seeding = seeding;
        this.emit = emit;
    }

    Prepared.Fetched complete(Prepared.Fetched forward) {
        Optional<LinearHead> head = head();
        Value seeds = head.isPresent()
                ? head.get().gradients(seeding.classes().orElseThrow(), emit)
                : seeding.cotangents().orElseThrow();
        Value start = head.map(LinearHead::features).orElse(question.score());
        Value first = emit.value(
                "GatherV2",
                List.of(seeds, emit.whole(0), emit.whole(0)),
                Map.of(
                        "Tparams", Attributes.of(seeds.type()),
                        "Tindices", Attributes.of(org.tensorflow.proto.DataType.DT_INT32),
                        "Taxis", Attributes.of(org.tensorflow.proto.DataType.DT_INT32)));
        Derivatives.Derived derived = derivatives.gradients(start, first, question.layers(), emit);
        List<Optional<Value>> gradients = question.layers().stream()
                .map(layer -> Optional.ofNullable(derived.gradients().get(layer)))
                .toList();
        Prepared.Fetched single = new Prepared.Fetched(
                forward.outputs(), forward.score(), forward.activations(), gradients, forward.classes());
        Prepared.Fetched complete = single.with(derived.replacements().applied(single.all()));
        if (!question.many()) {
            return complete;
        }
        List<Value> rows = new Rows(emit)
                .of(
                        seeds,
                        first,
                        complete.gradients().stream().flatMap(Optional::stream).toList());
        int next = 0;
        List<Optional<Value>> stacked = new java.util.ArrayList<>();
        for (Optional<Value> gradient : complete.gradients()) {
            stacked.add(gradient.isPresent() ? Optional.of(rows.get(next++)) : gradient);
        }
        return new Prepared.Fetched(
                complete.outputs(), complete.score(), complete.activations(), stacked, complete.classes());
    }

    /** Returns the layer whose outputs are the scores, if gradients may start in front of it. */
    private Optional<LinearHead> head() {
        return question.kind() != Question.Kind.CLASSES
                ? Optional.empty()
                : LinearHead.of(question.score())
                        .filter(head ->
                                question.layers().stream().noneMatch(layer -> head.hides(layer, question.score())));
    }
}
