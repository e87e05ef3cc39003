package io.github.gradcam4j.testkit;

import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The value of one node for one item in double precision: channels, rows, columns; features have one row and column. */
@SuppressWarnings("ArrayRecordComponent") // the values are all there is
record Field(int channels, int height, int width, boolean flat, double[] values) {
    static Field zero(int channels, int height, int width, boolean flat) {
        return new Field(channels, height, width, flat, new double[channels * height * width]);
    }

    Field zero() {
        return zero(channels, height, width, flat);
    }

    int at(int channel, int row, int column) {
        return (channel * height + row) * width + column;
    }

    double value(int channel, int row, int column) {
        return values[at(channel, row, column)];
    }

    void add(Field other) {
        for (int i = 0; i < values.length; i++) {
            values[i] += other.values[i];
        }
    }

    Layout layout(Layout picture) {
        return flat ? Layout.NC : picture;
    }

    /** Returns the shape of so many items in the layout of the file. */
    Shape shape(long items, Layout picture) {
        if (flat) {
            return Shape.of(items, channels);
        }
        return picture.equals(Layout.NHWC)
                ? Shape.of(items, height, width, channels)
                : Shape.of(items, channels, height, width);
    }

    /** Appends the values, rounded to float32, in the layout of the file. */
    void write(ByteBuffer out, Layout picture) {
        for (int i = 0; i < values.length; i++) {
            out.putFloat((float) values[source(i, picture)]);
        }
    }

    /** Reads the values of a field of this form. */
    Field read(FloatBuffer in, int offset, Layout picture) {
        Field field = zero();
        for (int i = 0; i < values.length; i++) {
            field.values[source(i, picture)] = in.get(offset + i);
        }
        return field;
    }

    private int source(int index, Layout picture) {
        if (flat || !picture.equals(Layout.NHWC)) {
            return index;
        }
        return (index % channels) * height * width + index / channels;
    }
}
