package io.github.gradcam4j.opencl.internal;

import io.github.gradcam4j.spi.CamTask;
import java.util.ArrayList;
import java.util.List;

/**
 * Some targets and items of a task, as many as are on the device at once.
 *
 * @param firstItem the first item
 * @param items the number of items
 * @param firstTarget the first target
 * @param targets the number of targets
 */
record Part(int firstItem, int items, int firstTarget, int targets) {
    /** What the wider sums take: a double, or two floats. */
    static final int SUM_BYTES = 8;

    /**
     * Elements of a buffer that are read, with all that lies between them.
     *
     * @param first the index of the first one
     * @param end the index behind the last one
     */
    record Span(int first, int end) {
        long bytes() {
            return 4L * (end - first);
        }

        private static Span of(long offset, long... countsAndStrides) {
            long first = offset;
            long last = offset;
            for (int i = 0; i < countsAndStrides.length; i += 2) {
                long reach = (countsAndStrides[i] - 1) * countsAndStrides[i + 1];
                first += Math.min(0, reach);
                last += Math.max(0, reach);
            }
            return new Span(Math.toIntExact(first), Math.toIntExact(last + 1));
        }
    }

    /**
     * Cuts a task, items before targets: what lies on the device serves all targets.
     *
     * @param task the task
     * @param limit the bytes that a buffer should not exceed; one item of one target may
     * @return the parts, those of the same items one after the other
     */
    static List<Part> of(CamTask task, long limit) {
        int items = task.items();
        while (items > 1 && exceeds(task, new Part(0, items, 0, 1), limit)) {
            items = (items + 1) / 2;
        }
        int targets = task.targets();
        while (targets > 1 && exceeds(task, new Part(0, items, 0, targets), limit)) {
            targets = (targets + 1) / 2;
        }
        List<Part> parts = new ArrayList<>();
        for (int item = 0; item < task.items(); item += items) {
            for (int target = 0; target < task.targets(); target += targets) {
                parts.add(new Part(
                        item,
                        Math.min(items, task.items() - item),
                        target,
                        Math.min(targets, task.targets() - target)));
            }
        }
        return parts;
    }

    private static boolean exceeds(CamTask task, Part part, long limit) {
        return part.activations(task).bytes() > limit
                || part.gradients(task).bytes() > limit
                || part.partialBytes(task) > limit;
    }

    /** Rows of the map: targets x items. */
    int rows() {
        return targets * items;
    }

    Span activations(CamTask task) {
        CamTask.Strides at = task.activationsAt();
        return Span.of(
                at.offset() + (long) firstItem * at.item(),
                items,
                at.item(),
                task.channels(),
                at.channel(),
                task.positions(),
                at.position());
    }

    Span gradients(CamTask task) {
        CamTask.Strides at = task.gradientsAt();
        return Span.of(
                at.offset() + (long) firstItem * at.item() + (long) firstTarget * task.targetStride(),
                targets,
                task.targetStride(),
                items,
                at.item(),
                task.channels(),
                at.channel(),
                task.positions(),
                at.position());
    }

    /** Returns the bytes that the slices of all sums take. */
    long partialBytes(CamTask task) {
        Slices slices = Slices.of(task);
        return (long) SUM_BYTES
                * rows()
                * Math.max(
                        (long) slices.overPositions() * task.channels(),
                        (long) slices.overChannels() * task.positions());
    }

    long weightBytes(CamTask task) {
        return (long) SUM_BYTES * rows() * task.channels();
    }

    long mapBytes(CamTask task) {
        return 4L * rows() * task.positions();
    }
}
