package io.github.gradcam4j.opencl.internal;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryUtil;

/** Copies floats to the device and back: from direct memory as it lies, through a small buffer otherwise. */
final class Transfer {
    private static final int STAGE = 1 << 20;

    private final long queue;
    private final FloatBuffer stage =
            ByteBuffer.allocateDirect(4 * STAGE).order(ByteOrder.nativeOrder()).asFloatBuffer();

    Transfer(long queue) {
        this.queue = queue;
    }

    /** Copies a span of a buffer to the beginning of memory on the device; returns when the span may change. */
    void upload(FloatBuffer from, Part.Span span, long to, String step) {
        if (from.isDirect() && from.order() == ByteOrder.nativeOrder()) {
            try {
                write(to, 0, MemoryUtil.memAddress(from, span.first()), span.end() - span.first(), step);
            } finally {
                Reference.reachabilityFence(from);
            }
            return;
        }
        for (int at = span.first(); at < span.end(); at += STAGE) {
            int count = Math.min(STAGE, span.end() - at);
            stage.clear().put(0, from, at, count);
            write(to, at - span.first(), MemoryUtil.memAddress(stage, 0), count, step);
        }
    }

    private void write(long to, int at, long address, int count, String step) {
        ClErrors.check(
                CL10.nclEnqueueWriteBuffer(
                        queue, to, CL10.CL_TRUE, 4L * at, 4L * count, address, 0, MemoryUtil.NULL, MemoryUtil.NULL),
                step);
    }

    /** Copies floats from memory on the device, after everything that was asked of the device before. */
    void download(long from, int at, float[] into, int place, int count) {
        for (int done = 0; done < count; done += STAGE) {
            int now = Math.min(STAGE, count - done);
            ClErrors.check(
                    CL10.nclEnqueueReadBuffer(
                            queue,
                            from,
                            CL10.CL_TRUE,
                            4L * (at + done),
                            4L * now,
                            MemoryUtil.memAddress(stage, 0),
                            0,
                            MemoryUtil.NULL,
                            MemoryUtil.NULL),
                    "summing and copying the maps back");
            stage.clear().get(0, into, place + done, now);
        }
    }
}
