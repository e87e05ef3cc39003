package io.github.gradcam4j.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Is a dense array in row-major order with element type, shape and typed layout.
 *
 * <p>The elements lie in a buffer of native byte order. A tensor that a pass hands out is borrowed: it may be read until
 * that pass is closed, and throws {@link IllegalStateException} afterwards; {@link #copy()} outlives it. Tensors are
 * safe to share between threads as long as nobody writes to the memory they were made over.
 */
public final class Tensor {
    private final DType dtype;
    private final Shape shape;
    private final Layout layout;
    private final ByteBuffer elements;
    private final BooleanSupplier readable;
    private final @Nullable Tensor stored;

    private Tensor(DType dtype, Shape shape, Layout layout, ByteBuffer elements, BooleanSupplier readable) {
        this(dtype, shape, layout, elements, readable, null);
        long bytes = Math.multiplyExact(shape.size(), (long) dtype.bytes());
        if (elements.remaining() != bytes) {
            throw new IllegalArgumentException("a " + dtype + " tensor of shape " + shape + " needs " + bytes
                    + " bytes, but the buffer holds " + elements.remaining());
        }
    }

    private Tensor(
            DType dtype,
            Shape shape,
            Layout layout,
            ByteBuffer elements,
            BooleanSupplier readable,
            @Nullable Tensor stored) {
        if (layout.rank() != shape.rank()) {
            throw new IllegalArgumentException("layout " + layout + " does not fit shape " + shape);
        }
        this.dtype = dtype;
        this.shape = shape;
        this.layout = layout;
        this.elements = elements;
        this.readable = readable;
        this.stored = stored;
    }

    /**
     * Creates a float32 tensor.
     *
     * @param values the elements in row-major order; copied
     * @param dims the dimensions
     * @return the tensor
     * @throws IllegalArgumentException if the number of values is not the product of the dimensions
     */
    public static Tensor of(float[] values, long... dims) {
        ByteBuffer buffer = allocate(DType.FLOAT32, values.length);
        buffer.asFloatBuffer().put(values);
        return over(DType.FLOAT32, Shape.of(dims), buffer);
    }

    /**
     * Creates an int64 tensor.
     *
     * @param values the elements in row-major order; copied
     * @param dims the dimensions
     * @return the tensor
     * @throws IllegalArgumentException if the number of values is not the product of the dimensions
     */
    public static Tensor of(long[] values, long... dims) {
        ByteBuffer buffer = allocate(DType.INT64, values.length);
        buffer.asLongBuffer().put(values);
        return over(DType.INT64, Shape.of(dims), buffer);
    }

    /**
     * Creates a tensor over memory of the caller, without a copy.
     *
     * @param dtype the element type
     * @param shape the shape, without free dimensions
     * @param elements exactly the elements, from position to limit, in native byte order; direct memory spares
     *     backends a copy
     * @return a tensor that shares the memory, with unknown layout
     * @throws IllegalArgumentException if the size does not fit
     */
    public static Tensor over(DType dtype, Shape shape, ByteBuffer elements) {
        return new Tensor(
                dtype,
                shape,
                Layout.unknown(shape.rank()),
                elements.slice().order(ByteOrder.nativeOrder()),
                () -> true);
    }

    /**
     * Creates a tensor over memory that its owner will take back.
     *
     * @param dtype the element type
     * @param shape the shape, without free dimensions
     * @param layout what the axes count
     * @param elements exactly the elements, in native byte order
     * @param readable false once the owner took the memory back
     * @return a tensor that throws {@link IllegalStateException} when read after that
     */
    public static Tensor borrowed(
            DType dtype, Shape shape, Layout layout, ByteBuffer elements, BooleanSupplier readable) {
        return new Tensor(dtype, shape, layout, elements.slice().order(ByteOrder.nativeOrder()), readable);
    }

    /**
     * Creates a tensor of which only some elements are in memory, because all others along an axis are equal to them. It
     * reads like any other tensor, but then makes the whole in memory every time; {@link #stored()} spares that.
     *
     * @param stored the elements in memory; lent as long as it is
     * @param shape the shape: that of {@code stored} where axes of size 1 may have become longer
     * @param layout what the axes count
     * @return a tensor that shares the memory
     * @throws IllegalArgumentException if {@code stored} does not repeat to the shape
     */
    public static Tensor repeated(Tensor stored, Shape shape, Layout layout) {
        boolean fits = stored.shape.rank() == shape.rank();
        for (int axis = 0; fits && axis < shape.rank(); axis++) {
            fits = stored.shape.dim(axis) == 1 || stored.shape.dim(axis) == shape.dim(axis);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "elements of shape " + stored.shape + " do not repeat to shape " + shape);
        }
        return new Tensor(
                stored.dtype,
                shape,
                layout,
                stored.elements,
                stored.readable,
                stored.shape.equals(shape) ? null : stored);
    }

    /**
     * Allocates zeroed direct memory for a tensor.
     *
     * @param dtype the element type
     * @param size the number of elements
     * @return a buffer of native byte order
     */
    public static ByteBuffer allocate(DType dtype, long size) {
        long bytes = Math.multiplyExact(size, (long) dtype.bytes());
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    size + " elements of " + dtype + " are more than one tensor can hold (2 GiB)");
        }
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * Returns the element type.
     *
     * @return the type
     */
    public DType dtype() {
        return dtype;
    }

    /**
     * Returns the shape.
     *
     * @return the shape, without free dimensions
     */
    public Shape shape() {
        return shape;
    }

    /**
     * Returns what the axes count.
     *
     * @return the layout, of the shape's rank
     */
    public Layout layout() {
        return layout;
    }

    /**
     * Returns the elements as they lie in memory.
     *
     * @return this tensor, or the one that {@linkplain #repeated repeats} to it: of size 1 along an axis where all are equal
     */
    public Tensor stored() {
        return stored == null ? this : stored.stored();
    }

    /**
     * Returns a view of the same elements with another layout.
     *
     * @param other what the axes count
     * @return a tensor over the same memory
     */
    public Tensor withLayout(Layout other) {
        return new Tensor(dtype, shape, other, elements, readable, stored);
    }

    /**
     * Returns a view of the same elements with another shape and unknown layout.
     *
     * @param other a shape of the same size
     * @return a tensor over the same memory
     */
    public Tensor reshape(Shape other) {
        return new Tensor(dtype, other, Layout.unknown(other.rank()), view(), readable);
    }

    /**
     * Returns a view of one slice along the first axis, which stays, with dimension 1.
     *
     * @param index the index along the first axis
     * @return a tensor over the same memory
     * @throws IllegalArgumentException if there is no such slice
     */
    public Tensor item(int index) {
        if (shape.rank() == 0 || index < 0 || index >= shape.dim(0)) {
            throw new IllegalArgumentException("there is no item " + index + " in a tensor of shape " + shape);
        }
        ByteBuffer all = view();
        int bytes = (int) (all.remaining() / shape.dim(0));
        ByteBuffer slice = all.slice(index * bytes, bytes).order(ByteOrder.nativeOrder());
        return new Tensor(dtype, shape.with(0, 1), layout, slice, readable);
    }

    /**
     * Copies one slice along an axis, which stays, with dimension 1.
     *
     * @param axis the axis
     * @param index the index along it
     * @return a tensor of its own memory
     * @throws IllegalArgumentException if there is no such slice
     */
    public Tensor slice(int axis, int index) {
        if (axis < 0 || axis >= shape.rank() || index < 0 || index >= shape.dim(axis)) {
            throw new IllegalArgumentException(
                    "there is no slice " + index + " along axis " + axis + " of a tensor of shape " + shape);
        }
        ByteBuffer all = view();
        long outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= shape.dim(i);
        }
        int block = (int) (all.remaining() / outer);
        int bytes = (int) (block / shape.dim(axis));
        ByteBuffer copy = allocate(DType.UINT8, outer * bytes);
        for (int i = 0; i < outer; i++) {
            copy.put(all.slice(i * block + index * bytes, bytes));
        }
        return new Tensor(dtype, shape.with(axis, 1), layout, copy.flip().order(ByteOrder.nativeOrder()), () -> true);
    }

    /**
     * Returns the elements of a float32 tensor.
     *
     * @return a read-only view of all elements
     * @throws IllegalStateException if the tensor has another type, or was borrowed from a pass that is closed
     */
    public FloatBuffer floats() {
        require(DType.FLOAT32);
        return view().asFloatBuffer();
    }

    /**
     * Returns the elements of an int64 tensor.
     *
     * @return a read-only view of all elements
     * @throws IllegalStateException if the tensor has another type, or was borrowed from a pass that is closed
     */
    public LongBuffer longs() {
        require(DType.INT64);
        return view().asLongBuffer();
    }

    /**
     * Returns the elements as bytes.
     *
     * @return a read-only view of native byte order
     * @throws IllegalStateException if the tensor was borrowed from a pass that is closed
     */
    public ByteBuffer bytes() {
        return view();
    }

    /**
     * Copies the elements of a tensor of any float type into an array.
     *
     * @return the elements in row-major order; those of a float64 tensor rounded to float32
     * @throws IllegalStateException if the tensor has another type, or was borrowed from a pass that is closed
     */
    public float[] toFloatArray() {
        float[] values = new float[Math.toIntExact(shape.size())];
        if (dtype == DType.FLOAT64) {
            var doubles = view().asDoubleBuffer();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles.get(i);
            }
        } else if (dtype == DType.FLOAT16 || dtype == DType.BFLOAT16) {
            var shorts = view().asShortBuffer();
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        dtype == DType.FLOAT16 ? ShortFloats.ofHalf(shorts.get(i)) : ShortFloats.ofBrain(shorts.get(i));
            }
        } else {
            floats().get(values);
        }
        return values;
    }

    /**
     * Copies the elements of a tensor of any type but the floats of 16 bits into an array.
     *
     * @return the elements in row-major order; NaN in the place of a 64-bit integer that is no double
     * @throws IllegalStateException if the tensor has another type, or was borrowed from a pass that is closed
     */
    public double[] toDoubleArray() {
        ByteBuffer all = view();
        double[] values = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            int at = i * dtype.bytes();
            values[i] = switch (dtype) {
                case INT64, UINT64 -> {
                    long whole = all.getLong(at);
                    yield whole == (long) (double) whole ? whole : Double.NaN;
                }
                case INT32 -> all.getInt(at);
                case UINT32 -> Integer.toUnsignedLong(all.getInt(at));
                case INT16 -> all.getShort(at);
                case UINT16 -> all.getChar(at);
                case INT8 -> all.get(at);
                case UINT8, BOOL -> all.get(at) & 0xff;
                case FLOAT32 -> all.getFloat(at);
                case FLOAT64 -> all.getDouble(at);
                case FLOAT16, BFLOAT16 ->
                    throw new IllegalStateException("this tensor holds " + dtype + "; read it with toFloatArray()");
            };
        }
        return values;
    }

    /**
     * Copies the tensor into memory of its own.
     *
     * @return a tensor that stays readable
     * @throws IllegalStateException if this one was borrowed from a pass that is closed
     */
    public Tensor copy() {
        ByteBuffer all = view();
        ByteBuffer copy = ByteBuffer.allocateDirect(all.remaining()).order(ByteOrder.nativeOrder());
        copy.put(all).flip();
        return new Tensor(dtype, shape, layout, copy, () -> true);
    }

    private ByteBuffer view() {
        if (!readable.getAsBoolean()) {
            throw new IllegalStateException("this tensor of shape " + shape
                    + " was lent by a pass that is closed; copy() it before the pass ends");
        }
        return stored == null
                ? elements.asReadOnlyBuffer().order(ByteOrder.nativeOrder())
                : Repetition.of(stored.view(), dtype.bytes(), stored.shape, shape)
                        .asReadOnlyBuffer()
                        .order(ByteOrder.nativeOrder());
    }

    private void require(DType wanted) {
        if (dtype != wanted) {
            throw new IllegalStateException("this tensor holds " + dtype + ", not " + wanted);
        }
    }

    @Override
    public String toString() {
        return dtype + shape.toString() + " " + layout;
    }
}
