package io.github.gradcam4j.internal.method;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.CamMethod;
import io.github.gradcam4j.spi.CamTask;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.Maps;
import io.github.gradcam4j.spi.MethodContext;
import io.github.gradcam4j.spi.Scores;
import io.github.gradcam4j.tensor.Shape;
import java.util.Arrays;
import java.util.Set;

/**
 * Occlusion: how much a score falls when the part of the input that lies below a cell of the layer's grid is set to zero.
 * Needs no gradient and nothing of the layer but its grid, and one forward pass per cell.
 */
@AutoService(CamMethod.class)
public final class Occlusion implements CamMethod {
    @Override
    public String id() {
        return "occlusion";
    }

    @Override
    public String description() {
        return "how far the score falls when a cell of the input is zeroed; no gradient, one forward pass per cell";
    }

    @Override
    public String reference() {
        return "Zeiler and Fergus, arXiv 1311.2901";
    }

    @Override
    public Set<Capability> requires() {
        return Set.of(Capability.FORWARD);
    }

    @Override
    public Maps explain(MethodContext context) {
        LayerInfo layer = context.layer();
        Shape grid = CamTask.mapShape(layer.shape(), layer.layout());
        InputPlane plane = InputPlane.of(context);
        int cells = Math.toIntExact(grid.size());
        int targets = context.objectives().size();
        int items = context.pass().items();
        float[] values = new float[targets * items * cells];
        for (int item = 0; item < items; item++) {
            int asked = item;
            plane.ask(item, cells, cell -> zeroAt(plane.shape(), grid, cell), (cell, row, scores) -> {
                for (int k = 0; k < targets; k++) {
                    values[(k * items + asked) * cells + cell] = fall(context, k, asked, scores, row);
                }
            });
        }
        return new Maps(targets, items, grid, values);
    }

    private static float fall(MethodContext context, int target, int item, Scores scores, int row) {
        double fall = context.objectives().get(target).get(item).value() - context.value(target, item, scores, row);
        double signed = context.counterfactual() ? -fall : fall;
        return (float) (context.relu() && signed < 0 ? 0 : signed);
    }

    /** Returns a mask that is zero where the centre of an input position lies in the cell. */
    private static float[] zeroAt(Shape input, Shape grid, int cell) {
        float[] mask = new float[Math.toIntExact(input.size())];
        Arrays.fill(mask, 1);
        for (int p = 0; p < mask.length; p++) {
            int rest = p;
            int restOfCell = cell;
            boolean inside = true;
            for (int axis = input.rank() - 1; axis >= 0; axis--) {
                long size = input.dim(axis);
                long cells = grid.dim(axis);
                inside &= rest % size * cells / size == restOfCell % cells;
                rest /= (int) size;
                restOfCell /= (int) cells;
            }
            if (inside) {
                mask[p] = 0;
            }
        }
        return mask;
    }
}
