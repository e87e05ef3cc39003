package io.github.gradcam4j.pytorch.internal.model;

import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.pytorch.internal.instrument.EndTokens;
import io.github.gradcam4j.pytorch.internal.instrument.Instrumented;
import io.github.gradcam4j.pytorch.internal.instrument.PaddingTokens;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a model once with made-up inputs of a size, records everything, and differentiates the score. */
final class Measuring {
    private Measuring() {}

    static Measured of(PyTorchModel model, ModelSignature signature, Map<String, Shape> shapes) {
        Instrumented program = model.program();
        Orders everything =
                Orders.measure(program.root().size() + program.inputs().size());
        List<ExplanationException> failures = new ArrayList<>();
        for (SampleInputs.Whole whole : SampleInputs.Whole.ways(
                EndTokens.of(model.archive().program(), model.archive().model()),
                PaddingTokens.of(model.archive().program(), program.inputs()))) {
            List<Tensor> samples = SampleInputs.of(signature.inputs(), shapes, whole);
            try {
                return measured(model, everything, samples, 0);
            } catch (MissingDerivative e) {
                return behind(model, everything, samples, e);
            } catch (ExplanationException e) {
                failures.add(e);
            }
        }
        ExplanationException first = failures.get(0);
        throw new ExplanationException(
                "the model does not run with inputs of shape " + shapes + ": " + first.getMessage()
                        + ". A traced file may run only with the size and the number of items that it was traced with",
                first);
    }

    /**
     * Finds the first value behind which everything has a derivative. Which ones have is only seen by asking, and a run that
     * was asked in vain is lost.
     */
    private static Measured behind(
            PyTorchModel model, Orders everything, List<Tensor> samples, MissingDerivative missing) {
        int without = 0;
        int with = missing.values();
        Measured found = measured(model, everything, samples, with);
        while (with - without > 1) {
            int middle = (without + with) / 2;
            try {
                found = measured(model, everything, samples, middle);
                with = middle;
            } catch (MissingDerivative e) {
                without = middle;
            }
        }
        return found.withObstacle(missing.obstacle());
    }

    private static Measured measured(PyTorchModel model, Orders everything, List<Tensor> samples, int skipped) {
        Instrumented program = model.program();
        try (Execution run = model.execute(everything, samples)) {
            model.verified().checkMeasured(run, samples);
            return new Measured(program, run, new Axes(program, model.archive(), run, samples), skipped);
        }
    }
}
