package io.github.gradcam4j.pytorch.internal.engine;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A program that libtorch has loaded, with its weights. Thread-safe; owns native memory until it is closed. */
public final class LoadedModule implements AutoCloseable {
    /** The name by which DJL knows the arrays of a list. */
    private static final String LIST = "values[]";

    private final Model model;
    private final PtSymbolBlock block;
    private final ai.djl.Device device;
    private final OptionalInt threads;
    private Optional<NDManager> kept = Optional.empty();
    private List<NDArray> weights = List.of();

    private LoadedModule(Model model, ai.djl.Device device, OptionalInt threads) {
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
        this.device = device;
        this.threads = threads;
    }

    /**
     * Loads a file.
     *
     * @param name the model's name, for messages
     * @param file the file, which is not needed afterwards
     * @param device where it runs
     * @param threads the threads of one run; empty for libtorch's choice
     * @param fold the method that makes what {@link #weights} returns; empty for none
     * @throws UnsupportedModelException if libtorch does not understand it
     */
    public static LoadedModule load(String name, Path file, Device device, OptionalInt threads, Optional<String> fold) {
        TorchEngine.get();
        ai.djl.Device on = Devices.of(device);
        Model model = Model.newInstance("gradcam4j", on, "PyTorch");
        try {
            // Ordinary tensors: those of inference mode cannot take part in differentiation.
            model.load(file, null, Map.of("trainParam", "true", "mapLocation", "true"));
            LoadedModule loaded = new LoadedModule(model, on, threads);
            loaded.block.freezeParameters(true);
            JniUtils.enableInferenceMode(loaded.block);
            fold.ifPresent(loaded::keep);
            return loaded;
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new UnsupportedModelException(
                    "the model '" + name + "' cannot be loaded by libtorch " + Libtorch.VERSION + ": "
                            + Failure.reason(e) + ". Export it with PyTorch " + Libtorch.VERSION
                            + ", or one that is older",
                    e);
        }
    }

    private void keep(String method) {
        NDManager manager = newManager();
        try {
            NDList made = run(manager, method, List.of(), List.of());
            made.attach(manager);
            made.forEach(array -> array.setName(LIST));
            weights = List.copyOf(made);
            kept = Optional.of(manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Returns what the method that folds weights made, to be given to runs as their list; owned by this. */
    public List<NDArray> weights() {
        return weights;
    }

    /** Returns a manager for the arrays of one run, owned by the caller. */
    public NDManager newManager() {
        return NDManager.newBaseManager(device, "PyTorch");
    }

    /** Returns an array over a tensor, owned by the manager. */
    public NDArray array(NDManager manager, Tensor tensor) {
        return Arrays.toRuntime(manager, tensor);
    }

    /**
     * Runs a method.
     *
     * @param manager owns the results
     * @param method the method's name
     * @param tensors its first arguments
     * @param list the tensors of its last argument, if that is a list
     * @return its results
     * @throws ExplanationException if it fails
     */
    public NDList run(NDManager manager, String method, List<NDArray> tensors, List<NDArray> list) {
        NDList arguments = new NDList(tensors);
        List<NDArray> named =
                list.stream().filter(array -> !LIST.equals(array.getName())).toList();
        named.forEach(array -> array.setName(LIST));
        arguments.addAll(list);
        NDArray name = manager.create(new int[] {0}, new ai.djl.ndarray.types.Shape(1));
        name.setName("module_method:" + method);
        arguments.add(name);
        ThreadState state = new ThreadState(threads);
        try {
            return IValueUtils.forward(block, arguments, true);
        } catch (EngineException | IllegalStateException e) {
            throw new ExplanationException("libtorch failed: " + Failure.reason(e), e);
        } finally {
            state.close();
            named.forEach(array -> array.setName(null));
            name.close();
        }
    }

    @Override
    public void close() {
        kept.ifPresent(NDManager::close);
        model.close();
    }
}
