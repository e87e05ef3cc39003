package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.CamTask;
import java.nio.FloatBuffer;

/**
 * Reads runs of one of a task's arrays for an item of a target. Copying a run is far cheaper than asking a buffer for each
 * element.
 *
 * @param values the array
 * @param first where the item's first element lies
 * @param channel elements between channels
 * @param position elements between positions
 */
record Elements(FloatBuffer values, int first, int channel, int position) {
    static Elements activations(CamTask task, int item) {
        CamTask.Strides at = task.activationsAt();
        return new Elements(task.activations(), at.offset() + item * at.item(), at.channel(), at.position());
    }

    static Elements gradients(CamTask task, int target, int item) {
        CamTask.Strides at = task.gradientsAt();
        int first = at.offset() + target * task.targetStride() + item * at.item();
        return new Elements(task.gradients(), first, at.channel(), at.position());
    }

    /** Reads some positions of a channel. */
    void ofChannel(int atChannel, int from, int count, float[] to) {
        read(first + atChannel * channel + from * position, position, count, to);
    }

    /** Reads some channels of a position. */
    void ofPosition(int atPosition, int from, int count, float[] to) {
        read(first + atPosition * position + from * channel, channel, count, to);
    }

    float get(int atChannel, int atPosition) {
        return values.get(first + atChannel * channel + atPosition * position);
    }

    /** Tells whether a channel's positions lie closer together than a position's channels. */
    boolean byChannel(int channels) {
        return position < channel || (position == channel && channels == 1);
    }

    private void read(int start, int stride, int count, float[] to) {
        if (stride == 1) {
            values.get(start, to, 0, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[i] = values.get(start + i * stride);
        }
    }
}
