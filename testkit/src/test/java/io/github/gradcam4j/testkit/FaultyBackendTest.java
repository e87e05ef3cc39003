package io.github.gradcam4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.spi.GradientBackend;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

/** The contract must be able to fail: every fault breaks the rule that names it. */
class FaultyBackendTest {
    @ParameterizedTest
    @EnumSource(Fault.class)
    void every_fault_breaks_its_rule(Fault fault) {
        assertThat(broken(new FaultyBackend(fault), fault.rule()))
                .as("rules that %s breaks", fault)
                .contains(fault.rule());
    }

    @Test
    void the_right_backend_breaks_no_rule() {
        assertThat(broken(new ReferenceBackend(), "")).isEmpty();
    }

    @Test
    void rules_are_numbered_uniquely() {
        List<String> numbers = GradientBackendContract.titles().stream()
                .map(title -> title.substring(0, 3))
                .toList();
        assertThat(numbers).doesNotHaveDuplicates().hasSizeGreaterThan(40).allMatch(n -> n.matches("[A-Z]\\d\\d"));
    }

    private static Set<String> broken(GradientBackend backend, String rule) {
        GradientBackendContract contract = new GradientBackendContract() {
            @Override
            protected GradientBackend backend() {
                return backend;
            }

            @Override
            protected List<TestModel> models() {
                return ReferenceModels.all();
            }
        };
        Set<String> broken = new TreeSet<>();
        contract.rules()
                .flatMap(FaultyBackendTest::leaves)
                .filter(test -> test.getDisplayName().startsWith(rule))
                .forEach(test -> {
                    try {
                        test.getExecutable().execute();
                    } catch (TestAbortedException e) {
                        // skipped
                    } catch (Throwable e) {
                        broken.add(test.getDisplayName().substring(0, 3));
                    }
                });
        return broken;
    }

    private static Stream<DynamicTest> leaves(DynamicNode node) {
        return node instanceof DynamicContainer container
                ? container.getChildren().flatMap(FaultyBackendTest::leaves)
                : Stream.of((DynamicTest) node);
    }
}
