package io.github.gradcam4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu", "gpu:0", "gpu:12", "cuda:1", "openvino:gpu.1", "a-b2:c-d"})
    void what_is_read_is_printed_again(String text) {
        assertThat(Device.parse(text)).hasToString(text);
        assertThat(Device.parse(Device.parse(text).toString())).isEqualTo(Device.parse(text));
    }

    @Test
    void name_and_unit_are_told_apart_in_any_case() {
        assertThat(Device.parse("CPU")).isEqualTo(Device.CPU);
        assertThat(Device.parse("OpenVINO:NPU")).isEqualTo(new Device("openvino", Optional.of("npu")));
        assertThat(Device.parse("gpu").index()).isZero();
        assertThat(Device.parse("gpu:12").index()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "cpu:0", "CPU:0", "gpu:", ":1", "gpu:0:1", "gpu 0", "7", "gpu:-1", "cuda,tensorrt"})
    void other_forms_are_refused_with_those_that_are_understood(String text) {
        assertThatThrownBy(() -> Device.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text.toLowerCase(java.util.Locale.ROOT) + "'")
                .hasMessageContaining("write cpu, gpu, gpu:N");
    }

    @Test
    void a_device_cannot_be_made_that_would_not_be_read_again() {
        assertThatThrownBy(() -> new Device("GPU", Optional.empty())).hasMessageContaining("'GPU'");
        assertThatThrownBy(() -> new Device("gpu:1", Optional.of("2"))).hasMessageContaining("'gpu:1:2'");
        assertThatThrownBy(() -> new Device("gpu:1", Optional.empty())).hasMessageContaining("'gpu:1'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu:1234", "gpu:first", "gpu:1.0"})
    void a_unit_that_is_no_number_is_refused_where_one_is_needed(String text) {
        assertThatThrownBy(() -> Device.parse(text).index())
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("write gpu or gpu:N");
    }

    @Test
    void a_backend_refuses_what_it_does_not_know_and_says_what_it_knows() {
        List<String> known = List.of("cpu", "gpu");
        assertThat(Device.parse("gpu:1").knownTo("torch", known)).isEqualTo(Device.parse("gpu:1"));
        assertThatThrownBy(() -> Device.parse("tensorrt:1").knownTo("torch", known))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device 'tensorrt:1' is not known to the backend 'torch'; it knows cpu, gpu");
    }
}
