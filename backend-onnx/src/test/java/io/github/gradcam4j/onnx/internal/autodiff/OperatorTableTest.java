package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of operators in docs/onnx.md and the registry of rules know the same operators. */
class OperatorTableTest {
    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(Path.of("../docs/onnx.md"))) {
            inTable = line.startsWith("| operators |") || (inTable && line.startsWith("|"));
            if (inTable && !line.startsWith("| operators |") && !line.startsWith("|---")) {
                names.addAll(List.of(line.split("\\|")[1].trim().split(", ")));
            }
        }
        return names;
    }

    /** Names of all standard operators of the ONNX package, and of those of the runtime's own domain. */
    private static Set<String> existing() throws IOException {
        try (InputStream list = Objects.requireNonNull(OperatorTableTest.class.getResourceAsStream("operators.txt"))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toSet());
        }
    }

    private static boolean hasRule(String operator) {
        int dot = operator.lastIndexOf('.');
        String domain = operator.substring(0, Math.max(0, dot));
        return GradientRules.knows(
                new NodeProto("n", domain, operator.substring(dot + 1), List.of(), List.of(), Map.of(), Map.of()));
    }

    @Test
    void every_operator_of_the_table_has_a_rule_and_exists() throws IOException {
        assertThat(documented()).hasSizeGreaterThan(100).allMatch(OperatorTableTest::hasRule);
        assertThat(existing()).containsAll(documented());
    }

    @Test
    void every_operator_with_a_rule_is_in_the_table() throws IOException {
        assertThat(existing()).hasSizeGreaterThan(250);
        assertThat(existing().stream().filter(OperatorTableTest::hasRule)).isSubsetOf(documented());
    }
}
