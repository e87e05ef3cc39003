package io.github.gradcam4j.opencl.internal;

import static org.lwjgl.opencl.CL10.CL_CONTEXT_PLATFORM;

import io.github.gradcam4j.spi.CamKernel.Weighting;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.CamTask.Strides;
import java.nio.IntBuffer;
import java.util.List;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;

/** The context on a device, with its queue, program and memory. Used by one thread at a time. */
final class Workspace {
    private final long context;
    private final long queue;
    private final Program program;
    private final Transfer transfer;
    private final long limit;
    private final DeviceBuffer activations;
    private final DeviceBuffer gradients;
    private final DeviceBuffer weights;
    private final DeviceBuffer partial;
    private final DeviceBuffer maps;

    private Workspace(long context, long queue, Program program, long limit) {
        this.context = context;
        this.queue = queue;
        this.program = program;
        this.limit = limit;
        transfer = new Transfer(queue);
        activations = new DeviceBuffer(context, "activations");
        gradients = new DeviceBuffer(context, "gradients");
        weights = new DeviceBuffer(context, "weights");
        partial = new DeviceBuffer(context, "sums");
        maps = new DeviceBuffer(context, "maps");
    }

    /** Opens a device and compiles the program for it. */
    static Workspace open(ClDevice device, Settings settings) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer error = stack.callocInt(1);
            long context = CL10.clCreateContext(
                    stack.pointers(CL_CONTEXT_PLATFORM, device.platform(), 0), device.handle(), null, 0, error);
            ClErrors.check(error.get(0), "opening " + device.description());
            long queue = CL10.clCreateCommandQueue(context, device.handle(), 0, error);
            if (error.get(0) != CL10.CL_SUCCESS) {
                CL10.clReleaseContext(context);
            }
            ClErrors.check(error.get(0), "opening a queue on " + device.description());
            try {
                boolean doubles = device.doubles() && settings.doubles();
                Program program = Program.build(settings.source(), doubles, device, context, queue);
                return new Workspace(context, queue, program, settings.limit(device));
            } catch (RuntimeException e) {
                CL10.clReleaseCommandQueue(queue);
                CL10.clReleaseContext(context);
                throw e;
            }
        }
    }

    void sum(CamTask task, float[] values) {
        if (task.positions() == 0) {
            return;
        }
        int item = -1;
        for (Part part : Part.of(task, limit)) {
            if (part.firstItem() != item) {
                item = part.firstItem();
                Part.Span span = part.activations(task);
                transfer.upload(task.activations(), span, activations.ofSize(span.bytes()), "copying the activations");
            }
            sum(task, part);
            read(task, part, values);
        }
        buffers().forEach(buffer -> buffer.trim(limit));
    }

    private void sum(CamTask task, Part part) {
        Part.Span span = part.gradients(task);
        long gradient = gradients.ofSize(span.bytes());
        transfer.upload(task.gradients(), span, gradient, "copying the gradients");
        Slices slices = Slices.of(task);
        long partials = partial.ofSize(part.partialBytes(task));
        long weight = weights.ofSize(part.weightBytes(task));
        Strides g = task.gradientsAt();
        Strides a = task.activationsAt();
        int gOffset =
                g.offset() + part.firstItem() * g.item() + part.firstTarget() * task.targetStride() - span.first();
        int aOffset = a.offset()
                + part.firstItem() * a.item()
                - part.activations(task).first();
        int rows = part.rows();
        int channels = task.channels();
        int positions = task.positions();
        boolean weighted = task.weighting() == Weighting.CHANNEL_MEAN && g.position() != 0;
        if (weighted) {
            int count = slices.overPositions();
            program.start(
                    "gradient_sums",
                    (long) rows * count * channels,
                    gradient,
                    gOffset,
                    task.targetStride(),
                    g.item(),
                    g.channel(),
                    g.position(),
                    rows,
                    part.items(),
                    channels,
                    positions,
                    count,
                    g.position() <= g.channel() ? 1 : 0,
                    partials);
            program.start("means", (long) rows * channels, partials, rows, channels, positions, count, weight);
        }
        int count = slices.overChannels();
        program.start(
                "products",
                (long) rows * count * positions,
                activations.ofSize(0),
                aOffset,
                a.item(),
                a.channel(),
                a.position(),
                gradient,
                gOffset,
                task.targetStride(),
                g.item(),
                g.channel(),
                g.position(),
                weight,
                weighted ? 1 : 0,
                rows,
                part.items(),
                channels,
                positions,
                count,
                a.channel() <= a.position() ? 1 : 0,
                partials);
        program.start(
                "maps",
                (long) rows * positions,
                partials,
                rows,
                positions,
                count,
                task.negate() ? 1 : 0,
                task.relu() ? 1 : 0,
                maps.ofSize(part.mapBytes(task)));
    }

    /** Copies a part's rows to where they belong in the maps of the whole task; waits for the sums. */
    private void read(CamTask task, Part part, float[] values) {
        int row = part.items() * task.positions();
        for (int target = 0; target < part.targets(); target++) {
            int place = ((part.firstTarget() + target) * task.items() + part.firstItem()) * task.positions();
            if (part.items() == task.items()) {
                transfer.download(maps.ofSize(0), 0, values, place, row * part.targets());
                return;
            }
            transfer.download(maps.ofSize(0), target * row, values, place, row);
        }
    }

    /** Returns the bytes that are kept on the device. */
    long memory() {
        return buffers().stream().mapToLong(DeviceBuffer::size).sum();
    }

    private List<DeviceBuffer> buffers() {
        return List.of(activations, gradients, weights, partial, maps);
    }

    void free() {
        CL10.clFinish(queue);
        buffers().forEach(DeviceBuffer::free);
        program.free();
        CL10.clReleaseCommandQueue(queue);
        CL10.clReleaseContext(context);
    }
}
