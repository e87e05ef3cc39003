package io.github.gradcam4j.opencl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.testkit.CamKernelContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A task that does not fit on the device at once is cut into parts. */
class SmallBuffersTest extends CamKernelContract {
    private static final CamKernel KERNEL = Gpu.kernel(new Session(new Settings(Program.source(), true, 64)));

    @BeforeAll
    static void needsADevice() {
        Gpu.require();
    }

    @Override
    protected CamKernel kernel() {
        return KERNEL;
    }

    @Test
    void parts_cover_every_target_of_every_item_once() {
        for (long seed = 0; seed < 50; seed++) {
            Gpu.Case given = Gpu.random(seed);
            int[] seen = new int[given.task().items() * given.task().targets()];
            for (Part part : Part.of(given.task(), 4096)) {
                for (int item = 0; item < part.items(); item++) {
                    for (int target = 0; target < part.targets(); target++) {
                        seen[(part.firstItem() + item) * given.task().targets() + part.firstTarget() + target]++;
                    }
                }
                assertThat(part.gradients(given.task()).end())
                        .isLessThanOrEqualTo(given.task().gradients().capacity());
            }
            assertThat(seen).containsOnly(1);
        }
    }
}
