package io.github.gradcam4j.onnx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.Device;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a session on a device must stand, on the real runtime: here the processor is the device. */
class TrialTest {
    private static final String MODEL = fixture("activations.ts17");
    /** Has the same inputs and outputs. */
    private static final String OTHER = fixture("pools.ts17");

    private final OrtEnvironment environment = OnnxRuntime.environment();

    private static String fixture(String name) {
        return Path.of(System.getProperty("fixtures.dir"), "onnx", name, "model.onnx")
                .toString();
    }

    @Test
    void a_device_that_took_operators_is_seen_in_every_run_and_the_profile_is_deleted() throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            FirstRun first = FirstRun.profile(options, OrtProvider.CPU);
            try (DeviceSession session = session(options, first)) {
                assertThat(first.folder()).isNotEmptyDirectory();
                run(session);
                run(session);
                assertThat(first.folder()).doesNotExist();
            }
        }
    }

    @Test
    void a_device_that_took_none_is_refused_in_every_run() throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                DeviceSession session = session(options, FirstRun.profile(options, OrtProvider.OPEN_VINO))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> run(session))
                        .isInstanceOf(BackendUnavailableException.class)
                        .hasMessageContaining("'openvino:npu' was not used")
                        .hasMessageContaining("'x.onnx'")
                        .hasMessageContaining("Intel's drivers")
                        .hasMessageContaining("--device cpu");
            }
        }
    }

    @Test
    void results_that_are_not_those_of_the_processor_are_refused_in_every_run() throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                DeviceSession session = session(options, FirstRun.profile(options, OrtProvider.CPU), OTHER)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> run(session))
                        .isInstanceOf(BackendUnavailableException.class)
                        .hasMessageContaining("'openvino:npu' computes the model 'x.onnx' otherwise")
                        .hasMessageContaining("%")
                        .hasMessageContaining("--device cpu");
            }
        }
    }

    @Test
    void the_profile_of_a_session_that_never_runs_is_deleted() throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            FirstRun first = FirstRun.profile(options, OrtProvider.CPU);
            session(options, first).close();
            assertThat(first.folder()).doesNotExist();
        }
    }

    private DeviceSession session(OrtSession.SessionOptions options, FirstRun first) throws OrtException {
        return session(options, first, MODEL);
    }

    private DeviceSession session(OrtSession.SessionOptions options, FirstRun first, String onProcessor)
            throws OrtException {
        DeviceChoice choice = new DeviceChoice(Device.parse("openvino:npu"), Optional.of(Accelerator.OPENVINO));
        Trial trial = new Trial(choice, "x.onnx", first, () -> environment.createSession(onProcessor));
        return new DeviceSession(environment.createSession(MODEL, options), Optional.of(trial));
    }

    private void run(DeviceSession session) throws OrtException {
        try (OrtSession plain = environment.createSession(MODEL);
                OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            String input = plain.getInputNames().iterator().next();
            TensorInfo info = (TensorInfo) plain.getInputInfo().get(input).getInfo();
            long[] shape =
                    Arrays.stream(info.getShape()).map(dim -> Math.max(1, dim)).toArray();
            FloatBuffer zeros = FloatBuffer.allocate((int) Arrays.stream(shape).reduce(1, (a, b) -> a * b));
            try (OnnxTensor fed = OnnxTensor.createTensor(environment, zeros, shape)) {
                session.run(Map.of(input, fed), plain.getOutputNames(), Map.of(), options)
                        .close();
            }
        }
    }
}
