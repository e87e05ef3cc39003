package io.github.gradcam4j.tensorflow.internal.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensorflow.internal.engine.TensorFlowEngine;
import io.github.gradcam4j.tensorflow.internal.graph.Attributes;
import io.github.gradcam4j.tensorflow.internal.graph.Body;
import io.github.gradcam4j.tensorflow.internal.graph.Emitter;
import io.github.gradcam4j.tensorflow.internal.graph.Node;
import io.github.gradcam4j.tensorflow.internal.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;

/** Loops and branches against differences. */
final class LoopGradientsTest {
    private static final DataType TYPE = DataType.DT_DOUBLE;

    private final Emitter emit = new Emitter(TensorFlowEngine.operators(), "test");
    private final Loops loops = new Loops(emit);
    private final Lists lists = new Lists(emit);
    private final Random random = new Random(11);
    private final Map<Node, Numbers> points = new LinkedHashMap<>();

    private Value input(long... shape) {
        Node placeholder = Differences.placeholder(TYPE, emit);
        points.put(placeholder, Numbers.normal(random, Shape.of(shape)));
        return placeholder.output();
    }

    private void check(Value... outputs) {
        check(1e-5, 1e-7, outputs);
    }

    private void check(double step, double tolerance, Value... outputs) {
        Differences differences =
                new Differences(emit, new Rules(Shapes.UNKNOWN), points, List.of(outputs), step).compare();
        assertThat(differences.largest()).isPositive();
        assertThat(differences.worst()).isLessThan(tolerance);
    }

    private Value tanhOfSum(Value... terms) {
        Value sum = terms[0];
        for (int i = 1; i < terms.length; i++) {
            sum = emit.add(sum, terms[i]);
        }
        return emit.of("Tanh", sum);
    }

    @Test
    void states_lists_and_invariants() {
        Value steps = input(4, 2, 3);
        Value state = input(2, 3);
        Value weight = input(3, 3);
        Value read = lists.of(steps, emit.whole(List.of(2, 3)));
        Value written = loops.reserve(emit.whole(4), TYPE);
        Node loop = loops.count(emit.whole(4), List.of(state, read, written, weight), v -> {
            Value item = lists.item(v.get(2), v.get(0), TYPE);
            Value next = tanhOfSum(item, emit.of("MatMul", v.get(1), v.get(4)));
            return List.of(next, v.get(2), lists.with(v.get(3), v.get(0), emit.multiply(next, item)), v.get(4));
        });
        check(loop.output(2), lists.stacked(loop.output(4), TYPE, emit.whole(-1)));
    }

    @Test
    void an_item_that_is_read_twice_and_one_that_nobody_reads() {
        Value steps = input(4, 3);
        Value read = lists.of(steps, emit.whole(List.of(3)));
        Node loop = loops.count(emit.whole(3), List.of(input(3), read), v -> {
            Value item = lists.item(v.get(2), v.get(0), TYPE);
            Value first = lists.item(v.get(2), emit.whole(1), TYPE);
            return List.of(tanhOfSum(v.get(1), emit.multiply(item, first)), v.get(2));
        });
        check(loop.output(2));
    }

    @Test
    void of_items_written_at_one_place_the_last_one_stays() {
        Value written = loops.reserve(emit.whole(1), TYPE);
        Node loop = loops.count(emit.whole(3), List.of(input(3), written), v -> {
            Value next = tanhOfSum(v.get(1), emit.of("Square", v.get(1)));
            return List.of(next, lists.with(v.get(2), emit.whole(0), next));
        });
        check(loop.output(2), lists.stacked(loop.output(3), TYPE, emit.whole(-1)));
    }

    @Test
    void no_step_at_all() {
        Value weight = input(3);
        Node loop = loops.count(
                emit.whole(0), List.of(input(3), weight), v -> List.of(emit.multiply(v.get(1), v.get(2)), v.get(2)));
        check(emit.multiply(loop.output(2), loop.output(3)));
    }

    @Test
    void variables_that_change_places() {
        Node loop = loops.count(
                emit.whole(5),
                List.of(input(3), input(3), input(3)),
                v -> List.of(v.get(2), emit.multiply(v.get(1), v.get(3)), emit.of("Identity", v.get(1))));
        check(loop.output(2), loop.output(3), loop.output(4));
    }

    @Test
    void steps_that_depend_on_numbers() {
        Node loop = loops.loop(
                List.of(input(), input()),
                v -> emit.of("Less", emit.of("Abs", v.get(0)), emit.real(40, TYPE)),
                v -> List.of(
                        emit.add(emit.multiply(v.get(0), emit.real(1.7, TYPE)), emit.add(v.get(1), emit.real(1, TYPE))),
                        v.get(1)));
        check(loop.output(0));
    }

    @Test
    void a_loop_within_a_loop_and_one_within_a_branch() {
        Value weight = input(3);
        Node outer = loops.count(emit.whole(3), List.of(input(3), weight), v -> {
            Node inner = loops.count(
                    v.get(0),
                    List.of(v.get(1), v.get(2), v.get(1)),
                    w -> List.of(tanhOfSum(emit.multiply(w.get(1), w.get(2)), w.get(3)), w.get(2), w.get(3)));
            Value even = emit.of("Equal", emit.of("FloorMod", v.get(0), emit.whole(2)), emit.whole(0));
            Node choice = loops.choice(
                    even,
                    List.of(inner.output(2), v.get(2)),
                    List.of(
                            w -> List.of(loops.count(
                                            emit.whole(2),
                                            List.of(w.get(0), w.get(1)),
                                            u -> List.of(tanhOfSum(u.get(1), u.get(2)), u.get(2)))
                                    .output(2)),
                            w -> List.of(emit.multiply(w.get(0), w.get(1)))));
            return List.of(choice.output(), v.get(2));
        });
        check(outer.output(2));
    }

    @Test
    void a_list_of_an_inner_loop() {
        Value steps = input(3, 4);
        Node outer = loops.count(emit.whole(2), List.of(steps), v -> {
            Value read = lists.of(v.get(1), emit.whole(List.of(4)));
            Node inner = loops.count(
                    emit.whole(3), List.of(read, loops.reserve(emit.whole(3), TYPE), emit.real(0.5, TYPE)), w -> {
                        Value item = emit.of("Tanh", lists.item(w.get(1), w.get(0), TYPE));
                        Value next = emit.multiply(emit.add(item, w.get(3)), item);
                        return List.of(w.get(1), lists.with(w.get(2), w.get(0), next), w.get(3));
                    });
            return List.of(lists.stacked(inner.output(3), TYPE, emit.whole(List.of(4))));
        });
        check(outer.output(2));
    }

    @Test
    void a_loop_whose_output_only_partly_depends_on_its_inputs() {
        Value state = input(3);
        Node loop = loops.count(
                emit.whole(3),
                List.of(state, emit.real(1, TYPE), input(3)),
                v -> List.of(
                        emit.of("Sin", v.get(1)), emit.add(v.get(2), emit.real(1, TYPE)), emit.of("Floor", v.get(3))));
        check(emit.multiply(loop.output(2), loop.output(3)), loop.output(4));
    }

    @Test
    void branches_with_outputs_handed_on() {
        Value a = input(3);
        Value b = input(3);
        for (boolean truth : List.of(true, false)) {
            Value condition = emit.of("Equal", emit.whole(1), emit.whole(truth ? 1 : 0));
            Node choice = loops.choice(
                    condition,
                    List.of(a, b),
                    List.of(
                            v -> List.of(v.get(0), v.get(0), emit.multiply(v.get(0), v.get(1))),
                            v -> List.of(v.get(1), emit.of("Exp", v.get(0)), emit.zerosLike(v.get(1)))));
            check(choice.output(0), choice.output(1), choice.output(2));
        }
    }

    @Test
    void a_loop_that_draws_random_numbers_is_refused() {
        Node loop = loops.count(emit.whole(3), List.of(input(3)), v -> {
            Value drawn =
                    emit.value("RandomUniform", List.of(emit.whole(List.of(3))), Map.of("dtype", Attributes.of(TYPE)));
            return List.of(emit.multiply(v.get(1), drawn));
        });
        assertThatThrownBy(() -> check(loop.output(2)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("draws random numbers");
    }

    @Test
    void a_loop_that_reads_what_it_wrote_is_refused() {
        Value written = lists.of(input(4, 3), emit.whole(List.of(3)));
        Node loop = loops.count(emit.whole(3), List.of(written), v -> {
            Value item = lists.item(v.get(1), v.get(0), TYPE);
            return List.of(lists.with(v.get(1), emit.add(v.get(0), emit.whole(1)), emit.of("Square", item)));
        });
        assertThatThrownBy(() -> check(lists.stacked(loop.output(2), TYPE, emit.whole(-1))))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("reads a list again");
    }

    @Test
    void as_many_steps_as_an_input_has() {
        for (int length : List.of(1, 2, 5)) {
            points.clear();
            Value steps = input(length, 3);
            Value count = new Dimensions(emit).at(emit.shape(steps), 0);
            Value read = lists.of(steps, emit.whole(List.of(3)));
            Node loop = loops.count(count, List.of(input(3), read, loops.reserve(count, TYPE)), v -> {
                Value next = tanhOfSum(v.get(1), lists.item(v.get(2), v.get(0), TYPE));
                return List.of(next, v.get(2), lists.with(v.get(3), v.get(0), next));
            });
            check(lists.stacked(loop.output(4), TYPE, emit.whole(-1)));
        }
    }

    @Test
    void half_precision() {
        Value state = input(3);
        Node loop = loops.count(
                emit.whole(3),
                List.of(emit.cast(state, DataType.DT_HALF)),
                v -> List.of(emit.of("Neg", emit.add(v.get(1), v.get(1)))));
        check(0.25, 0.01, emit.cast(loop.output(2), TYPE));
    }

    @Test
    void items_that_are_gathered() {
        Value list = lists.of(input(4, 3), emit.whole(List.of(3)));
        Value chosen = emit.value(
                "TensorListGather",
                List.of(list, emit.whole(List.of(2, 0, 2)), emit.whole(List.of(3))),
                Map.of("element_dtype", Attributes.of(TYPE)));
        check(emit.of("Square", chosen));
    }

    @Test
    void one_of_three_branches() {
        Value a = input(3);
        for (int number = 0; number < 3; number++) {
            Node choice = loops.choices(
                    emit.whole(number),
                    List.of(a),
                    List.of(
                            v -> List.of(emit.of("Sin", v.get(0))),
                            v -> List.of(emit.of("Square", v.get(0))),
                            v -> List.of(emit.multiply(v.get(0), emit.of("Exp", v.get(0))))));
            check(choice.output());
        }
    }

    @Test
    void a_derivative_that_a_model_brings_along() {
        Value x = input(3);
        Value y = emit.of("Sin", x);
        List<Node> parameters = Recording.parameters(List.of(y, x, x), emit);
        Value slope = emit.of("Cos", parameters.get(2).output()); // the true one, so that differences confirm it
        Body gradient =
                new Body(parameters, List.of(emit.multiply(parameters.get(0).output(), slope)));
        Node node = emit.node(
                Node.CUSTOM_GRADIENT, List.of(y, x, x), Map.of(), Map.of("gradient", gradient), List.of(TYPE, TYPE));
        check(node.output(0));
    }
}
