package io.github.gradcam4j.internal.layer;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.tensor.Axis;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the layer that a name means, by shape and graph rather than by class names. */
public final class LayerSelector {
    private LayerSelector() {}

    /**
     * Returns the layers that can carry a map: on the path to the score, with channels and more than one position; or with
     * one step, where all have no more, as of a text of one word.
     */
    public static List<LayerInfo> candidates(List<LayerInfo> layers) {
        return candidates(layers, true);
    }

    /** Returns the layers to list: those that can carry a map, without gradients if need be; if none can, all that might. */
    public static List<LayerInfo> listed(List<LayerInfo> layers) {
        List<LayerInfo> any = candidates(layers, false);
        List<LayerInfo> differentiable = candidates(layers);
        return any.isEmpty()
                ? layers.stream().filter(LayerInfo::onScorePath).toList()
                : differentiable.isEmpty() ? any : differentiable;
    }

    private static List<LayerInfo> candidates(List<LayerInfo> layers, boolean differentiates) {
        return layers.stream()
                .filter(layer -> layer.onScorePath() && canHaveMap(layer, layers))
                .filter(layer -> !differentiates || layer.dtype().isFloating())
                .toList();
    }

    private static boolean canHaveMap(LayerInfo layer, List<LayerInfo> layers) {
        boolean isStep =
                layer.layout().indexOf(Axis.TIME) >= 0 && layer.layout().hasMaps();
        return layer.hasPositions() || (isStep && layers.stream().noneMatch(LayerInfo::hasPositions));
    }

    /** Returns the layer that a name, a negative number or {@code auto} means for methods that differentiate. */
    public static LayerInfo select(String name, List<LayerInfo> layers) {
        return select(name, layers, true);
    }

    /** Returns the layer that a name means; without gradients it may as well hold integers. */
    public static LayerInfo select(String name, List<LayerInfo> layers, boolean differentiates) {
        if (name.equals("auto")) {
            List<LayerInfo> candidates = candidates(layers, differentiates);
            if (candidates.isEmpty()
                    && differentiates
                    && !candidates(layers, false).isEmpty()) {
                throw new UnsupportedModelException(
                        "all layers of this model that have positions hold integers, which have"
                                + " no gradient. Use a method that needs none, such as occlusion (gradcam4j methods)");
            }
            if (candidates.isEmpty()) {
                throw new UnsupportedModelException(
                        "no layer of this model has more than one position and a path to the"
                                + " score, so there is nothing to draw a map of"
                                + layers.stream()
                                        .filter(layer -> layer.onScorePath()
                                                && layer.dtype().isFloating())
                                        .flatMap(layer -> layer.obstacle().stream())
                                        .findFirst()
                                        .map(obstacle -> ". Before the score stands " + obstacle)
                                        .orElse("")
                                + ". What is known of its layers: gradcam4j layers MODEL");
            }
            List<LayerInfo> eligible =
                    candidates.stream().filter(LayerInfo::eligible).toList();
            List<LayerInfo> offered = eligible.isEmpty() ? candidates : eligible;
            return offered.get(offered.size() - 1);
        }
        if (name.matches("-\\d{1,6}")) {
            List<LayerInfo> candidates = candidates(layers, differentiates);
            int index = candidates.size() + Integer.parseInt(name);
            if (index < 0 || index >= candidates.size()) {
                throw new IllegalArgumentException("layer " + name + " does not exist: the model has "
                        + candidates.size() + " layers with positions, so -1 to -" + candidates.size());
            }
            return candidates.get(index);
        }
        List<LayerInfo> found = called(name, layers);
        if (found.isEmpty()) {
            List<String> names = layers.stream()
                    .flatMap(layer -> Stream.concat(Stream.of(layer.ref().toString()), layer.aliases().stream()))
                    .toList();
            throw new IllegalArgumentException("there is no layer '" + name + "'. The nearest names are "
                    + Nearest.quoted(name, names) + "; list all with: gradcam4j layers MODEL");
        }
        requireOneMeaning(name, found);
        LayerInfo layer = found.get(found.size() - 1);
        if (!layer.onScorePath()) {
            throw new UnsupportedModelException("the score does not depend on layer '" + name
                    + "', so it cannot be explained there"
                    + layer.obstacle().map(obstacle -> ": " + obstacle).orElse("")
                    + ". Choose a layer before the output, such as " + others(name, layers, differentiates));
        }
        if (!canHaveMap(layer, layers) || (differentiates && !layer.dtype().isFloating())) {
            throw new UnsupportedModelException("layer '" + name + "' has shape " + layer.shape() + " (" + layer.dtype()
                    + ", layout " + layer.layout()
                    + "), which is not channels over several positions, rows before columns, so it has no map"
                    + layer.obstacle()
                            .filter(obstacle -> differentiates)
                            .map(obstacle -> ", and no exact gradient: " + obstacle)
                            .orElse("")
                    + ". Choose one that has, such as " + others(name, layers, differentiates));
        }
        return layer;
    }

    private static String others(String name, List<LayerInfo> layers, boolean differentiates) {
        return Nearest.quoted(
                name,
                candidates(layers, differentiates).stream()
                        .map(layer -> layer.ref().toString())
                        .toList());
    }

    /** A first call or output may be spelled out, as later ones must be. */
    private static List<LayerInfo> called(String name, List<LayerInfo> layers) {
        List<LayerInfo> found =
                layers.stream().filter(layer -> layer.isCalled(name)).toList();
        String plain = name.replaceFirst(":0$", "").replaceFirst("#0(?=$|:\\d+$)", "");
        return found.isEmpty() && !plain.equals(name)
                ? layers.stream()
                        .filter(layer -> layer.ref().toString().equals(plain))
                        .toList()
                : found;
    }

    /** A module may be called like the tensor of another layer ({@code relu_1}): then nobody knows which one is meant. */
    private static void requireOneMeaning(String name, List<LayerInfo> found) {
        if (found.size() > 1
                && found.stream().anyMatch(layer -> layer.ref().toString().equals(name))) {
            throw new IllegalArgumentException("the name '" + name + "' means " + found.size() + " layers: "
                    + found.stream()
                            .map(layer -> "the tensor '" + layer.ref() + "'" + otherNames(name, layer))
                            .collect(Collectors.joining(" and "))
                    + ". Use a name that only one of them has");
        }
    }

    private static String otherNames(String name, LayerInfo layer) {
        String others = layer.aliases().stream()
                .filter(alias -> !alias.equals(name))
                .map(alias -> "'" + alias + "'")
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : " (also " + others + ")";
    }
}
