package io.github.gradcam4j.opencl.internal;

import static org.lwjgl.opencl.CL10.CL_MEM_READ_WRITE;

import java.nio.IntBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;

/** Memory on the device that grows with what it must hold, and is used again. */
final class DeviceBuffer {
    private static final long LEAST = 1 << 16;

    private final long context;
    private final String content;
    private long handle;
    private long size;

    /** Describes a buffer without memory yet. */
    DeviceBuffer(long context, String content) {
        this.context = context;
        this.content = content;
    }

    /** Returns the handle of memory with room for some bytes; what it holds is undefined. */
    long ofSize(long bytes) {
        if (bytes > size) {
            free();
            long wanted = Math.max(LEAST, bytes);
            try (MemoryStack stack = MemoryStack.stackPush()) {
                IntBuffer error = stack.callocInt(1);
                long made = CL10.clCreateBuffer(context, CL_MEM_READ_WRITE, wanted, error);
                ClErrors.check(error.get(0), "making room for " + content);
                handle = made;
                size = wanted;
            }
        }
        return handle;
    }

    long size() {
        return size;
    }

    /** Gives back memory of more than some bytes. */
    void trim(long limit) {
        if (size > limit) {
            free();
        }
    }

    void free() {
        if (handle != 0) {
            CL10.clReleaseMemObject(handle);
            handle = 0;
            size = 0;
        }
    }
}
