package io.github.gradcam4j.benchmarks;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.github.gradcam4j.pytorch.DjlPyTorchBackend;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/** Runs a TorchScript file forward as DJL's users do: loaded as it is, for inference, the input made once. */
final class TorchForward implements Forward {
    private final Model model;
    private final PtSymbolBlock block;
    private final NDManager manager;
    private final NDList input;

    TorchForward(Path file, Tensor picture, int threads) throws IOException, MalformedModelException {
        libtorch();
        model = Model.newInstance("plain", Device.cpu(), "PyTorch");
        model.load(file);
        block = (PtSymbolBlock) model.getBlock();
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        input = new NDList(
                manager.create(picture.floats(), new Shape(picture.shape().dims())));
        JniUtils.setNumThreads(threads);
    }

    /** Loads libtorch, the way our backend does, and returns its version. */
    static String libtorch() {
        if (new DjlPyTorchBackend().availability() instanceof Availability.Available available) {
            return available.version();
        }
        throw new IllegalStateException("libtorch cannot be loaded: gradcam4j doctor says why");
    }

    @Override
    public void run() {
        IValueUtils.forward(block, input, false).close();
    }

    @Override
    public void close() {
        manager.close();
        model.close();
    }
}
