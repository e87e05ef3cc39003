package io.github.gradcam4j.pytorch.internal.engine;

import io.github.gradcam4j.spi.NativeJar;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;

/** The builds of libtorch for processors that are on Maven Central, for the version of DJL that this module is made for. */
enum Libtorch {
    LINUX_X86_64("linux-x86_64", 111_597_418, "1769928feaaa2389b4aa68390e7787ce1707290258b167d016a200fced4b8c39"),
    LINUX_AARCH64("linux-aarch64", 71_387_151, "ea7bf1da33fc4ecf310186b27f2b4afc4387e81cb76a994e5703e0e3c2c97cf6"),
    OSX_AARCH64("osx-aarch64", 41_611_143, "e1ca6c377750d31a2a791d9d2dac9efb09e39181faf84338ef0e140214979ff2"),
    WIN_X86_64("win-x86_64", 75_502_000, "f70603e9b03cf7df1690c2b1f8edd99fcfdc4e38d639db1d3604ce22b13a38df");

    static final String VERSION = "2.7.1";
    static final String FLAVOR = "cpu";

    private final NativeJar jar;

    Libtorch(String classifier, long bytes, String sha256) {
        jar = new NativeJar("ai.djl.pytorch", "pytorch-native-cpu", VERSION, classifier, sha256, bytes);
    }

    NativeJar jar() {
        return jar;
    }

    /** Returns the build for a machine, told as DJL tells machines apart; empty if there is none. */
    static Optional<Libtorch> of(Properties system) {
        String classifier = classifier(system);
        return Arrays.stream(values())
                .filter(build -> build.jar.classifier().equals(classifier))
                .findFirst();
    }

    static String classifier(Properties system) {
        String name = system.getProperty("os.name", "");
        String os = name.startsWith("Win")
                ? "win"
                : name.startsWith("Mac") ? "osx" : name.startsWith("Linux") ? "linux" : name;
        String arch = system.getProperty("os.arch", "");
        return os + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }
}
