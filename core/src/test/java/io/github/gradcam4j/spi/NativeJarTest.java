package io.github.gradcam4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeJarTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void it_lies_where_maven_puts_it() {
        NativeJar jar = new NativeJar("ai.djl.pytorch", "pytorch-native-cpu", "2.7.1", "linux-x86_64", HASH, 1);
        assertThat(jar.fileName()).isEqualTo("pytorch-native-cpu-2.7.1-linux-x86_64.jar");
        assertThat(jar.path())
                .isEqualTo("ai/djl/pytorch/pytorch-native-cpu/2.7.1/pytorch-native-cpu-2.7.1-linux-x86_64.jar");
        assertThat(jar.coordinate()).isEqualTo("ai.djl.pytorch:pytorch-native-cpu:2.7.1:jar:linux-x86_64");
    }

    @Test
    void it_may_have_no_classifier() {
        NativeJar jar = new NativeJar("g", "a", "1", "", HASH, 1);
        assertThat(jar.path()).isEqualTo("g/a/1/a-1.jar");
        assertThat(jar.coordinate()).isEqualTo("g:a:1:jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/b", "a\\b", "a..b", ".a", "a.", "a b", "a%2e", "a:b"})
    void a_name_that_leads_elsewhere_is_refused(String name) {
        assertThatThrownBy(() -> new NativeJar(name, "a", "1", "", HASH, 1)).hasMessageContaining("'" + name + "'");
        assertThatThrownBy(() -> new NativeJar("g", "a", "1", name, HASH, 1)).hasMessageContaining("'" + name + "'");
    }

    @Test
    void hash_and_length_are_needed() {
        assertThatThrownBy(() -> new NativeJar("g", "a", "1", "", HASH.toUpperCase(java.util.Locale.ROOT), 1))
                .hasMessageContaining("lower-case");
        assertThatThrownBy(() -> new NativeJar("g", "a", "1", "", HASH, 0)).hasMessageContaining("0 bytes");
    }
}
