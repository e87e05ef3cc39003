package io.github.gradcam4j.pytorch.internal.engine;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.Device;
import java.util.List;

/** The devices of libtorch. An explicit choice never falls back. */
public final class Devices {
    /** What this backend knows. */
    public static final List<String> NAMES = List.of("cpu", "gpu");

    private Devices() {}

    /** Returns DJL's name of a device. */
    static ai.djl.Device of(Device device) {
        if (device.name().equals("cpu")) {
            return ai.djl.Device.cpu();
        }
        int count = TorchEngine.get().getGpuCount();
        if (device.index() >= count) {
            throw new BackendUnavailableException("device '" + device + "' is not there: libtorch " + Libtorch.VERSION
                    + (count == 0
                            ? " sees no GPU. It must be built for CUDA (set PYTORCH_LIBRARY_PATH to such a libtorch "
                                    + Libtorch.VERSION
                                    + ", and PYTORCH_FLAVOR=cu128), and NVIDIA's driver must be installed"
                            : " sees gpu:0 to gpu:" + (count - 1)));
        }
        return ai.djl.Device.gpu(device.index());
    }
}
