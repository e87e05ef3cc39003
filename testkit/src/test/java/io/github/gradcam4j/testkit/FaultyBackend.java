package io.github.gradcam4j.testkit;

import io.github.gradcam4j.Cancellation;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.Capability;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.LayerRef;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Pass;
import io.github.gradcam4j.spi.PassRequest;
import io.github.gradcam4j.spi.Recognition;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.spi.ScoreKind;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The reference backend with one fault. */
final class FaultyBackend implements GradientBackend {
    private static int calls;

    private final GradientBackend right = new ReferenceBackend();
    private final Fault fault;

    FaultyBackend(Fault fault) {
        this.fault = fault;
    }

    @Override
    public String id() {
        return fault == Fault.ID_CHANGES ? "id-" + calls++ : right.id();
    }

    @Override
    public Availability availability() {
        return right.availability();
    }

    @Override
    public Recognition recognise(ModelSource source) {
        if (fault == Fault.RECOGNISES_TEXT && source.name().contains("text")) {
            return new Recognition.Mine(1);
        }
        if (fault == Fault.THROWS_ON_GARBAGE && source.name().contains("empty")) {
            throw new IndexOutOfBoundsException("no first byte");
        }
        if (fault == Fault.JUDGES_BY_NAME && !source.name().endsWith(".ref")) {
            return new Recognition.NotMine();
        }
        return right.recognise(source);
    }

    @Override
    public GradientModel open(ModelSource source, ModelOptions options) {
        return new Model(right.open(source, fault == Fault.DEVICE_REPLACED ? ModelOptions.defaults() : options));
    }

    private final class Model implements GradientModel {
        private final GradientModel model;
        private final List<ByteBuffer> leak = new ArrayList<>();
        private final Map<String, Tensor> shared = new LinkedHashMap<>();
        private boolean closed;

        Model(GradientModel model) {
            this.model = model;
        }

        @Override
        public Set<Capability> capabilities() {
            return model.capabilities();
        }

        @Override
        public ModelSignature signature() {
            return model.signature();
        }

        @Override
        public List<LayerInfo> layers(Map<String, Shape> inputs) {
            if (fault != Fault.LAYOUT_LIES) {
                return model.layers(inputs);
            }
            return model.layers(inputs).stream()
                    .map(l -> new LayerInfo(
                            l.ref(),
                            l.aliases(),
                            l.operator(),
                            l.dtype(),
                            l.shape(),
                            Layout.unknown(l.shape().rank()),
                            l.onScorePath(),
                            l.obstacle()))
                    .toList();
        }

        @Override
        public ScoreInfo scores(ScoreKind kind, Map<String, Shape> inputs) {
            return model.scores(kind, inputs);
        }

        @Override
        public Pass run(PassRequest request) {
            Map<String, Tensor> inputs = new LinkedHashMap<>(request.inputs());
            List<LayerRef> layers = request.layers();
            List<List<ClassQuery>> classes = request.classes();
            Cancellation cancellation = request.cancellation();
            switch (fault) {
                case UNKNOWN_INPUT_IGNORED ->
                    inputs.keySet()
                            .retainAll(List.of(model.signature().inputs().get(0).name()));
                case UNKNOWN_LAYER_IS_LAST -> {
                    var known = model.layers(Subject.shapes(request.inputs()));
                    layers = layers.stream()
                            .map(l -> known.stream().anyMatch(k -> k.ref().equals(l))
                                    ? l
                                    : known.get(known.size() - 1).ref())
                            .toList();
                }
                case CLASS_CLAMPED -> classes = List.of();
                case CANCELLATION_IGNORED -> cancellation = Cancellation.never();
                case WRITES_TO_INPUT -> overwrite(inputs.values().iterator().next());
                case LEAKS -> {
                    ByteBuffer lost = ByteBuffer.allocateDirect(1 << 20);
                    while (lost.hasRemaining()) {
                        lost.put((byte) 1);
                    }
                    leak.add(lost);
                }
                default -> {}
            }
            PassRequest changed = new PassRequest(inputs, layers, request.scores(), classes, cancellation);
            return new FaultyPass(model.run(changed), changed, fault, shared);
        }

        /** Writes behind the read-only view, as native code would. */
        private static void overwrite(Tensor tensor) {
            try {
                Field elements = Tensor.class.getDeclaredField("elements");
                elements.setAccessible(true);
                ((ByteBuffer) elements.get(tensor)).putFloat(0, 42);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            if (closed && fault == Fault.CLOSE_TWICE_THROWS) {
                throw new IllegalStateException("closed already");
            }
            closed = true;
            model.close();
        }
    }
}
