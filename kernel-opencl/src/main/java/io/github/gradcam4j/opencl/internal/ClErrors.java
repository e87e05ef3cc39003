package io.github.gradcam4j.opencl.internal;

import static org.lwjgl.opencl.CL10.CL_SUCCESS;

import io.github.gradcam4j.GradCamException;
import java.util.Map;

/** Turns error codes of OpenCL into exceptions that say what to do. */
final class ClErrors {
    static final String OTHER_KERNEL =
            "sum on the processor: --kernel cpu (Java: ExplainerOptions.withKernel(\"cpu\"))";

    private static final Map<Integer, String> NO_MEMORY = Map.of(
            -4, "CL_MEM_OBJECT_ALLOCATION_FAILURE",
            -5, "CL_OUT_OF_RESOURCES",
            -6, "CL_OUT_OF_HOST_MEMORY",
            -61, "CL_INVALID_BUFFER_SIZE");

    private ClErrors() {}

    /** Is thrown where the device has too little memory. */
    static final class NoMemory extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoMemory(String step, String code) {
            super(step + ": " + code);
        }
    }

    /**
     * Does nothing after success.
     *
     * @param code what a function of OpenCL returned
     * @param step what was asked of it, such as {@code copying the gradients}
     * @throws NoMemory if the device has too little memory
     * @throws GradCamException if something else failed
     */
    static void check(int code, String step) {
        if (code == CL_SUCCESS) {
            return;
        }
        String noMemory = NO_MEMORY.get(code);
        if (noMemory != null) {
            throw new NoMemory(step, noMemory);
        }
        throw new GradCamException("the kernel 'gpu' failed while " + step + ": OpenCL error " + code
                + ", a defect of the driver or of gradcam4j. Update the driver, or " + OTHER_KERNEL);
    }
}
