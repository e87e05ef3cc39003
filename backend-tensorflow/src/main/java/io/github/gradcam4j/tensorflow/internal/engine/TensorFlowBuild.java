package io.github.gradcam4j.tensorflow.internal.engine;

import io.github.gradcam4j.spi.NativeJar;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;

/** The builds of TensorFlow for processors that are on Maven Central, for the version of its Java interface that DJL has. */
enum TensorFlowBuild {
    LINUX_X86_64("linux-x86_64", 148_786_362, "05fa0e0565637c32e0e7a41813cf1c2d5608e8a4aa163fd61b883f579d3bbb61"),
    MACOSX_ARM64("macosx-arm64", 127_041_195, "0127e33a8d2b99e49d8ea87b910764fd73dde5ff3a0b8d0ea7c54c1a45054156"),
    MACOSX_X86_64("macosx-x86_64", 152_543_162, "8d2f529e05c96c88e81e44486394f99444b8d08196c8c72dac1b709044cd5250"),
    WINDOWS_X86_64("windows-x86_64", 77_077_942, "8e946196a5f34e33e46cfd6db3a99327009c4e6300b0562ac9643455f53292f4");

    static final String VERSION = "1.0.0-rc.1";

    private final NativeJar jar;

    TensorFlowBuild(String classifier, long bytes, String sha256) {
        jar = new NativeJar("org.tensorflow", "tensorflow-core-native", VERSION, classifier, sha256, bytes);
    }

    NativeJar jar() {
        return jar;
    }

    /** Returns where the libraries lie in the jar, and on the class path. */
    static String folder(String classifier) {
        return "org/tensorflow/internal/c_api/" + classifier + "/";
    }

    /** Returns the build for a machine, told as JavaCPP tells machines apart; empty if there is none. */
    static Optional<TensorFlowBuild> of(Properties system) {
        String classifier = classifier(system);
        return Arrays.stream(values())
                .filter(build -> build.jar.classifier().equals(classifier))
                .findFirst();
    }

    static String classifier(Properties system) {
        String name = system.getProperty("os.name", "");
        String os = name.startsWith("Win")
                ? "windows"
                : name.startsWith("Mac") ? "macosx" : name.startsWith("Linux") ? "linux" : name;
        String arch = system.getProperty("os.arch", "");
        return os + "-" + (arch.equals("amd64") ? "x86_64" : arch.equals("aarch64") ? "arm64" : arch);
    }
}
