package io.github.gradcam4j.pytorch.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.gradcam4j.pytorch.internal.engine.Arrays;
import io.github.gradcam4j.pytorch.internal.engine.LoadedModule;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a model: its outputs and the values that were recorded, with all that is needed to differentiate. Owns them. */
final class Execution implements AutoCloseable {
    private final LoadedModule module;
    private final NDManager manager;
    private final Orders orders;
    private final Map<String, NDArray> outputs = new LinkedHashMap<>();
    private final Optional<NDArray> logits;
    private final List<Recorded> recorded = new ArrayList<>();

    /**
     * A value that was recorded.
     *
     * @param value which one
     * @param array its elements
     * @param isIntact whether nothing changed it afterwards
     */
    record Recorded(Value value, NDArray array, boolean isIntact) {}

    private Execution(LoadedModule module, NDManager manager, Instrumented program, Orders orders, NDList results) {
        this.module = module;
        this.manager = manager;
        this.orders = orders;
        LongBuffer header = Arrays.fromRuntime(results.get(0)).longs();
        int at = 1;
        for (String output : program.outputs()) {
            if (header.get() == 1) {
                outputs.put(output, results.get(at));
            }
            at++;
        }
        this.logits = header.get() == 1 ? Optional.of(results.get(at++)) : Optional.empty();
        for (long left = header.get(); left > 0; left--) {
            int number = (int) header.get();
            int output = (int) header.get();
            Value value = new Value(number, (int) header.get(), output);
            recorded.add(new Recorded(value, results.get(at++), header.get() == 1));
        }
    }

    /**
     * Runs a model.
     *
     * @param orders what to record or replace
     * @param inputs the inputs, in the program's order
     */
    static Execution of(LoadedModule module, Instrumented program, Orders orders, List<Tensor> inputs) {
        NDManager manager = module.newManager();
        try {
            List<NDArray> arguments = new ArrayList<>();
            arguments.add(module.array(manager, orders.rows()));
            arguments.add(module.array(manager, orders.replacement()));
            inputs.forEach(input -> arguments.add(module.array(manager, input)));
            NDList results = module.run(manager, Instrumented.RUN, arguments, module.weights());
            arguments.forEach(NDArray::close);
            return new Execution(module, manager, program, orders, results);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /** Returns what it was told to do. */
    Orders orders() {
        return orders;
    }

    Optional<NDArray> output(String name) {
        return Optional.ofNullable(outputs.get(name));
    }

    /** Returns the names of the outputs that the run returned, in order. */
    List<String> outputs() {
        return List.copyOf(outputs.keySet());
    }

    Optional<NDArray> logits() {
        return logits;
    }

    List<Recorded> recorded() {
        return recorded;
    }

    /** Returns a recorded value. */
    Optional<Recorded> recorded(Value value) {
        return recorded.stream().filter(one -> one.value().equals(value)).findFirst();
    }

    /** Calls another method of the model with results of this run. */
    NDList call(String method, List<NDArray> tensors, List<NDArray> list) {
        try {
            return module.run(manager, method, tensors, list);
        } catch (RuntimeException e) {
            forget(tensors, list);
            throw e;
        }
    }

    NDArray array(Tensor tensor) {
        return module.array(manager, tensor);
    }

    /** A call that failed leaves its arguments behind in native memory: they are emptied there. */
    private void forget(List<NDArray> tensors, List<NDArray> list) {
        List<NDArray> all = new ArrayList<>(tensors);
        all.addAll(list);
        try {
            module.run(manager, Instrumented.FORGET, List.of(), all);
        } catch (RuntimeException e) {
            System.getLogger(Execution.class.getName())
                    .log(System.Logger.Level.DEBUG, "the memory of a failed run is not freed", e);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
