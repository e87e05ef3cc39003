package io.github.gradcam4j.opencl.internal;

import static org.lwjgl.opencl.CL10.CL_DEVICE_AVAILABLE;
import static org.lwjgl.opencl.CL10.CL_DEVICE_COMPILER_AVAILABLE;
import static org.lwjgl.opencl.CL10.CL_DEVICE_TYPE_ALL;
import static org.lwjgl.opencl.CL10.CL_SUCCESS;
import static org.lwjgl.opencl.CL10.clGetDeviceIDs;
import static org.lwjgl.opencl.CL10.clGetPlatformIDs;

import io.github.gradcam4j.GradCamException;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;

/** Finds the devices of this machine. */
final class Devices {
    private static final String INSTALL = "Install the driver of the graphics processor with its OpenCL part (Debian:"
            + " nvidia-opencl-icd, intel-opencl-icd, mesa-opencl-icd, or pocl-opencl-icd to try it without one), or "
            + ClErrors.OTHER_KERNEL;

    private Devices() {}

    /**
     * Says that this machine has no device.
     *
     * @param reason what is missing
     * @param remedy what the user can do
     */
    record Missing(String reason, String remedy) {}

    /**
     * What there is.
     *
     * @param devices the devices, the best first
     * @param missing what is missing if there are none
     */
    record Found(List<ClDevice> devices, Missing missing) {}

    /** Returns the devices that can compile and run kernels: graphics processors first, with memory of their own first. */
    static Found find() {
        try {
            OpenClLibrary.load();
            return list();
        } catch (NoClassDefFoundError | ExceptionInInitializerError e) {
            return new Found(
                    List.of(),
                    new Missing(
                            "the native part of LWJGL cannot be loaded",
                            "Add the jar org.lwjgl:lwjgl with the classifier of this system, such as natives-linux, or "
                                    + ClErrors.OTHER_KERNEL));
        } catch (UnsatisfiedLinkError | IllegalStateException e) {
            return none("the OpenCL library cannot be loaded (" + e.getMessage() + ")");
        } catch (GradCamException | ClErrors.NoMemory e) {
            return none("the OpenCL drivers do not work (" + e.getMessage() + ")");
        }
    }

    private static Found list() {
        List<ClDevice> devices = new ArrayList<>();
        int platforms;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            platforms = clGetPlatformIDs(null, count) == CL_SUCCESS ? count.get(0) : 0;
            if (platforms == 0) {
                return none("OpenCL is installed but has no platform, which means no driver");
            }
            PointerBuffer handles = stack.mallocPointer(platforms);
            ClErrors.check(clGetPlatformIDs(handles, (IntBuffer) null), "listing the platforms");
            for (int i = 0; i < platforms; i++) {
                devices.addAll(of(handles.get(i)));
            }
        }
        devices.sort(Comparator.comparing(ClDevice::kind).thenComparing(device -> !device.ownMemory()));
        return devices.isEmpty()
                ? none("none of the " + platforms + " OpenCL platforms has a device that is ready")
                : new Found(List.copyOf(devices), new Missing("", ""));
    }

    private static Found none(String reason) {
        return new Found(List.of(), new Missing(reason, INSTALL));
    }

    private static List<ClDevice> of(long platform) {
        List<ClDevice> devices = new ArrayList<>();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            if (clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, null, count) != CL_SUCCESS || count.get(0) == 0) {
                return devices;
            }
            PointerBuffer handles = stack.mallocPointer(count.get(0));
            ClErrors.check(
                    clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, handles, (IntBuffer) null), "listing the devices");
            for (int i = 0; i < handles.capacity(); i++) {
                ClQuery device = ClQuery.ofDevice(handles.get(i));
                if (device.flag(CL_DEVICE_AVAILABLE) && device.flag(CL_DEVICE_COMPILER_AVAILABLE)) {
                    devices.add(ClDevice.of(platform, handles.get(i)));
                }
            }
        }
        return devices;
    }
}
