package io.github.gradcam4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices that ONNX Runtime's library does not have, or that it cannot use here, are refused with what to do. */
class DevicesTest {
    private static List<String> offered() {
        return ((Availability.Available) new OnnxBackend().availability()).devices();
    }

    private static GradientModel open(String device) {
        ModelOptions options = new ModelOptions(Device.parse(device), OptionalInt.empty(), Map.of(), Optional.empty());
        return new OnnxBackend()
                .open(ModelSource.of(Fixture.named("activations.ts17").model()), options);
    }

    @Test
    void the_processor_is_offered_first() {
        assertThat(offered()).startsWith("cpu").doesNotHaveDuplicates();
        open("cpu").close();
    }

    @ParameterizedTest
    @CsvSource({
        "gpu, onnxruntime_gpu",
        "gpu:3, onnxruntime_gpu",
        "cuda:1, onnxruntime_gpu",
        "tensorrt, onnxruntime_gpu",
        "coreml, macOS",
        "directml:0, --use_dml",
        "openvino, --use_openvino",
        "openvino:gpu.1, --use_openvino",
    })
    void a_device_that_the_library_lacks_is_refused_with_what_it_has_and_what_to_do(String device, String remedy) {
        assumeThat(offered()).doesNotContain(Device.parse(device).name());
        assertThatThrownBy(() -> open(device))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("'" + device + "'")
                .hasMessageContaining("offers only " + String.join(", ", offered()))
                .hasMessageContaining(remedy)
                .hasMessageContaining("--device cpu")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "cdua, 'knows cpu, gpu, cuda, tensorrt, coreml, directml, openvino'",
        "gpu:first, write gpu or gpu:N",
        "tensorrt:a, write tensorrt or tensorrt:N",
        "directml:x, write directml or directml:N",
        "coreml:1, write coreml",
        "openvino:auto, openvino:npu",
        "openvino:gpu.x, openvino:gpu.N",
    })
    void what_is_no_device_at_all_is_wrong_usage(String device, String hint) {
        assertThatThrownBy(() -> open(device))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + device + "'")
                .hasMessageContaining(hint);
    }
}
