package io.github.gradcam4j.pytorch.internal.model;

import ai.djl.ndarray.NDArray;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.pytorch.internal.engine.LoadedModule;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The layers whose recording was seen to change nothing. Recording gives what follows a copy of the value; code that
 * relies on two names for one memory would notice. So the first run that records a layer is compared with one that does
 * not.
 */
final class Verified {
    /** How far results with folded weights may be from those without: rounding grows in networks that learned nothing. */
    private static final double FOLDED = 1e-2;

    /** How far results may be apart, relative to the largest: other kernels round differently. */
    private static final double SINGLE = 1e-4;

    private static final double HALF = 3e-2;

    private static final Orders NOTHING = Orders.record(List.of());

    private final LoadedModule module;
    private final Instrumented program;
    private final Set<List<LayerRef>> demanding = ConcurrentHashMap.newKeySet();
    private volatile boolean unfolded;
    private volatile boolean unselected;
    private final Set<List<LayerRef>> known = ConcurrentHashMap.newKeySet();

    Verified(LoadedModule module, Instrumented program) {
        this.module = module;
        this.program = program;
    }

    /** Tells whether a run with these layers has to differentiate from the first value on. */
    boolean needsAll(List<LayerRef> layers) {
        return demanding.contains(layers);
    }

    /** Remembers that a run with these layers has to. */
    void demandAll(List<LayerRef> layers) {
        demanding.add(layers);
    }

    /** Tells whether a token may be selected early in a run that records some values: none of these is narrowed. */
    boolean maySelect(List<Value> values) {
        Set<Integer> narrowed = program.narrowed();
        return !values.isEmpty()
                && !narrowed.isEmpty()
                && !unselected
                && values.stream().noneMatch(value -> narrowed.contains(value.number()));
    }

    /** Checks a run, unless one with these layers was checked before. */
    void check(List<LayerRef> layers, Execution run, List<Tensor> inputs) {
        if (!layers.isEmpty() && !known.contains(layers)) {
            check(run, inputs, "recording " + layers);
            known.add(layers);
        }
    }

    /**
     * Checks a run that records everything. It takes another way through the code than others, which is checked as well. What is
     * there for speed alone is not used where it gives another result with these made-up inputs: folded weights, for which more
     * than rounding has to differ, and the early selection of a token.
     */
    void checkMeasured(Execution run, List<Tensor> inputs) {
        String what = "recording its layers";
        try (Execution plain = Execution.of(module, program, NOTHING, inputs)) {
            if (program.isFolded()) {
                check(run, inputs, what);
                unfolded |= !(apart(Measured.output(program, plain), Measured.output(program, run)) <= FOLDED);
            } else {
                check(run, plain, inputs, what);
            }
            unselected |= !program.narrowed().isEmpty() && !isSelectionExact(plain, inputs);
        }
    }

    private boolean isSelectionExact(Execution plain, List<Tensor> inputs) {
        try (Execution selecting = Execution.of(module, program, NOTHING.selecting(), inputs)) {
            return plain.outputs().equals(selecting.outputs())
                    && plain.outputs().stream()
                            .allMatch(name -> apart(
                                            selecting.output(name).orElseThrow(),
                                            plain.output(name).orElseThrow())
                                    <= SINGLE);
        } catch (ExplanationException e) {
            return false; // its selected axis is not that of tokens
        }
    }

    /** Tells whether folded weights gave another result in some run, so that they must not be used. */
    boolean isUnfolded() {
        return unfolded;
    }

    /** Compares a run with one that takes the same way and records nothing. */
    private void check(Execution run, List<Tensor> inputs, String what) {
        try (Execution plain = Execution.of(module, program, run.orders().unrecorded(), inputs)) {
            check(run, plain, inputs, what);
        }
    }

    private void check(Execution run, Execution plain, List<Tensor> inputs, String what) {
        if (!differs(Measured.output(program, run), Measured.output(program, plain))) {
            return;
        }
        try (Execution again = Execution.of(module, program, plain.orders(), inputs)) {
            if (differs(Measured.output(program, again), Measured.output(program, plain))) {
                throw new UnsupportedModelException(
                        "two runs of the model with the same input give different results, so nothing can be explained."
                                + " It was perhaps exported in training mode, with dropout: call model.eval() before you"
                                + " export it");
            }
        }
        throw new UnsupportedModelException(what
                + " changes the model's result: a value is also used under another name and changed in place. Choose"
                + " another layer, such as the one before or behind it, or export the model without operations in"
                + " place there");
    }

    private boolean differs(NDArray one, NDArray other) {
        boolean half =
                program.types().stream().anyMatch(type -> type.isFloating() && type.bytes() < DType.FLOAT32.bytes());
        return apart(one, other) > (half ? HALF : SINGLE);
    }

    /** Returns how far results are apart, relative to the largest number; infinity for other sizes. */
    private static double apart(NDArray one, NDArray other) {
        float[] a = Arrays.floats(one);
        float[] b = Arrays.floats(other);
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            apart = Math.max(apart, Math.abs((double) a[i] - b[i]));
        }
        return a.length != b.length ? Double.POSITIVE_INFINITY : apart == 0 ? 0 : apart / largest;
    }
}
