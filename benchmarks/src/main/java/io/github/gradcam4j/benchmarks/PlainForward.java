package io.github.gradcam4j.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * Runs a network forward in stock ONNX Runtime, as a careful user would: the options that our backend sets, input and
 * outputs pinned in direct memory, nothing made for a call that could be made before.
 */
final class PlainForward implements Forward {
    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    PlainForward(Network network, Tensor picture, int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setInterOpNumThreads(1);
            options.setIntraOpNumThreads(threads);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            byte[] file = new byte[network.file().remaining()];
            network.file().duplicate().get(file);
            session = environment.createSession(file, options);
        }
        input = OnnxTensor.createTensor(
                environment, picture.bytes().asFloatBuffer(), picture.shape().dims());
        output = OnnxTensor.createTensor(
                environment, Tensor.allocate(DType.FLOAT32, 1000).asFloatBuffer(), new long[] {1, 1000});
        inputs = Map.of(network.input(), input);
        outputs = Map.of(session.getOutputNames().iterator().next(), output);
    }

    @Override
    public void run() throws OrtException {
        session.run(inputs, Set.of(), outputs).close();
    }

    @Override
    public void close() {
        input.close();
        output.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not free a session", e);
        }
    }
}
