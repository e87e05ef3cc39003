package io.github.gradcam4j.tensorflow.internal.keras.layers;

import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.keras.emit.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lists the weights of a layer and of those within it, as the layer asks for them: the file's numbers come afterwards. */
public final class LayerWeights {
    /**
     * Is a weight.
     *
     * @param owner what it belongs to, for messages
     * @param name such as {@code kernel}
     * @param signal the constant that has no numbers yet
     * @param isTrained whether training changes it
     */
    public record Weight(String owner, String name, Signal signal, boolean isTrained) {
        public Node node() {
            return signal.value().node();
        }

        public Shape shape() {
            return signal.shape();
        }
    }

    private final String path;
    private final String owner;
    private final boolean isTrainable;
    private final Map<String, Weight> own = new LinkedHashMap<>();
    private final Map<String, LayerWeights> children = new LinkedHashMap<>();

    /**
     * Creates the list of a layer.
     *
     * @param path where a {@code .keras} file keeps its weights, such as {@code layers/conv2d_1}
     * @param owner the layer's name
     * @param isTrainable false where training was switched off, which moves weights in {@code .h5} files
     */
    public LayerWeights(String path, String owner, boolean isTrainable) {
        this.path = path;
        this.owner = owner;
        this.isTrainable = isTrainable;
    }

    public String path() {
        return path;
    }

    public String owner() {
        return owner;
    }

    /** Returns a weight; the first time, as what is supplied. */
    Signal weight(String name, boolean isTrained, Supplier<Signal> made) {
        Weight found = own.get(name);
        if (found == null) {
            found = new Weight(owner, name, made.get(), isTrained);
            own.put(name, found);
        }
        return found.signal();
    }

    /** Returns the list of something within. */
    public LayerWeights child(String name, String childOwner, boolean childIsTrainable) {
        return children.computeIfAbsent(
                name, key -> new LayerWeights(path.isEmpty() ? key : path + "/" + key, childOwner, childIsTrainable));
    }

    /** Returns its own weights, trained ones first, as {@code .keras} files number them. */
    public List<Weight> own() {
        return Stream.concat(
                        own.values().stream().filter(Weight::isTrained),
                        own.values().stream().filter(weight -> !weight.isTrained()))
                .toList();
    }

    /** Returns the lists right within this one. */
    public List<LayerWeights> children() {
        return List.copyOf(children.values());
    }

    /** Returns this list and those within. */
    public Stream<LayerWeights> all() {
        return Stream.concat(Stream.of(this), children.values().stream().flatMap(LayerWeights::all));
    }

    /** Returns all weights in the order of {@code .h5} files: what training changes, then the rest. */
    public List<Weight> inLegacyOrder() {
        List<Weight> order = new ArrayList<>(legacy(true));
        order.addAll(legacy(false));
        return Collections.unmodifiableList(order);
    }

    private List<Weight> legacy(boolean trained) {
        List<Weight> order = new ArrayList<>();
        if (trained) {
            order.addAll(isTrainable ? own().stream().filter(Weight::isTrained).toList() : List.of());
        } else {
            order.addAll(
                    isTrainable
                            ? own().stream()
                                    .filter(weight -> !weight.isTrained())
                                    .toList()
                            : own());
        }
        for (LayerWeights child : children.values()) {
            if (!isTrainable && !trained) {
                order.addAll(child.inLegacyOrder());
            } else if (isTrainable || !trained) {
                order.addAll(child.legacy(trained));
            }
        }
        return order;
    }
}
