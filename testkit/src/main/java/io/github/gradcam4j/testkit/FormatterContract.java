package io.github.gradcam4j.testkit;

import static io.github.gradcam4j.testkit.Rule.appliesIf;
import static io.github.gradcam4j.testkit.Rule.require;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that an {@link ExplanationFormatter} keeps its contract. Extend this class and supply formatter and samples. */
public abstract class FormatterContract {
    private static final List<Rule<Writing>> ALL = List.of(
            new Rule<>("W01", "id and extension are legal", FormatterContract::names),
            new Rule<>("W02", "the same explanation gives the same bytes", FormatterContract::deterministic),
            new Rule<>("W03", "the stream stays open", FormatterContract::staysOpen),
            new Rule<>("W04", "an unknown option is named", FormatterContract::options),
            new Rule<>("W05", "a failing stream is not swallowed", FormatterContract::failing));

    /** Creates the contract test. */
    protected FormatterContract() {}

    private record Writing(ExplanationFormatter formatter, Explanation explanation) {
        byte[] bytes(FormatRequest request) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            formatter.write(explanation, request, out);
            return out.toByteArray();
        }

        void needsAcceptance() {
            appliesIf(formatter.accepts(explanation), "the format cannot show this explanation");
        }
    }

    /**
     * Returns the formatter under test.
     *
     * @return the formatter
     */
    protected abstract ExplanationFormatter formatter();

    /**
     * Returns explanations to write: at least one that the format accepts, and better one that it does not.
     *
     * @return the explanations
     */
    protected abstract List<Explanation> explanations();

    /**
     * Makes a test of every rule for each explanation.
     *
     * @return a container for each rule
     */
    @TestFactory
    @DisplayName("formatter contract")
    protected Stream<DynamicNode> rules() {
        List<Explanation> explanations = explanations();
        if (explanations.stream().noneMatch(formatter()::accepts)) {
            throw new AssertionError("the format accepts none of the explanations, so nothing would be checked");
        }
        return ALL.stream().map(rule -> {
            Stream<DynamicTest> tests = explanations.stream().map(explanation -> {
                String name = explanation.input().source().name() + " at "
                        + explanation.layer().ref();
                return DynamicTest.dynamicTest(
                        rule.id() + " " + name, () -> rule.run(new Writing(formatter(), explanation), name));
            });
            return DynamicContainer.dynamicContainer(rule.label(), tests);
        });
    }

    private static void names(Writing w) {
        require(w.formatter.id().matches("[a-z0-9-]{1,64}"), "id '" + w.formatter.id() + "' is not legal");
        require(
                w.formatter.extension().matches("[a-z0-9.]{1,16}")
                        && !w.formatter.extension().startsWith("."),
                "extension '" + w.formatter.extension() + "' is not lower-case letters and digits without leading dot");
        require(!w.formatter.description().isBlank(), "the description is blank");
    }

    private static void deterministic(Writing w) throws IOException {
        w.needsAcceptance();
        for (int target = 0; target < w.explanation.targets().size(); target++) {
            byte[] first = w.bytes(FormatRequest.of(target));
            require(first.length > 0, "nothing is written for target " + target);
            require(Arrays.equals(first, w.bytes(FormatRequest.of(target))), "bytes differ for target " + target);
            require(
                    w.formatter.perTarget() || Arrays.equals(first, w.bytes(FormatRequest.of(0))),
                    "the format is not per target, but target " + target + " gives another file");
        }
    }

    private static void staysOpen(Writing w) throws IOException {
        w.needsAcceptance();
        w.formatter.write(w.explanation, FormatRequest.of(0), new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("the formatter closed the caller's stream");
            }
        });
    }

    private static void options(Writing w) {
        w.needsAcceptance();
        assertThatThrownBy(() -> w.bytes(new FormatRequest(0, Map.of("no-such-option", "1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no-such-option");
    }

    private static void failing(Writing w) {
        w.needsAcceptance();
        java.io.OutputStream broken = new java.io.OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("the disk is full");
            }
        };
        assertThatThrownBy(() -> w.formatter.write(w.explanation, FormatRequest.of(0), broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("disk is full");
    }
}
