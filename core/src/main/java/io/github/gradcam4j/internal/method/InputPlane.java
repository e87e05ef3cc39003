package io.github.gradcam4j.internal.method;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.MethodContext;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Asks a model about variants of its input in which positions are masked. */
final class InputPlane {
    /** Variants that are run at once where the model takes any number. */
    private static final int VARIANTS = 16;

    private final MethodContext context;
    private final Map<String, Tensor> inputs;
    private final String name;
    private final Tensor input;
    private final int[] positions;

    /** Takes the answer for a variant, which is a row of scores. */
    interface Answer {
        void take(int variant, int row, Scores scores);
    }

    private InputPlane(MethodContext context, Map<String, Tensor> inputs, String name, Tensor input) {
        this.context = context;
        this.inputs = inputs;
        this.name = name;
        this.input = input;
        this.positions = new int[(int) (input.shape().size() / input.shape().dim(0))];
        List<Integer> axes = input.layout().positions();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position(i, input.shape(), axes);
        }
    }

    /** Finds the input that has positions like the layer. */
    static InputPlane of(MethodContext context) {
        int axes = CamTask.mapShape(context.layer().shape(), context.layer().layout())
                .rank();
        Map<String, Tensor> inputs = context.inputs();
        for (Map.Entry<String, Tensor> entry : inputs.entrySet()) {
            Tensor tensor = entry.getValue();
            if (tensor.dtype() == DType.FLOAT32
                    && tensor.layout().grid().isEmpty()
                    && tensor.layout().positions().size() == axes) {
                return new InputPlane(context, inputs, entry.getKey(), tensor);
            }
        }
        throw new UnsupportedModelException(
                "a method without gradients masks the input, but no input of this model holds"
                        + " floats over as many position axes as layer '"
                        + context.layer().ref() + "' has: " + inputs
                        + context.layer()
                                .obstacle()
                                .map(obstacle -> ". Methods with gradients have none there: " + obstacle)
                                .orElse(". Choose a method with gradients, such as grad-cam"));
    }

    /** Returns the sizes of the position axes. */
    Shape shape() {
        return CamTask.mapShape(input.shape(), input.layout());
    }

    /**
     * Runs variants of an item.
     *
     * @param item which item of the batch
     * @param count how many variants
     * @param mask what the item is multiplied by in a variant, by position
     * @param answer takes the scores
     */
    void ask(int item, int count, IntFunction<float[]> mask, Answer answer) {
        int batch = context.batchIsFree()
                ? Math.min(VARIANTS, count)
                : (int) input.shape().dim(0);
        for (int first = 0; first < count; first += batch) {
            context.cancellation().throwIfRequested();
            int from = first;
            int here = Math.min(batch, count - first);
            int rows = context.batchIsFree() ? here : batch;
            Map<String, Tensor> feeds = new LinkedHashMap<>();
            inputs.forEach((other, tensor) -> feeds.put(
                    other, other.equals(name) ? masked(item, from, here, rows, mask) : rows(tensor, item, rows)));
            Scores scores = context.ask(feeds);
            for (int row = 0; row < here; row++) {
                answer.take(first + row, row, scores);
            }
        }
    }

    private static Tensor rows(Tensor tensor, int item, int rows) {
        ByteBuffer one = tensor.item(item).bytes();
        ByteBuffer all = Tensor.allocate(DType.UINT8, (long) one.remaining() * rows);
        for (int row = 0; row < rows; row++) {
            all.put(one.duplicate());
        }
        return Tensor.over(tensor.dtype(), tensor.shape().with(0, rows), all.flip());
    }

    /** Rows behind the last variant repeat the item: a batch of fixed size has to be full. */
    private Tensor masked(int item, int first, int count, int rows, IntFunction<float[]> mask) {
        float[] values = input.item(item).toFloatArray();
        ByteBuffer all = Tensor.allocate(DType.FLOAT32, (long) values.length * rows);
        for (int row = 0; row < rows; row++) {
            float[] factors = row < count ? mask.apply(first + row) : new float[0];
            for (int i = 0; i < values.length; i++) {
                float value = values[i];
                if (row < count) {
                    // A value that is masked completely is 0, whatever it was.
                    float factor = factors[positions[i]];
                    value = factor == 0 ? 0 : value * factor;
                }
                all.putFloat(value);
            }
        }
        return Tensor.over(DType.FLOAT32, input.shape().with(0, rows), all.flip());
    }

    /** Returns the position, in row-major order of the position axes, of an element of one item. */
    private static int position(int element, Shape shape, List<Integer> axes) {
        int position = 0;
        int unit = 1;
        int rest = element;
        for (int axis = shape.rank() - 1; axis > 0; axis--) {
            int size = (int) shape.dim(axis);
            if (axes.contains(axis)) {
                position += rest % size * unit;
                unit *= size;
            }
            rest /= size;
        }
        return position;
    }
}
