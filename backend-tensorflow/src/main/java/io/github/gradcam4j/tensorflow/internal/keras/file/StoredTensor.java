package io.github.gradcam4j.tensorflow.internal.keras.file;

import io.github.gradcam4j.tensor.Shape;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Is a tensor of a file, whose numbers are read when they are asked for.
 *
 * @param path where it is
 * @param shape its shape
 * @param kind such as {@code float32}
 * @param dataset where its numbers are
 */
public record StoredTensor(String path, Shape shape, String kind, Dataset dataset) {
    static StoredTensor of(String path, Dataset dataset, long fileSize) {
        if (!dataset.getFilters().isEmpty()) {
            throw new Damaged("its '" + path + "' is compressed, which Keras does not do");
        }
        DataLayout layout = dataset.getDataLayout();
        if (layout != DataLayout.CONTIGUOUS && layout != DataLayout.COMPACT && layout != DataLayout.CHUNKED) {
            throw new Damaged("its '" + path + "' is stored elsewhere (" + layout + "), which Keras does not do");
        }
        Shape shape =
                Shape.of(Arrays.stream(dataset.getDimensions()).asLongStream().toArray());
        long bytes;
        try {
            bytes = Math.multiplyExact(shape.size(), dataset.getDataType().getSize());
        } catch (ArithmeticException e) {
            bytes = Long.MAX_VALUE;
        }
        if (bytes > fileSize || bytes > Integer.MAX_VALUE - 8L) {
            throw new Damaged("its '" + path + "' of shape " + shape + " would need " + bytes
                    + " bytes, but the file has " + fileSize);
        }
        return new StoredTensor(path, shape, kind(path, dataset), dataset);
    }

    private static String kind(String path, Dataset dataset) {
        int bits = dataset.getDataType().getSize() * Byte.SIZE;
        if (dataset.getDataType() instanceof FloatingPoint) {
            return "float" + bits;
        }
        if (dataset.getDataType() instanceof FixedPoint fixed) {
            return (fixed.isSigned() ? "int" : "uint") + bits;
        }
        throw new Damaged(
                "its '" + path + "' holds " + dataset.getDataType().getClass().getSimpleName() + " instead of numbers");
    }

    /** Returns the numbers in the machine's own order of bytes; null if they are not in one piece. */
    public ByteBuffer bytes() {
        return Hdf5.read(() -> {
            ByteOrder order = dataset.getDataType() instanceof FloatingPoint floating
                    ? floating.getByteOrder()
                    : ((FixedPoint) dataset.getDataType()).getByteOrder();
            if (order != ByteOrder.LITTLE_ENDIAN) {
                throw new Damaged("its '" + path + "' has the high byte first");
            }
            if (!(dataset instanceof ContiguousDataset contiguous) || shape.size() == 0) {
                throw new Damaged("its '" + path + "' is in pieces or empty, which Keras does not write");
            }
            ByteBuffer bytes = contiguous.getBuffer().slice();
            long wanted = shape.size() * dataset.getDataType().getSize();
            if (bytes.remaining() != wanted) {
                throw new Damaged("its '" + path + "' has " + bytes.remaining() + " bytes instead of " + wanted);
            }
            return bytes.order(ByteOrder.LITTLE_ENDIAN);
        });
    }
}
