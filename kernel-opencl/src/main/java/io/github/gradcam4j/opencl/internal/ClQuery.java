package io.github.gradcam4j.opencl.internal;

import static org.lwjgl.opencl.CL10.CL_SUCCESS;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** Asks an OpenCL object for what it knows of itself. */
final class ClQuery {
    private final Question question;

    private ClQuery(Question question) {
        this.question = question;
    }

    /** One of the functions called {@code clGet...Info}, for one object. */
    private interface Question {
        int ask(int parameter, long size, long value, long sizeOfValue);
    }

    static ClQuery ofPlatform(long platform) {
        return new ClQuery((what, size, value, needed) -> CL10.nclGetPlatformInfo(platform, what, size, value, needed));
    }

    static ClQuery ofDevice(long device) {
        return new ClQuery((what, size, value, needed) -> CL10.nclGetDeviceInfo(device, what, size, value, needed));
    }

    static ClQuery ofBuild(long program, long device) {
        return new ClQuery(
                (what, size, value, needed) -> CL10.nclGetProgramBuildInfo(program, device, what, size, value, needed));
    }

    /** Returns a text, without blanks around it; empty where the object does not answer. */
    String text(int parameter) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer size = stack.callocPointer(1);
            if (question.ask(parameter, 0, MemoryUtil.NULL, size.address()) != CL_SUCCESS || size.get(0) == 0) {
                return "";
            }
            ByteBuffer bytes = MemoryUtil.memCalloc((int) size.get(0));
            try {
                question.ask(parameter, bytes.capacity(), MemoryUtil.memAddress(bytes), MemoryUtil.NULL);
                String text = StandardCharsets.UTF_8.decode(bytes).toString();
                int end = text.indexOf('\0');
                return (end < 0 ? text : text.substring(0, end)).strip();
            } finally {
                MemoryUtil.memFree(bytes);
            }
        }
    }

    /** Returns a number of up to eight bytes; 0 where the object does not answer. */
    long number(int parameter) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer value = stack.calloc(8, 8);
            question.ask(parameter, 8, MemoryUtil.memAddress(value), MemoryUtil.NULL);
            return value.getLong(0);
        }
    }

    boolean flag(int parameter) {
        return (number(parameter) & 0xffffffffL) != 0;
    }
}
