package io.github.gradcam4j.opencl.internal;

import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.testkit.CamKernelContract;
import org.junit.jupiter.api.BeforeAll;

/** Devices without double precision keep the contract too. */
class PairsOfFloatsTest extends CamKernelContract {
    private static final CamKernel KERNEL = Gpu.kernel(new Session(new Settings(Program.source(), false, 256 << 20)));

    @BeforeAll
    static void needsADevice() {
        Gpu.require();
    }

    @Override
    protected CamKernel kernel() {
        return KERNEL;
    }
}
