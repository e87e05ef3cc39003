package io.github.gradcam4j.opencl.internal;

import static org.lwjgl.opencl.CL10.CL_DEVICE_EXTENSIONS;
import static org.lwjgl.opencl.CL10.CL_DEVICE_GLOBAL_MEM_SIZE;
import static org.lwjgl.opencl.CL10.CL_DEVICE_MAX_MEM_ALLOC_SIZE;
import static org.lwjgl.opencl.CL10.CL_DEVICE_MAX_WORK_GROUP_SIZE;
import static org.lwjgl.opencl.CL10.CL_DEVICE_NAME;
import static org.lwjgl.opencl.CL10.CL_DEVICE_TYPE;
import static org.lwjgl.opencl.CL10.CL_DEVICE_TYPE_CPU;
import static org.lwjgl.opencl.CL10.CL_DEVICE_TYPE_GPU;
import static org.lwjgl.opencl.CL10.CL_DEVICE_VERSION;
import static org.lwjgl.opencl.CL10.CL_PLATFORM_NAME;
import static org.lwjgl.opencl.CL10.CL_PLATFORM_VERSION;
import static org.lwjgl.opencl.CL11.CL_DEVICE_HOST_UNIFIED_MEMORY;

import java.util.Locale;
import java.util.Set;

/**
 * A device of an OpenCL platform.
 *
 * @param platform the platform's handle
 * @param handle the device's handle
 * @param kind what it is
 * @param name its name
 * @param version the OpenCL version that it speaks
 * @param platformName the name of its platform
 * @param platformVersion the version of its platform
 * @param ownMemory whether its memory is apart from this program's
 * @param doubles whether it computes in double precision
 * @param memory its memory in bytes
 * @param largestBuffer the size of the largest buffer in bytes
 * @param groupSize the number of work-items that run together
 */
record ClDevice(
        long platform,
        long handle,
        Kind kind,
        String name,
        String version,
        String platformName,
        String platformVersion,
        boolean ownMemory,
        boolean doubles,
        long memory,
        long largestBuffer,
        int groupSize) {
    private static final int USUAL_GROUP = 64;

    /** What a device is; the best for a sum first. */
    enum Kind {
        GPU,
        ACCELERATOR,
        CPU
    }

    static ClDevice of(long platform, long handle) {
        ClQuery device = ClQuery.ofDevice(handle);
        ClQuery of = ClQuery.ofPlatform(platform);
        Set<String> extensions = Set.of(device.text(CL_DEVICE_EXTENSIONS).split("\\s+"));
        return new ClDevice(
                platform,
                handle,
                kind(device.number(CL_DEVICE_TYPE)),
                line(device.text(CL_DEVICE_NAME)),
                line(device.text(CL_DEVICE_VERSION)),
                line(of.text(CL_PLATFORM_NAME)),
                line(of.text(CL_PLATFORM_VERSION)),
                !device.flag(CL_DEVICE_HOST_UNIFIED_MEMORY),
                extensions.contains("cl_khr_fp64") || extensions.contains("cl_amd_fp64"),
                device.number(CL_DEVICE_GLOBAL_MEM_SIZE),
                device.number(CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                (int) Math.min(USUAL_GROUP, device.number(CL_DEVICE_MAX_WORK_GROUP_SIZE)));
    }

    /** Drivers pad their names. */
    private static String line(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static Kind kind(long type) {
        if ((type & CL_DEVICE_TYPE_GPU) != 0) {
            return Kind.GPU;
        }
        return (type & CL_DEVICE_TYPE_CPU) != 0 ? Kind.CPU : Kind.ACCELERATOR;
    }

    /** Says what it is, for people. */
    String description() {
        return name + " (" + kind.name().toLowerCase(Locale.ROOT) + ", " + version + ", platform " + platformName + ")";
    }
}
