package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.autodiff.PooledHead;
import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what a session is for.
 *
 * @param geometry the shapes of the inputs; {@link Geometry#ANY} if it serves more than one
 * @param sizes the sizes that data decides, where they were measured for the inputs of a run; empty otherwise
 * @param edition which table of free sizes it is built from; 0 for that of its geometry
 * @param items the number of items it is built for; -1 for any
 * @param layers the values whose activations, and gradients where there is a seed, are wanted
 * @param score the value that is differentiated
 * @param seed how gradients are asked for; empty where none is wanted
 * @param head what maps of all classes are made from, instead of gradients; empty for gradients
 * @param once whether it is for one target of one item, and no more
 * @param means whether the means of a channel's gradients are enough
 */
record Plan(
        Geometry geometry,
        List<Long> sizes,
        int edition,
        long items,
        List<String> layers,
        String score,
        Optional<Seed> seed,
        Optional<PooledHead> head,
        boolean once,
        boolean means) {
    Plan {
        layers = List.copyOf(layers);
        sizes = List.copyOf(sizes);
    }

    /** Returns the plan of a session for all geometries that an edition of free sizes serves. */
    Plan forEdition(int other) {
        return new Plan(Geometry.ANY, List.of(), other, -1, layers, score, seed, Optional.empty(), false, false);
    }

    /** Tells whether a later edition of free sizes serves what this one did. */
    boolean isReplacedBy(Plan other) {
        return edition > 0
                && edition < other.edition
                && layers.equals(other.layers)
                && score.equals(other.score)
                && seed.equals(other.seed);
    }

    /** Returns the plan of a session for sizes that data decided in a run with so many items. */
    Plan forSizes(List<Long> met, long itemsOfRun) {
        return new Plan(geometry, met, edition, itemsOfRun, layers, score, seed, head, once, means);
    }

    /** Returns the plan of a session without gradients. */
    Plan forward(Geometry served) {
        return new Plan(served, List.of(), 0, -1, layers, score, Optional.empty(), Optional.empty(), false, false);
    }

    /** Returns the plan for any cotangents of a number of targets. */
    Plan forCotangents(int targets) {
        return new Plan(
                geometry,
                sizes,
                edition,
                items,
                layers,
                score,
                Optional.of(Seed.COTANGENT),
                Optional.empty(),
                items == 1 && targets == 1,
                false);
    }

    /** Returns the sizes of the named dimensions of the model's inputs, where they are built in. */
    Map<String, Long> symbols(GraphIndex graph) {
        Map<String, Long> sizes = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        geometry.withItems(items)
                .forEach((input, shape) -> graph.model().graph().inputs().stream()
                        .filter(declared -> declared.name().equals(input)
                                && declared.shape().isPresent())
                        .forEach(declared -> {
                            List<ValueInfoProto.Dimension> dims =
                                    declared.shape().get();
                            for (int axis = 0; axis < dims.size(); axis++) {
                                String symbol = dims.get(axis).symbol();
                                Long other = sizes.put(symbol, shape.dim(axis));
                                if (symbol.isEmpty() || (other != null && other != shape.dim(axis))) {
                                    ambiguous.add(symbol);
                                }
                            }
                        }));
        sizes.keySet().removeAll(ambiguous);
        return sizes;
    }
}
