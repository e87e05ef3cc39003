package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates sampling at places that a grid names, with respect to what is sampled: every cell that had a share in a
 * result takes that share of its gradient.
 */
final class SamplingRules {
    private static final int INT64 = 7;

    private final Backward node;
    private final Emitter e;
    private final String mode;
    private final String padding;
    private final boolean corners;

    private SamplingRules(Backward node) {
        this.node = node;
        this.e = node.emit;
        this.mode = node.text("mode", "linear").replace("bilinear", "linear");
        this.padding = node.text("padding_mode", "zeros");
        this.corners = node.integer("align_corners", 0) != 0;
    }

    static @Nullable GradientRule of(String operator) {
        return operator.equals("GridSample") ? node -> new SamplingRules(node).differentiate() : null;
    }

    /** Is a cell along one axis and its share, both {@code [N, P]} for P places. */
    private record Tap(String cell, String share) {}

    private void differentiate() {
        if (!mode.equals("linear") && !mode.equals("nearest")) {
            throw node.refuse("interpolates by polynomials (mode '" + mode + "')");
        }
        long[] sizes = Broadcasting.fixed(ConvolutionRules.spatial(node.inShape(0)));
        List<Tap> cells = List.of(new Tap(e.scalar(0), e.scalar(1)));
        for (int axis = 0; axis < sizes.length; axis++) {
            List<Tap> finer = new ArrayList<>();
            for (Tap along : taps(coordinate(axis, sizes), sizes[axis])) {
                for (Tap cell : cells) {
                    finer.add(new Tap(
                            e.add(e.mul(cell.cell(), (double) sizes[axis]), along.cell()),
                            e.mul(cell.share(), along.share())));
                }
            }
            cells = finer;
        }
        int count = cells.size();
        String places = e.concat(1, cells.stream().map(Tap::cell).toArray(String[]::new));
        String shares = e.concat(1, cells.stream().map(Tap::share).toArray(String[]::new));
        String gradient = e.reshape(node.gradient(), 0, 0, 0, -1);
        String repeated = e.concat(3, Collections.nCopies(count, gradient).toArray(String[]::new));
        String taken = new Scattering(node)
                .unpickElements(
                        e.mul(repeated, e.unsqueeze(shares, 1)),
                        e.reshape(node.in(0), 0, 0, -1),
                        e.unsqueeze(e.op("Cast", Emitter.attributes("to", INT64), places), 1),
                        3,
                        2);
        node.give(0, node.shapes.like(taken, node.inName(0)));
    }

    /** Returns the places along one axis of the input in cells, {@code [N, P]}: grids name the last axis first. */
    private String coordinate(int axis, long... sizes) {
        int last = sizes.length + 1;
        int place = sizes.length - 1 - axis;
        String named = e.reshape(e.slice(node.in(1), last, place, place + 1L), 0, -1);
        double half = (corners ? sizes[axis] - 1 : sizes[axis]) / 2.0;
        String cells = e.mul(e.add(named, e.scalar(1)), half);
        return corners ? cells : e.sub(cells, e.scalar(0.5));
    }

    private List<Tap> taps(String coordinate, long size) {
        if (mode.equals("nearest")) {
            String all = e.op("Expand", e.scalar(1), e.op("Shape", coordinate));
            return List.of(tap(inside(e.op("Round", coordinate), size), all, size));
        }
        String place = inside(coordinate, size);
        String low = e.op("Floor", place);
        String share = e.sub(place, low);
        return List.of(tap(low, e.complement(share), size), tap(e.add(low, e.scalar(1)), share, size));
    }

    /** A cell outside has its neighbour's value, which is what it is reflected to, or none. */
    private Tap tap(String cell, String share, long size) {
        String near = clip(cell, size);
        return new Tap(near, padding.equals("zeros") ? e.mul(share, e.toFloat(e.op("Equal", near, cell))) : share);
    }

    /** Leaves a place beyond the border where it is, for both cells next to it will be the one at the border. */
    private String inside(String place, long size) {
        return switch (padding) {
            case "zeros", "border" -> place;
            case "reflection" -> reflect(place, size);
            default -> throw node.refuse("pads in an unknown way ('" + padding + "')");
        };
    }

    /** Runs back and forth between the outermost cells, or their outer edges. */
    private String reflect(String place, long size) {
        double from = corners ? 0 : -0.5;
        double range = corners ? size - 1 : size;
        if (range == 0) {
            throw node.refuse("reflects at both ends of a single cell");
        }
        String moved = e.sub(place, e.scalar(from));
        String turns = e.op("Floor", e.mul(moved, 1 / (2 * range)));
        String phase = e.sub(moved, e.mul(turns, 2 * range));
        String back = e.op("Abs", e.sub(phase, e.scalar(range)));
        return e.sub(e.scalar(from + range), back);
    }

    private String clip(String value, long size) {
        return e.op("Clip", value, e.scalar(0), e.scalar(size - 1.0));
    }
}
