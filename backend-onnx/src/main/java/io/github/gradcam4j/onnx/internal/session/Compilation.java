package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.CompiledModel;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.autodiff.DataSizes;
import io.github.gradcam4j.onnx.internal.autodiff.Seed;
import io.github.gradcam4j.onnx.internal.compile.Destination;
import io.github.gradcam4j.onnx.internal.compile.SelfExplainingModel;
import io.github.gradcam4j.spi.ClassQuery;
import io.github.gradcam4j.spi.CompileTask;
import io.github.gradcam4j.spi.LayerInfo;
import io.github.gradcam4j.spi.ScoreInfo;
import io.github.gradcam4j.tensor.Shape;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles a model for the geometry of a task: for any batch where the file leaves that free, else for the one measured. */
final class Compilation {
    private final CompileTask task;
    private final Measurements measurements;
    private final Geometry geometry;
    private final long items;
    private final LayerInfo layer;
    private final ScoreInfo score;

    Compilation(CompileTask task, Measurements measurements, Geometry geometry, long items) {
        this.task = task;
        this.measurements = measurements;
        this.geometry = geometry;
        this.items = items;
        Measured measured = measurements.forItems(items);
        this.layer = measured.layer(task.layer());
        this.score = measured.score(task.scores());
    }

    /** Is a compiled model, and what to say about it. */
    private record Compiled(SelfExplainingModel model, List<String> warnings) {}

    CompiledModel into(Destination destination) {
        Compiled compiled = compile();
        destination.write(compiled.model().file());
        List<String> warnings = new ArrayList<>(layer.notes());
        warnings.addAll(compiled.warnings());
        return new CompiledModel(
                task.file(),
                task.name(),
                task.classesName(),
                compiled.model().saliency(),
                compiled.model().inputs(),
                layer,
                score,
                warnings);
    }

    /** A compiled file meets data alone, and cannot tell when sizes are others than it was built for. */
    private void requireSizesOfShapes() {
        DataSizes sizes =
                DataSizes.before(measurements.forItems(items).sessions().file().graph(), score.tensor());
        if (!sizes.isEmpty()) {
            throw new UnsupportedModelException(
                    "the model cannot be compiled: the data, and not the shapes of the inputs,"
                            + " decides the size of '" + String.join("', '", sizes.values())
                            + "', which the score depends on. Explain it with: gradcam4j explain");
        }
    }

    private Compiled compile() {
        requireSizesOfShapes();
        if (!geometry.batchIsFree()) {
            return new Compiled(of(measurements.forItems(items), geometry.shapes()), List.of());
        }
        try {
            // Two batch sizes tell what follows the batch from what is 1 anyway.
            return new Compiled(of(measurements.free(items + 1), geometry.shapes()), List.of());
        } catch (GradCamException onlyOneBatch) {
            SelfExplainingModel fixed = of(measurements.forItems(items), geometry.withItems(items));
            return new Compiled(fixed, List.of("the batch is fixed at " + items + ": " + onlyOneBatch.getMessage()));
        }
    }

    private SelfExplainingModel of(Measured measured, Map<String, Shape> inputs) {
        List<List<ClassQuery>> rows = task.classes().stream().map(List::of).toList();
        Seed seed = QuerySeeds.kind(rows);
        LongBuffer fed = QuerySeeds.of(seed, rows, score, 1).longs();
        long[] query = new long[fed.remaining()];
        fed.get(query);
        ModelFile file = measured.sessions().file();
        Map<String, Shape> ordered = new LinkedHashMap<>();
        task.inputs().keySet().forEach(name -> ordered.put(name, inputs.get(name)));
        return SelfExplainingModel.of(
                new SelfExplainingModel.Source(
                        file.bytes(), file.graph(), measured.values(), ordered, layer, score.tensor(), seed, query),
                task);
    }
}
