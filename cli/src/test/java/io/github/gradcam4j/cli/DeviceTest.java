package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices of the backend that is installed, with the bundled model: what is not there ends the command, and nothing runs. */
class DeviceTest {
    @TempDir
    Path folder;

    CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    private Outcome explainOn(String device) {
        return cli.runInstalled("explain", "-o", cli.path("out"), "--device", device, cli.picture("a.pgm"));
    }

    @ParameterizedTest
    @CsvSource({
        "gpu, onnxruntime_gpu",
        "cuda:1, onnxruntime_gpu",
        "tensorrt, onnxruntime_gpu",
        "coreml, macOS",
        "directml, --use_dml",
        "openvino:npu, --use_openvino",
    })
    void a_device_that_cannot_be_used_is_4_with_what_to_do(String device, String remedy) {
        String listed = cli.runInstalled("doctor").out();
        assumeThat(listed).doesNotContain(device.replaceFirst(":.*", ""));
        Outcome outcome = explainOn(device);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(4);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("'" + device + "'", remedy, "--device cpu");
        assertThat(outcome.out()).isEmpty();
        assertThat(cli.files("out")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"tpu, 'cpu, gpu, cuda, tensorrt'", "gpu:one, gpu:N", "cpu:1, gpu:N"})
    void what_is_no_device_is_2_with_what_there_is(String device, String hint) {
        Outcome outcome = explainOn(device);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("'" + device + "'", hint);
    }

    @Test
    void doctor_lists_the_devices_of_the_runtime() {
        assertThat(cli.runInstalled("doctor").out()).containsPattern("onnx\\s+ready, version [\\d.]+, on cpu");
    }
}
