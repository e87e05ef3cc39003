package io.github.gradcam4j.opencl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.opencl.OpenClKernel;
import io.github.gradcam4j.spi.Availability;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where nothing is installed, messages say what to install; in processes of their own, with the drivers hidden. */
@EnabledOnOs(OS.LINUX)
class MissingDeviceTest {
    /** Prints what a program learns. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            OpenClKernel kernel = new OpenClKernel();
            System.out.println(
                    kernel.availability() instanceof Availability.Unavailable missing
                            ? "reason: " + missing.reason() + "\nremedy: " + missing.remedy()
                            : "available");
            System.out.println("own processor: " + kernel.hasOwnProcessor());
            System.out.println("automatic: " + Platform.discover().automaticKernel());
            try {
                Gpu.task(1, 1, 2, 3).sum(kernel);
                System.out.println("summed");
            } catch (BackendUnavailableException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    private static String output(String... options) throws IOException, InterruptedException {
        return outputWith(System.getProperty("java.class.path"), options);
    }

    private static String outputWith(String classPath, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, Program.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OCL_ICD_VENDORS", "/nonexistent");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void without_a_driver_it_is_unavailable_and_nothing_else_sums() throws IOException, InterruptedException {
        assertThat(output())
                .containsPattern(
                        "reason: (OpenCL is installed but has no platform|the OpenCL library cannot be loaded)")
                .contains("remedy: Install the driver")
                .contains("own processor: false")
                .contains("automatic: KernelChoice[kernel=cpu, reason=no other kernel has a processor of its own here]")
                .contains("refused: the kernel 'gpu' cannot run here: ")
                .contains("--kernel cpu")
                .doesNotContain("summed")
                .doesNotContain("\tat ");
    }

    @Test
    void without_the_library_it_is_unavailable() throws IOException, InterruptedException {
        assertThat(output("-Dorg.lwjgl.opencl.libname=libNotThere.so.1"))
                .contains("reason: the OpenCL library cannot be loaded (Failed to locate library: libNotThere.so.1)")
                .contains("pocl-opencl-icd")
                .contains("refused: ")
                .doesNotContain("\tat ");
    }

    @Test
    void without_the_native_part_of_lwjgl_it_is_unavailable() throws IOException, InterruptedException {
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("-natives-"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(outputWith(without))
                .contains("reason: the native part of LWJGL cannot be loaded")
                .contains("natives-linux")
                .contains("refused: ");
    }

    @Test
    void a_device_that_is_not_there_is_refused_with_those_that_are() {
        Gpu.require();
        System.setProperty(ChosenDevice.PROPERTY, "no such device");
        try {
            assertThat(ChosenDevice.availability()).isInstanceOfSatisfying(Availability.Unavailable.class, missing -> {
                assertThat(missing.reason()).contains("'no such device'", ChosenDevice.PROPERTY);
                assertThat(missing.remedy()).contains("OpenCL ");
            });
        } finally {
            System.clearProperty(ChosenDevice.PROPERTY);
        }
    }
}
