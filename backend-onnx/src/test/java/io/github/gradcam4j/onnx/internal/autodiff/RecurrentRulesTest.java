package io.github.gradcam4j.onnx.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurrent operators with batches of three and odd lengths, in every combination of direction, states and outputs. */
class RecurrentRulesTest {
    private static final int STEPS = 5;
    private static final int ITEMS = 3;
    private static final int FEATURES = 2;
    private static final int HIDDEN = 3;

    /** Builds an operator with active sequence and, if wanted, active initial states. */
    private static final class Recurrent {
        final Model model;
        final String operator;
        final int gates;
        final int directions;
        final Map<String, AttributeValue> attributes = new HashMap<>();
        final List<String> inputs;

        Recurrent(long opset, String operator, String direction) {
            model = new Model(opset);
            this.operator = operator;
            gates = operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1;
            directions = direction.equals("bidirectional") ? 2 : 1;
            attributes.putAll(Emitter.attributes("hidden_size", HIDDEN, "direction", direction));
            model.input("x", Samples.between(3, -1.5, 1.5, STEPS, ITEMS, FEATURES));
            model.floats("w", Samples.between(1, -0.8, 0.8, directions, gates * HIDDEN, FEATURES));
            model.floats("r", Samples.between(2, -0.7, 0.7, directions, gates * HIDDEN, HIDDEN));
            inputs = new ArrayList<>(List.of("x", "w", "r", "", "", "", "", ""));
        }

        Recurrent biased() {
            inputs.set(3, model.floats("b", Samples.between(4, -0.5, 0.5, directions, 2 * gates * HIDDEN)));
            return this;
        }

        Recurrent started() {
            inputs.set(5, model.input("h0", Samples.between(5, -0.9, 0.9, directions, ITEMS, HIDDEN)));
            if (gates == 4) {
                inputs.set(6, model.input("c0", Samples.between(6, -0.9, 0.9, directions, ITEMS, HIDDEN)));
            }
            return this;
        }

        Recurrent lengths(int... lengths) {
            inputs.set(4, model.ints("lengths", new int[] {lengths.length}, lengths));
            return this;
        }

        Recurrent peepholes() {
            inputs.set(7, model.floats("p", Samples.between(7, -0.6, 0.6, directions, 3 * HIDDEN)));
            return this;
        }

        Recurrent activations(String... names) {
            attributes.put("activations", new AttributeValue.Texts(Arrays.asList(names)));
            return this;
        }

        Recurrent flag(String name) {
            attributes.put(name, new AttributeValue.Int(1));
            return this;
        }

        /** Adds the operator, and what makes one score of the outputs that are wanted. */
        String score(String outputs) {
            List<String> names = new ArrayList<>();
            for (String name : List.of("y", "yh", "yc").subList(0, gates == 4 ? 3 : 2)) {
                names.add(Arrays.asList(outputs.split(" ")).contains(name) ? name : "");
            }
            List<String> given = new ArrayList<>(inputs.subList(0, gates == 4 ? 8 : 6));
            while (given.get(given.size() - 1).isEmpty()) {
                given.remove(given.size() - 1);
            }
            model.nodes.add(new NodeProto("recurrent", "", operator, given, names, attributes, Map.of()));
            List<String> parts = names.stream()
                    .filter(name -> !name.isEmpty())
                    .map(name -> model.node("Sin", List.of(name)))
                    .toList();
            return parts.size() == 1 ? parts.get(0) : model.node("Sum", parts);
        }
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> combinations() {
        List<org.junit.jupiter.params.provider.Arguments> all = new ArrayList<>();
        for (String operator : List.of("LSTM", "GRU", "RNN")) {
            for (String direction : List.of("forward", "reverse", "bidirectional")) {
                for (String outputs : List.of("y", "yh", "y yh", "yc", "y yh yc")) {
                    if (operator.equals("LSTM") || !outputs.contains("yc")) {
                        all.add(org.junit.jupiter.params.provider.Arguments.of(operator, direction, outputs));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void gradients_of_sequence_and_states_are_exact(String operator, String direction, String outputs) {
        Recurrent recurrent = new Recurrent(17, operator, direction).biased().started();
        GradientCheck.check(recurrent.model, recurrent.score(outputs), false);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void sequences_may_end_early(String operator, String direction, String outputs) {
        Recurrent recurrent =
                new Recurrent(14, operator, direction).biased().started().lengths(3, STEPS, 1);
        GradientCheck.check(recurrent.model, recurrent.score(outputs), false);
    }

    @ParameterizedTest
    @CsvSource({"LSTM, 11", "LSTM, 22", "GRU, 11", "GRU, 22", "RNN, 11", "RNN, 22"})
    void biases_and_states_are_optional_and_the_length_may_be_free(String operator, long opset) {
        Recurrent recurrent = new Recurrent(opset, operator, "bidirectional");
        GradientCheck.check(recurrent.model, recurrent.score("y"), true);
    }

    @ParameterizedTest
    @CsvSource({"forward", "reverse", "bidirectional"})
    void a_gru_may_reset_behind_the_product(String direction) {
        Recurrent recurrent = new Recurrent(17, "GRU", direction)
                .biased()
                .started()
                .lengths(4, 2, STEPS)
                .flag("linear_before_reset");
        GradientCheck.check(recurrent.model, recurrent.score("y yh"), false);
    }

    @ParameterizedTest
    @CsvSource({"forward, false", "reverse, false", "bidirectional, true"})
    void an_lstm_may_look_at_its_cell(String direction, boolean ending) {
        Recurrent recurrent =
                new Recurrent(17, "LSTM", direction).biased().started().peepholes();
        if (ending) {
            recurrent.lengths(2, 4, STEPS);
        }
        GradientCheck.check(recurrent.model, recurrent.score("y yh yc"), false);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void an_lstm_may_forget_what_it_does_not_take_in(boolean peepholes) {
        Recurrent recurrent =
                new Recurrent(17, "LSTM", "bidirectional").biased().started().flag("input_forget");
        if (peepholes) {
            recurrent.peepholes();
        }
        GradientCheck.check(recurrent.model, recurrent.score("y yh yc"), false);
    }

    @Test
    void other_activations_are_exact() {
        Recurrent lstm = new Recurrent(17, "LSTM", "bidirectional")
                .biased()
                .started()
                .activations("HardSigmoid", "Softsign", "Tanh", "Sigmoid", "Tanh", "Softsign");
        GradientCheck.check(lstm.model, lstm.score("y yh yc"), false);
        Recurrent gru = new Recurrent(17, "GRU", "forward").biased().started().activations("HardSigmoid", "Softsign");
        GradientCheck.check(gru.model, gru.score("y"), false);
        Recurrent rnn = new Recurrent(17, "RNN", "reverse").biased().started().activations("Relu");
        GradientCheck.check(rnn.model, rnn.score("y yh"), false);
    }

    @Test
    void layers_can_be_stacked() {
        Recurrent first = new Recurrent(17, "LSTM", "bidirectional").biased();
        String y = first.score("y");
        Model model = first.model;
        String turned = model.node("Transpose", List.of(y), "perm", new long[] {0, 2, 1, 3});
        model.longs("shape", 0, 0, -1);
        String joined = model.node("Reshape", List.of(turned, "shape"));
        model.floats("w2", Samples.between(8, -0.6, 0.6, 1, 3 * HIDDEN, 2 * HIDDEN));
        model.floats("r2", Samples.between(9, -0.6, 0.6, 1, 3 * HIDDEN, HIDDEN));
        model.node("GRU", List.of(joined, "w2", "r2"), List.of("y2", "last"), "hidden_size", HIDDEN);
        GradientCheck.check(model, model.node("Sin", List.of("last")), false);
    }

    @Test
    void what_has_no_exact_rule_is_refused_by_name() {
        Recurrent clipped = new Recurrent(17, "LSTM", "forward");
        clipped.attributes.put("clip", new AttributeValue.Real(1f));
        String y = clipped.score("y");
        assertThatThrownBy(() -> GradientCheck.check(clipped.model, y, false))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("LSTM (node 'recurrent') clips");
        Recurrent odd = new Recurrent(17, "RNN", "forward").activations("ThresholdedRelu");
        String z = odd.score("yh");
        assertThatThrownBy(() -> GradientCheck.check(odd.model, z, false))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("thresholdedrelu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LSTM", "GRU", "RNN"})
    void gradients_may_come_from_operators_behind_which_the_runtime_knows_no_rank(String operator) {
        Recurrent recurrent = new Recurrent(13, operator, "bidirectional");
        Model model = recurrent.model;
        String y = recurrent.score("y");
        String padded = model.node("Pad", List.of(y, model.longs("pads", 0, 1, 0, 2, 0, 2, 2, 0)));
        String norm = model.node("ReduceL2", List.of(padded), "axes", new long[] {2, -1});
        model.floats("kernel", Samples.between(9, -1, 1, 1, 5, 3, 1));
        GradientCheck.check(model, model.node("Conv", List.of(norm, "kernel"), "auto_pad", "SAME_LOWER"), true);
    }
}
