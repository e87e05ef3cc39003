package io.github.gradcam4j.testkit;

import static io.github.gradcam4j.testkit.Rule.appliesIf;
import static io.github.gradcam4j.testkit.Rule.at;
import static io.github.gradcam4j.testkit.Rule.require;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.CancelledException;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Tensor;
import io.github.gradcam4j.testkit.Subject.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Ownership, closing, threads, cancellation and memory. */
final class LifeRules {
    private static final int THREADS = 4;
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;
    private static final long GROWTH = 96L << 20;

    static final List<Rule<Subject>> ALL = List.of(
            new Rule<>("L01", "tensors of a closed pass throw, copies stay", LifeRules::borrowed),
            new Rule<>("L02", "a closed pass throws, closing twice is fine", LifeRules::closedPass),
            new Rule<>("L03", "a closed model throws, closing twice is fine", LifeRules::closedModel),
            new Rule<>("L04", "closing one model leaves another of the same file alone", LifeRules::twoModels),
            new Rule<>("L05", "passes do not disturb each other", LifeRules::twoPasses),
            new Rule<>("L06", "threads at once get the bits of one after the other", LifeRules::threads),
            new Rule<>("L07", "a cancelled request ends with CancelledException", LifeRules::cancelled),
            new Rule<>("L08", "memory does not grow with the number of passes", LifeRules::memory));

    private LifeRules() {}

    private static void borrowed(Subject s) {
        s.needsLayers();
        Map<String, Tensor> inputs = s.one(0);
        List<Tensor> lent = new ArrayList<>();
        Tensor copy;
        Tensor view;
        try (Pass pass = s.model().run(PassRequest.forward(inputs, s.refs()))) {
            lent.addAll(pass.outputs().values());
            lent.add(pass.scores().tensor());
            s.refs().forEach(layer -> lent.add(pass.activations(layer)));
            lent.addAll(pass.gradients(List.of(s.random(1, inputs))).values());
            copy = pass.scores().tensor().copy();
            view = pass.activations(s.refs().get(0)).item(0);
        }
        lent.add(view);
        lent.forEach(tensor -> closed("reading " + tensor, tensor::bytes));
        require(copy.bytes().hasRemaining(), "a copy outlives its pass");
    }

    private static void closedPass(Subject s) {
        s.needsLayers();
        Map<String, Tensor> inputs = s.one(0);
        LayerRef layer = s.refs().get(0);
        Pass pass = s.model().run(PassRequest.forward(inputs, List.of(layer)));
        require(pass.scores().items() == pass.items(), "an open pass has scores");
        pass.close();
        pass.close();
        closed("Pass.scores", pass::scores);
        closed("Pass.outputs", pass::outputs);
        closed("Pass.activations", () -> pass.activations(layer));
        closed("Pass.gradients", () -> pass.gradients(List.of(s.random(1, inputs))));
    }

    private static void closedModel(Subject s) {
        GradientModel model = s.backend().open(s.spec().source(), s.spec().options());
        model.run(PassRequest.forward(s.one(0), List.of())).close();
        model.close();
        model.close();
        var shapes = Subject.shapes(s.one(0));
        closed(
                "GradientModel.run",
                () -> model.run(PassRequest.forward(s.one(0), List.of())).close());
        closed("GradientModel.layers", () -> model.layers(shapes));
        closed("GradientModel.signature", model::signature);
        closed("GradientModel.capabilities", model::capabilities);
        closed("GradientModel.scores", () -> model.scores(ScoreKind.AUTO, shapes));
    }

    private static void twoModels(Subject s) {
        Result before = s.forward(s.one(0), s.refs());
        GradientModel other = s.backend().open(s.spec().source(), s.spec().options());
        other.run(PassRequest.forward(s.one(1), s.refs())).close();
        other.close();
        ForwardRules.same(before, s.forward(s.one(0), s.refs()));
    }

    private static void twoPasses(Subject s) {
        s.needsLayers();
        var cotangents = List.of(s.random(2, s.one(0)));
        Result alone = s.later(s.one(0), s.refs(), cotangents);
        try (Pass first = s.model().run(PassRequest.forward(s.one(0), s.refs()))) {
            Map<LayerRef, Tensor> gradients;
            try (Pass second = s.model().run(PassRequest.forward(s.one(1), s.refs()))) {
                second.gradients(List.of(s.random(3, s.one(1))));
                gradients = first.gradients(cotangents);
            }
            Tensors.assertSame("scores of the first pass", first.scores().tensor(), alone.scores());
            for (LayerRef layer : s.refs()) {
                Tensors.assertSame(
                        "activations of the first pass at '" + layer + "'",
                        first.activations(layer),
                        at(alone.activations(), layer));
                Tensors.assertSame(
                        "gradients of the first pass at '" + layer + "'",
                        at(gradients, layer),
                        alone.gradientsAt(layer));
            }
        }
    }

    private static void threads(Subject s) throws Exception {
        s.needsLayers();
        List<Result> expected = new ArrayList<>();
        for (int item = 0; item < s.spec().items().size(); item++) {
            expected.add(s.later(s.one(item), s.refs(), List.of(s.random(item, s.one(item)))));
        }
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Result>> results = new ArrayList<>();
            for (int run = 0; run < 6 * THREADS; run++) {
                int item = run % expected.size();
                results.add(pool.submit(() -> s.later(s.one(item), s.refs(), List.of(s.random(item, s.one(item))))));
            }
            for (int run = 0; run < results.size(); run++) {
                ForwardRules.same(
                        expected.get(run % expected.size()), results.get(run).get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void cancelled(Subject s) throws Exception {
        Cancellation before = Cancellation.never();
        before.cancel();
        assertThatThrownBy(() -> s.model().run(request(s, before)).close())
                .as("a request that was cancelled before it began")
                .isInstanceOf(CancelledException.class);
        for (int round = 0; round < 20; round++) {
            Cancellation meanwhile = Cancellation.never();
            Thread canceller = new Thread(meanwhile::cancel);
            canceller.start();
            try (Pass pass = s.model().run(request(s, meanwhile))) {
                require(pass.items() == 1, "a run that was cancelled too late is complete");
            } catch (CancelledException e) {
                // the other right outcome
            }
            canceller.join();
        }
        s.forward(s.one(0), s.refs());
    }

    private static PassRequest request(Subject s, Cancellation cancellation) {
        return new PassRequest(s.one(0), s.refs(), ScoreKind.AUTO, List.of(), cancellation);
    }

    private static void memory(Subject s) throws Exception {
        appliesIf(Files.isReadable(STATM), "this system does not tell the resident memory of a process");
        Map<String, Tensor> inputs = s.all();
        var cotangents = List.of(s.random(1, inputs));
        for (int round = 0; round < 2; round++) {
            passes(s, inputs, cotangents);
        }
        long before = resident();
        passes(s, inputs, cotangents);
        passes(s, inputs, cotangents);
        long grown = resident() - before;
        require(grown < GROWTH, "200 passes left " + (grown >> 20) + " MiB of memory behind");
    }

    private static void passes(
            Subject s, Map<String, Tensor> inputs, List<List<io.github.gradcam4j.spi.Cotangent>> cotangents) {
        for (int i = 0; i < 100; i++) {
            s.later(inputs, s.refs(), cotangents);
        }
    }

    private static long resident() throws IOException, InterruptedException {
        // Direct buffers are freed by a thread of their own after a collection.
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE;
    }

    private static void closed(String what, ThrowingCallable call) {
        assertThatThrownBy(call).as(what + " after close").isInstanceOf(IllegalStateException.class);
    }
}
