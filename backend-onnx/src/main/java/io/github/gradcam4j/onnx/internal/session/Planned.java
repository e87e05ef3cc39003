package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Axis;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Is what follows from the form of a request, and so serves all further requests of the same form. Thread-safe. */
final class Planned {
    /** One class in so many is enough to make the maps of all. */
    private static final long MANY = 4;

    private final OnnxModel model;
    private final Map<String, Shape> shapes;
    private final List<LayerRef> requested;
    private final ScoreKind kind;
    private final Optional<Seed> seed;
    private final boolean all;
    private final Plan plan;
    private final List<Build> first;
    private final List<Build> builds;
    private final Measured measured;
    private final ScoreInfo score;
    private final int items;
    private final Map<LayerRef, Layer> layers = new LinkedHashMap<>();
    private volatile @Nullable Prepared prepared;

    /** Is a layer of the request: the value it means, and what the axes of the value and of its gradients count. */
    record Layer(String value, Layout layout, Layout gradientLayout) {
        static Layer of(LayerInfo info) {
            List<Axis> axes = new ArrayList<>(List.of(Axis.OTHER));
            axes.addAll(info.layout().axes());
            return new Layer(
                    info.ref().name(),
                    info.layout(),
                    new Layout(axes, info.layout().grid()));
        }
    }

    /**
     * Plans for a request.
     *
     * @param seed how gradients are asked for; empty where none is wanted
     * @param first sessions for the pass itself; the first one that can be made is taken
     * @param builds sessions for this geometry alone, which is the last one, and for more, which are tried before it
     */
    Planned(
            OnnxModel model,
            Map<String, Shape> shapes,
            PassRequest request,
            Optional<Seed> seed,
            List<Build> first,
            List<Build> builds,
            Measured measured,
            ScoreInfo score,
            int items) {
        this.model = model;
        this.shapes = shapes;
        this.requested = request.layers();
        this.kind = request.scores();
        this.seed = seed;
        this.all = isAboutAll(request, score);
        this.first = List.copyOf(first);
        this.builds = List.copyOf(builds);
        this.plan = builds.get(builds.size() - 1).plan();
        this.measured = measured;
        this.score = score;
        this.items = items;
        requested.forEach(ref -> layers.put(ref, Layer.of(measured.layer(ref))));
    }

    /** Tells whether a request, all of whose inputs have the right type, has the same form. */
    boolean serves(PassRequest request, Optional<Seed> asked) {
        if (request.scores() != kind
                || !seed.equals(asked)
                || all != isAboutAll(request, score)
                || plan.once() != (asked.isPresent() && isOnce(request, plan.items()))
                || !requested.equals(request.layers())
                || plan.means() != (plan.once() && isAboutMeans(request, measured))
                || request.inputs().size() != shapes.size()) {
            return false;
        }
        for (Map.Entry<String, Tensor> input : request.inputs().entrySet()) {
            Shape shape = shapes.get(input.getKey());
            if (shape == null || !shape.equals(input.getValue().shape())) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a request is for one target of one item, where sessions are made for a number of items, or -1. */
    static boolean isOnce(PassRequest request, long items) {
        return items == 1 && request.classes().size() == 1;
    }

    /**
     * Tells whether sums are wanted for so many classes at one layer that making those of all is cheaper than gradients of
     * these.
     */
    static boolean isAboutAll(PassRequest request, ScoreInfo score) {
        int targets = request.classes().size();
        return request.sums().isPresent()
                && request.layers().size() == 1
                && targets > 1
                && targets * MANY >= score.classes();
    }

    /** Tells whether all that is wanted of gradients is their mean in each channel of planes. */
    static boolean isAboutMeans(PassRequest request, Measured measured) {
        return request.sums().equals(Optional.of(CamKernel.Weighting.CHANNEL_MEAN))
                && request.layers().size() == 1
                && measured.layer(request.layers().get(0)).layout().equals(Layout.NCHW);
    }

    /** Returns the session, held for the caller. */
    Prepared hold() {
        Prepared known = prepared;
        if (known == null || !known.hold()) {
            known = model.hold(first, measured);
            prepared = known;
        }
        return known;
    }

    /** Returns the session that differentiates for any cotangents, held for the caller. */
    Prepared holdForCotangents(int targets) {
        return model.hold(
                builds.stream().map(build -> build.forCotangents(targets)).toList(), measured);
    }

    /** Returns a session for the sizes that data decides, held for the caller. */
    Prepared holdForData(Map<String, Tensor> inputs, OptionalInt cotangents) {
        Build own = builds.get(builds.size() - 1);
        Build asked = cotangents.isPresent() ? own.forCotangents(cotangents.getAsInt()) : own;
        return model.holdForData(asked, measured, inputs);
    }

    ScoreInfo score() {
        return score;
    }

    int items() {
        return items;
    }

    Layer layer(LayerRef ref) {
        Layer layer = layers.get(ref);
        if (layer == null) {
            throw new IllegalArgumentException("layer '" + ref + "' was not requested; requested were " + requested);
        }
        return layer;
    }
}
