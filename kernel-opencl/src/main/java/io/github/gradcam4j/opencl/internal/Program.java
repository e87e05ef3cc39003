package io.github.gradcam4j.opencl.internal;

import static org.lwjgl.opencl.CL10.CL_PROGRAM_BUILD_LOG;
import static org.lwjgl.opencl.CL10.CL_SUCCESS;

import io.github.gradcam4j.BackendUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;

/** The compiled sums of a device, and how they are started. */
final class Program {
    private static final int LONGEST_LOG = 4000;

    private final long program;
    private final long queue;
    private final int groupSize;
    private final Map<String, Long> kernels = new LinkedHashMap<>();

    private Program(long program, long queue, int groupSize) {
        this.program = program;
        this.queue = queue;
        this.groupSize = groupSize;
    }

    /** Returns the source that comes along. */
    static String source() {
        try (InputStream source = Objects.requireNonNull(Program.class.getResourceAsStream("sums.cl"))) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Compiles a source for a device.
     *
     * @throws BackendUnavailableException if the driver's compiler refuses it; the message has its log
     */
    static Program build(String source, boolean doubles, ClDevice device, long context, long queue) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.callocInt(1);
            long handle = CL10.clCreateProgramWithSource(context, source, error);
            ClErrors.check(error.get(0), "reading the program");
            int built = CL10.clBuildProgram(handle, device.handle(), doubles ? "-DWIDE" : "", null, 0);
            if (built != CL_SUCCESS) {
                String log = ClQuery.ofBuild(handle, device.handle()).text(CL_PROGRAM_BUILD_LOG);
                CL10.clReleaseProgram(handle);
                throw new BackendUnavailableException("the kernel 'gpu' cannot be compiled for "
                        + device.description() + " (OpenCL error " + built + "). Update its driver, or "
                        + ClErrors.OTHER_KERNEL + ". The compiler says: "
                        + log.substring(0, Math.min(log.length(), LONGEST_LOG))
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .reduce((first, second) -> first + " | " + second)
                                .orElse("nothing"));
            }
            Program program = new Program(handle, queue, device.groupSize());
            for (String name : new String[] {"gradient_sums", "means", "products", "maps"}) {
                program.kernels.put(name, CL10.clCreateKernel(handle, name, error));
                ClErrors.check(error.get(0), "preparing " + name);
            }
            return program;
        }
    }

    /** Starts a kernel with its arguments: int for numbers, long for memory. */
    void start(String kernel, long workItems, Object... arguments) {
        if (workItems == 0) {
            return;
        }
        long handle = Objects.requireNonNull(kernels.get(kernel));
        for (int i = 0; i < arguments.length; i++) {
            int error = arguments[i] instanceof Long memory
                    ? CL10.clSetKernelArg1p(handle, i, memory)
                    : CL10.clSetKernelArg1i(handle, i, (Integer) arguments[i]);
            ClErrors.check(error, "preparing " + kernel);
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer group = stack.pointers(groupSize);
            PointerBuffer global = stack.pointers((workItems + groupSize - 1) / groupSize * groupSize);
            ClErrors.check(
                    CL10.clEnqueueNDRangeKernel(queue, handle, 1, null, global, group, null, null),
                    "starting " + kernel);
        }
    }

    void free() {
        kernels.values().forEach(CL10::clReleaseKernel);
        kernels.clear();
        CL10.clReleaseProgram(program);
    }
}
