package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Differentiates the operator tests of the ONNX project. Every input that can have a gradient has the right one, or is refused
 * for a reason that {@code fixtures/onnx-operators/refused.tsv} knows.
 *
 * <p>Gradients are compared with differences of our interpreter in double precision (error up to 1e-4); where that does not
 * know the operator, of ONNX Runtime in double precision (1e-4); where it has no such kernel, of wide steps in single precision
 * (2e-2).
 */
class OperatorTestsTest {
    private static final Pattern REFUSAL =
            Pattern.compile("([\\w.]+) \\(node '[^']*'\\) ([^;]*?)(?=;|\\. [A-Z]|\\.?$)");
    private static final int ATTEMPTS = 6;

    private final Map<String, String> refused = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int exact;
    private int unsmooth;
    private int immovable;

    @Test
    void onnx_runtime_computes_what_the_cases_record() {
        for (OperatorCase test : OperatorCase.all()) {
            Map<String, Array> inputs = new LinkedHashMap<>();
            test.inputs().forEach((name, tensor) -> inputs.put(name, OperatorCase.array(tensor)));
            Map<String, Runtime.Measured> results = Runtime.run(test.bytes(), inputs);
            test.outputs().forEach((name, recorded) -> {
                Array expected = OperatorCase.array(recorded);
                Array actual =
                        Optional.ofNullable(results.get(name)).orElseThrow().value();
                assertThat(actual.distance(expected) / Math.max(expected.largest(), 1e-2))
                        .as(test.name() + ", output " + name)
                        .isLessThan(1e-3);
            });
        }
    }

    @Test
    void gradients_are_exact_or_refused_for_a_known_reason() throws IOException {
        List<OperatorCase> all = OperatorCase.all();
        String only = System.getProperty("gradcam4j.operators", "");
        for (OperatorCase test : all) {
            if (test.name().contains(only)) {
                test.outputs().forEach((name, tensor) -> {
                    if (tensor.type() == DataType.FLOAT && tensor.elements() > 0) {
                        differentiate(test, name);
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
        if (System.getProperty("gradcam4j.refused") != null) {
            Files.write(Path.of(System.getProperty("gradcam4j.refused")), refused.keySet());
        }
        TreeSet<String> unknown = new TreeSet<>();
        List<String> known =
                Files.readAllLines(Path.of(System.getProperty("fixtures.dir"), "onnx-operators", "refused.tsv"));
        refused.forEach((reason, first) -> {
            if (!known.contains(reason)) {
                unknown.add(reason + "   (" + first + ")");
            }
        });
        assertThat(unknown).as("reasons that refused.tsv does not know").isEmpty();
        log(exact + " gradients are exact, " + unsmooth + " stay near kinks, " + immovable + " inputs cannot be moved");
        assertThat(unsmooth).as("inputs that stay near kinks").isLessThan(exact / 50);
        if (only.isEmpty()) {
            assertThat(exact).as("gradients that were compared").isGreaterThan(900);
        }
    }

    private static void log(String text) {
        System.getLogger(OperatorTestsTest.class.getName()).log(System.Logger.Level.DEBUG, text);
    }

    /** Tries all inputs together, and each by itself where that is refused. */
    private void differentiate(OperatorCase test, String score) {
        List<String> floats = test.inputs().entrySet().stream()
                .filter(e ->
                        e.getValue().type() == DataType.FLOAT && e.getValue().elements() > 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!floats.isEmpty() && !attempt(test, score, floats) && floats.size() > 1) {
            List<String> accepted = floats.stream()
                    .filter(name -> attempt(test, score, List.of(name)))
                    .toList();
            if (accepted.size() > 1 && accepted.size() < floats.size()) {
                attempt(test, score, accepted);
            }
        }
    }

    /** Compares the gradients at some inputs together, and says whether there are such. */
    private boolean attempt(OperatorCase test, String score, List<String> layers) {
        String what = test.name() + ", " + score + " at " + layers;
        for (int seed = 0; seed < ATTEMPTS; seed++) {
            try {
                Optional<String> problem = check(test, score, layers, seed);
                problem.ifPresent(text -> wrong.add(what + ": " + text));
                exact += problem.isEmpty() ? 1 : 0;
                return true;
            } catch (UnsupportedModelException e) {
                String message = String.valueOf(e.getMessage());
                if (message.contains("by any path that has a derivative")
                        || message.contains("no gradient of the score")) {
                    return false;
                }
                Matcher reasons = REFUSAL.matcher(message);
                boolean found = false;
                while (reasons.find()) {
                    found = true;
                    refused.putIfAbsent(
                            reasons.group(1) + "\t" + reasons.group(2).replaceAll(" '[^']*'", ""), what);
                }
                if (!found) {
                    refused.putIfAbsent("?\t" + message, what);
                }
                return false;
            } catch (DirectionalCheck.TooNear e) {
                if (seed == ATTEMPTS - 1) {
                    unsmooth++;
                    log("near a kink: " + what);
                }
            } catch (Immovable e) {
                immovable++;
                return false;
            } catch (AssertionError | RuntimeException e) {
                wrong.add(what + ": " + e);
                return false;
            }
        }
        return true;
    }

    private static Optional<String> check(OperatorCase test, String score, List<String> layers, int seed) {
        Map<String, TensorProto> constants = new LinkedHashMap<>(test.inputs());
        constants.keySet().removeAll(layers);
        Map<String, Array> inputs = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (String layer : layers) {
            Array x = OperatorCase.array(
                    Optional.ofNullable(test.inputs().get(layer)).orElseThrow());
            double width = 0.01 * (1 + seed % 4);
            inputs.put(layer, x.map(v ->
                    (float) (v * (1 + width * random.nextDouble(-1, 1)) + width * random.nextDouble(-1, 1))));
        }
        byte[] bytes = test.with(constants);
        try {
            return check(test, score, layers, constants, inputs, bytes);
        } catch (AssertionError e) {
            requireRunning(bytes, inputs);
            throw e;
        }
    }

    private static Optional<String> check(
            OperatorCase test,
            String score,
            List<String> layers,
            Map<String, TensorProto> constants,
            Map<String, Array> inputs,
            byte[] bytes) {
        Optional<DirectionalCheck.Oracle> interpreter = interpreter(test, constants, score);
        if (interpreter.isPresent()) {
            return new DirectionalCheck(bytes, inputs, score, layers, interpreter.get()).run(false);
        }
        // What is cast to float on the way is in single precision still.
        boolean casts =
                test.model().graph().nodes().stream().anyMatch(n -> n.opType().equals("Cast"));
        if (casts) {
            return single(bytes, inputs, score, layers);
        }
        try (Runtime.Opened wide = Runtime.open(test.inDoublePrecision(constants, layers))) {
            return new DirectionalCheck(bytes, inputs, score, layers, oracle(wide, 1e-6, 1e-4)).run(false);
        } catch (AssertionError noSuchKernel) {
            return single(bytes, inputs, score, layers);
        }
    }

    private static Optional<String> single(byte[] bytes, Map<String, Array> inputs, String score, List<String> layers) {
        try (Runtime.Opened narrow = Runtime.open(bytes)) {
            return new DirectionalCheck(bytes, inputs, score, layers, oracle(narrow, 4e-3, 2e-2)).run(false);
        }
    }

    /** Says that the runtime rejects an input when it is moved, or the model when its parameters are built in. */
    private static final class Immovable extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static void requireRunning(byte[] bytes, Map<String, Array> inputs) {
        try {
            Runtime.run(bytes, inputs);
        } catch (AssertionError e) {
            throw new Immovable();
        }
    }

    private static DirectionalCheck.Oracle oracle(Runtime.Opened opened, double step, double tolerance) {
        return new DirectionalCheck.Oracle(
                given -> {
                    Map<String, Array> values = new HashMap<>(given);
                    opened.run(given).forEach((name, measured) -> values.put(name, measured.value()));
                    return values;
                },
                given -> {
                    throw new UnsupportedOperationException("the runtime defines these");
                },
                step,
                tolerance);
    }

    /** Returns our own definition, if there is one and it agrees with what the case records. */
    private static Optional<DirectionalCheck.Oracle> interpreter(
            OperatorCase test, Map<String, TensorProto> constants, String score) {
        Model model = test.interpreted(constants);
        for (NodeProto node : model.nodes) {
            if (!Reference.operators().contains(node.opType())) {
                return Optional.empty();
            }
        }
        try {
            Map<String, Array> recorded = new HashMap<>();
            test.inputs().forEach((name, tensor) -> recorded.put(name, OperatorCase.array(tensor)));
            Array expected = OperatorCase.array(
                    Optional.ofNullable(test.outputs().get(score)).orElseThrow());
            Array actual = Optional.ofNullable(Reference.run(model, recorded).get(score))
                    .orElseThrow();
            if (actual.distance(expected) > 1e-4 * Math.max(1, expected.largest())) {
                return Optional.empty();
            }
        } catch (RuntimeException | AssertionError e) {
            return Optional.empty();
        }
        return Optional.of(new DirectionalCheck.Oracle(
                given -> Reference.run(model, given),
                given -> Reference.run(model, given),
                1e-5,
                GradientCheck.TOLERANCE));
    }
}
