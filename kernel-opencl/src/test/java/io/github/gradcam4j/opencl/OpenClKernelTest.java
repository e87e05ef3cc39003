package io.github.gradcam4j.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.opencl.internal.Gpu;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.testkit.CamKernelContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kernel as programs find it keeps the contract. */
class OpenClKernelTest extends CamKernelContract {
    private static final CamKernel FOUND = Platform.discover().kernels().require("gpu");

    @BeforeAll
    static void needsADevice() {
        Gpu.require();
    }

    @Override
    protected CamKernel kernel() {
        return FOUND;
    }

    @Test
    void the_services_file_brings_it_behind_the_kernel_of_the_processor() {
        assertThat(Platform.discover().kernels().all())
                .extracting(CamKernel::id)
                .containsExactly("cpu", "gpu");
        assertThat(FOUND).isInstanceOf(OpenClKernel.class);
    }

    @Test
    void availability_names_device_and_platform_with_their_versions() {
        Availability.Available there = (Availability.Available) FOUND.availability();
        assertThat(there.version()).startsWith("OpenCL ");
        assertThat(there.devices().get(0)).containsPattern(".+ \\((gpu|accelerator|cpu), OpenCL .+, platform .+\\)");
    }

    @Test
    void a_device_that_is_this_processor_has_none_of_its_own() {
        Availability.Available there = (Availability.Available) FOUND.availability();
        assertThat(FOUND.hasOwnProcessor()).isEqualTo(!there.devices().get(0).contains("(cpu, "));
        if (!FOUND.hasOwnProcessor()) {
            assertThat(Platform.discover().automaticKernel().kernel()).isEqualTo("cpu");
        }
    }

    @Test
    void after_close_the_next_sum_opens_the_device_again() {
        OpenClKernel kernel = new OpenClKernel();
        float[] first = Gpu.task(1, 5, 11, 13).sum(kernel);
        kernel.close();
        kernel.close();
        assertThat(Gpu.task(1, 5, 11, 13).sum(kernel)).isEqualTo(first);
    }

    @Test
    void java_still_notices_a_division_by_zero() {
        Gpu.task(1, 5, 11, 13).sum(FOUND);
        for (int i = 0; i < 100_000; i++) { // compiled, it relies on the signal
            assertThat(half(i, 2)).isEqualTo(i / 2);
        }
        assertThatThrownBy(() -> half(7, 0)).isInstanceOf(ArithmeticException.class);
    }

    private static int half(int dividend, int divisor) {
        return dividend / divisor;
    }
}
