package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtException;
import io.github.gradcam4j.onnx.internal.autodiff.Differentiator;
import io.github.gradcam4j.onnx.internal.autodiff.GradientPatch;
import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.onnx.internal.autodiff.Tail;
import io.github.gradcam4j.onnx.internal.autodiff.ValueTable;
import io.github.gradcam4j.onnx.internal.proto.ModelPatch;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Owns a session that is prepared for one {@link Plan}, and the memory that its results are written to. Shared by passes,
 * which hold it; it is freed when it is retired and the last pass let go. Thread-safe.
 */
final class Prepared {
    /** Results of as many passes at once are kept for reuse. */
    private static final int KEPT_SLOTS = 16;

    private final DeviceSession session;
    private final Optional<GradientPatch> patch;
    private final Optional<String> classMaps;
    private final Optional<MetSizes> sizes;
    private final Set<String> outputs;
    private final Set<String> steady;
    private final Deque<Slot> idle = new ArrayDeque<>();
    private int holders;
    private boolean retired;

    private Prepared(
            DeviceSession session,
            Optional<GradientPatch> patch,
            Optional<String> classMaps,
            Optional<MetSizes> sizes,
            Set<String> steady,
            List<TensorSpec> modelOutputs) {
        this.session = session;
        this.sizes = sizes;
        this.patch = patch;
        this.classMaps = classMaps;
        this.steady = sizes.isEmpty() ? Set.copyOf(steady) : Set.of();
        Set<String> all = new LinkedHashSet<>(steady);
        sizes.ifPresent(met -> all.add(met.output()));
        modelOutputs.forEach(output -> all.add(output.name()));
        this.outputs = Set.copyOf(all);
    }

    static Prepared create(Sessions sessions, ValueTable values, Plan plan, List<TensorSpec> modelOutputs) {
        var graph = sessions.file().graph();
        long irVersion = graph.model().irVersion();
        if (plan.seed().isEmpty()) {
            Set<String> steady = new LinkedHashSet<>(List.of(plan.score()));
            plan.layers().stream().filter(layer -> !graph.isInput(layer)).forEach(steady::add);
            Set<String> present = new HashSet<>();
            graph.model().graph().outputs().forEach(output -> present.add(output.name()));
            ModelPatch product = plan.head()
                    .map(head -> head.patch(graph))
                    .orElse(new ModelPatch(List.of(), List.of(), List.of(), List.of()));
            Optional<String> classMaps =
                    product.outputs().stream().map(ValueInfoProto::name).findFirst();
            classMaps.ifPresent(steady::add);
            List<ValueInfoProto> added = steady.stream()
                    .filter(output -> !present.contains(output))
                    .map(ValueInfoProto::untyped)
                    .toList();
            byte[] bytes = new ModelPatch(product.nodes(), product.initializers(), List.of(), added).toBytes(irVersion);
            return new Prepared(
                    sessions.create(bytes), Optional.empty(), classMaps, Optional.empty(), steady, modelOutputs);
        }
        Tail tail = Tail.between(graph, plan.layers(), plan.score());
        Seed seed = plan.seed().get();
        GradientPatch patch = plan.means()
                ? Differentiator.differentiateMeans(tail, values, plan.layers().get(0), seed)
                : plan.once()
                        ? Differentiator.differentiateOnce(tail, values, plan.layers(), seed)
                        : Differentiator.differentiate(tail, values, plan.layers(), seed);
        Optional<MetSizes> sizes = MetSizes.of(graph, plan.score(), values);
        ModelPatch whole = sizes.map(met -> patch.patch().and(met.patch())).orElse(patch.patch());
        DeviceSession session = sessions.create(whole.toBytes(irVersion), plan.once() ? plan.symbols(graph) : Map.of());
        return new Prepared(
                session,
                Optional.of(patch),
                Optional.empty(),
                sizes,
                new LinkedHashSet<>(patch.outputs()),
                modelOutputs);
    }

    DeviceSession session() {
        return session;
    }

    Optional<GradientPatch> patch() {
        return patch;
    }

    /** Tells whether data decides sizes that the gradients are built for. */
    boolean followsData() {
        return sizes.isPresent();
    }

    /** Tells whether a run met the sizes that the gradients are built for. */
    boolean fits(Map<String, Tensor> results) {
        return sizes.map(met -> met.areIn(results)).orElse(true);
    }

    /** Returns the result with the maps of all classes. */
    Optional<String> classMaps() {
        return classMaps;
    }

    Set<String> outputs() {
        return outputs;
    }

    /** Returns the results whose shapes follow from the inputs' shapes; other outputs of the model may depend on data. */
    Set<String> steady() {
        return steady;
    }

    /** Takes hold, so that the session stays open. Returns false if it is retired already. */
    synchronized boolean hold() {
        if (retired) {
            return false;
        }
        holders++;
        return true;
    }

    void letGo() {
        synchronized (this) {
            holders--;
            if (!retired || holders > 0) {
                return;
            }
        }
        free();
    }

    /** Takes no new holders, and frees the session when the last one lets go. Idempotent. */
    void retire() {
        synchronized (this) {
            if (retired) {
                return;
            }
            retired = true;
            if (holders > 0) {
                return;
            }
        }
        free();
    }

    /** Returns memory for the results of feeds of these shapes, if there is some idle. */
    synchronized Optional<Slot> take(Map<String, Tensor> feeds) {
        for (Iterator<Slot> slots = idle.iterator(); slots.hasNext(); ) {
            Slot slot = slots.next();
            if (slot.fits(feeds)) {
                slots.remove();
                return Optional.of(slot);
            }
        }
        return Optional.empty();
    }

    void giveBack(Slot slot) {
        Slot surplus;
        synchronized (this) {
            if (!retired) {
                idle.push(slot);
            }
            surplus = retired ? slot : idle.size() > KEPT_SLOTS ? idle.removeLast() : null;
        }
        if (surplus != null) {
            surplus.close();
        }
    }

    private void free() {
        idle.forEach(Slot::close);
        idle.clear();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot free a session", e);
        }
    }
}
