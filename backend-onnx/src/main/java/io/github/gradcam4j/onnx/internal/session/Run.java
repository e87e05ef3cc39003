package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.CancelledException;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One native call and the memory of its results, which it owns until it is closed. */
final class Run implements AutoCloseable {
    private final Prepared prepared;
    private final Map<String, Tensor> feeds;
    private final Optional<Slot> slot;
    private final Map<String, Tensor> results;
    private final Set<String> converted;
    private boolean closed;

    private Run(
            Prepared prepared,
            Map<String, Tensor> feeds,
            Optional<Slot> slot,
            Map<String, Tensor> results,
            Set<String> converted) {
        this.prepared = prepared;
        this.feeds = feeds;
        this.slot = slot;
        this.results = results;
        this.converted = converted;
    }

    /** Runs a session that the caller holds; the hold passes to the result. */
    static Run of(Prepared prepared, Map<String, Tensor> feeds, Cancellation cancellation) {
        Optional<Slot> slot = prepared.take(feeds);
        try {
            Set<String> converted = new HashSet<>();
            Map<String, Tensor> results = call(prepared, feeds, slot, converted, cancellation);
            return new Run(prepared, feeds, slot, results, converted);
        } catch (RuntimeException | Error e) {
            slot.ifPresent(Slot::close);
            prepared.letGo();
            throw e;
        }
    }

    private static Map<String, Tensor> call(
            Prepared prepared,
            Map<String, Tensor> feeds,
            Optional<Slot> slot,
            Set<String> converted,
            Cancellation cancellation) {
        OrtEnvironment environment = OnnxRuntime.environment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (Termination termination = Termination.on(cancellation)) {
            for (Map.Entry<String, Tensor> feed : feeds.entrySet()) {
                inputs.put(feed.getKey(), Types.toRuntime(environment, feed.getValue()));
            }
            Map<String, OnnxTensor> pinned = slot.map(Slot::pinned).orElse(Map.of());
            Set<String> requested = slot.map(Slot::others).orElse(prepared.outputs());
            Map<String, Tensor> results = new HashMap<>(slot.map(Slot::views).orElse(Map.of()));
            try (OrtSession.Result result = prepared.session().run(inputs, requested, pinned, termination.options())) {
                for (Map.Entry<String, OnnxValue> value : result) {
                    if (!pinned.containsKey(value.getKey()) && value.getValue() instanceof OnnxTensor tensor) {
                        results.put(value.getKey(), Types.fromRuntime(tensor));
                        if (Types.isConverted(tensor.getInfo())) {
                            converted.add(value.getKey());
                        }
                    }
                }
            }
            return results;
        } catch (OrtException e) {
            if (cancellation.isRequested()) {
                throw new CancelledException("the run was cancelled", e);
            }
            throw new ExplanationException("ONNX Runtime failed: " + Sessions.message(e), e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** Returns the session that ran. */
    Prepared prepared() {
        return prepared;
    }

    /** Returns the results by the runtime's names; their memory is overwritten once this run is closed. */
    Map<String, Tensor> results() {
        return results;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            prepared.giveBack(
                    slot.isPresent()
                            ? slot.get()
                            : Slot.like(OnnxRuntime.environment(), feeds, prepared.outputs(), results, made()));
        } catch (OrtException e) {
            System.getLogger(Run.class.getName())
                    .log(System.Logger.Level.DEBUG, "no memory is kept for the next run", e);
        } finally {
            prepared.letGo();
        }
    }

    /**
     * Names the results that the runtime can write to memory it gets: it does not write an input that is also asked for, and
     * half precision does not fit memory for floats.
     */
    private Set<String> made() {
        Set<String> made = new HashSet<>(prepared.steady());
        made.removeAll(feeds.keySet());
        made.removeAll(converted);
        return made;
    }
}
