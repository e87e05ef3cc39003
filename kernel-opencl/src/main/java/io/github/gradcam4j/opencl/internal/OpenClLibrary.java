package io.github.gradcam4j.opencl.internal;

import static org.lwjgl.system.MemoryUtil.memAddress;

import java.util.List;
import java.util.Optional;
import org.lwjgl.opencl.CL;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.JNI;
import org.lwjgl.system.Library;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Platform;
import org.lwjgl.system.SharedLibrary;

/** Loads the OpenCL library of this machine, once in a process. */
final class OpenClLibrary {
    /** The name that every package on Linux brings first; the one without a number belongs to the development files. */
    private static final List<String> LINUX_NAMES = List.of("libOpenCL.so.1", "OpenCL");

    private static boolean loaded;

    private OpenClLibrary() {}

    /**
     * Loads the library; a program that uses LWJGL's OpenCL itself may have done so before.
     *
     * @throws UnsatisfiedLinkError if this machine has none, or the native part of LWJGL is missing
     */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        Configuration.OPENCL_EXPLICIT_INIT.set(true);
        if (Runtime.version().feature() >= 25 && Configuration.MEMORY_BACKEND.get() == null) {
            Configuration.MEMORY_BACKEND.set("ffm"); // the others call what newer Java versions warn of
        }
        if (!isCreated()) {
            leaveSignals();
            Optional<SharedLibrary> found = Platform.get() == Platform.LINUX ? onLinux() : Optional.empty();
            if (found.isPresent()) {
                CL.create(found.get().getName());
                found.get().free();
            } else {
                CL.create();
            }
        }
        loaded = true;
    }

    private static boolean isCreated() {
        try {
            CL.getICD();
            return true;
        } catch (IllegalStateException | NullPointerException notYet) {
            return false;
        }
    }

    /** Looks under both names; asked for one that is not there, LWJGL would print advice of its own. */
    private static Optional<SharedLibrary> onLinux() {
        if (Configuration.OPENCL_LIBRARY_NAME.get() != null) {
            return Optional.empty();
        }
        return Optional.of(Library.loadNative(
                CL.class,
                "org.lwjgl.opencl",
                null,
                () -> {
                    throw new UnsatisfiedLinkError("no " + String.join(" or ", LINUX_NAMES));
                },
                LINUX_NAMES.toArray(String[]::new)));
    }

    /**
     * Keeps PoCL from answering the signal of a division by zero: with its handler, which it installs by default, 7 / 0 is 7
     * in the whole Java program instead of an ArithmeticException. What the user has set stays.
     */
    private static void leaveSignals() {
        if (Platform.get() != Platform.LINUX) {
            return;
        }
        try (MemoryStack stack = MemoryStack.stackPush();
                SharedLibrary c = Library.loadNative(
                        OpenClLibrary.class,
                        "org.lwjgl",
                        null,
                        () -> {
                            throw new UnsatisfiedLinkError("no C library");
                        },
                        "libc.so.6",
                        "libc.so")) {
            long setenv = c.getFunctionAddress("setenv");
            if (setenv != 0) {
                long name = memAddress(stack.ASCII("POCL_SIGFPE_HANDLER"));
                JNI.invokePPI(name, memAddress(stack.ASCII("0")), false, setenv);
            }
        } catch (UnsatisfiedLinkError e) {
            // A C library of another name: the variable must be set outside, see docs/kernels.md.
        }
    }
}
