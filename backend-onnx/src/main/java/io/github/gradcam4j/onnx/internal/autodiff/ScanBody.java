package io.github.gradcam4j.onnx.internal.autodiff;

import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.GraphProto;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import io.github.gradcam4j.onnx.internal.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is the body of a Scan under construction: what happens in each step. It can read values of the graph around it. Everything
 * is single precision.
 */
final class ScanBody {
    private final Emitter emit;
    private final int rank;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<String> states = new ArrayList<>();
    private final List<String> scanned = new ArrayList<>();
    private final List<String> initial = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private final List<Long> axes = new ArrayList<>();
    private final List<String> next = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private int names;

    /**
     * Starts a body.
     *
     * @param emit the graph around it
     * @param rank number of axes of its states and results, which the runtime insists on, and cannot infer where it does not
     *     know that of the gradients
     */
    ScanBody(Emitter emit, int rank) {
        this.emit = emit;
        this.rank = rank;
    }

    /** Declares a state before all that is scanned. */
    String state(String start) {
        initial.add(start);
        states.add(name());
        return states.get(states.size() - 1);
    }

    /** Declares a value that is read along an axis, one slice a step. */
    String scan(String source, int axis) {
        sources.add(source);
        axes.add((long) axis);
        scanned.add(name());
        return scanned.get(scanned.size() - 1);
    }

    String op(String type, String... inputs) {
        return op(type, Map.of(), inputs);
    }

    String op(String type, Map<String, AttributeValue> attributes, String... inputs) {
        String made = name();
        nodes.add(new NodeProto(made, "", type, List.of(inputs), List.of(made), attributes, Map.of()));
        return made;
    }

    String add(String a, String b) {
        return op("Add", a, b);
    }

    String mul(String a, String b) {
        return op("Mul", a, b);
    }

    /** Gives the next value of a state, in the order in which states were declared. */
    void next(String value) {
        next.add(op("Identity", value));
    }

    /** Stacks a value of every step. */
    void result(String value) {
        results.add(op("Identity", value));
    }

    /**
     * Adds the Scan.
     *
     * @param backwards whether it starts at the end
     * @param stackAxis axis along which results are stacked
     * @return the last value of every state, and then the stacked results, whose order is that of the sources
     */
    List<String> run(boolean backwards, int stackAxis) {
        List<String> inputs = new ArrayList<>(states);
        inputs.addAll(scanned);
        List<String> outputs = new ArrayList<>(next);
        outputs.addAll(results);
        GraphProto body = new GraphProto("step", nodes, List.of(), declared(inputs), shaped(outputs), List.of());
        Map<String, AttributeValue> attributes = new HashMap<>(Emitter.attributes(
                "num_scan_inputs",
                sources.size(),
                "scan_input_axes",
                axes.stream().mapToLong(Long::longValue).toArray(),
                "scan_input_directions",
                repeated(backwards ? 1 : 0, sources.size()),
                "scan_output_axes",
                repeated(stackAxis, results.size()),
                "scan_output_directions",
                repeated(backwards ? 1 : 0, results.size())));
        attributes.put("body", new AttributeValue.Graph(body));
        List<String> given = new ArrayList<>(initial);
        given.addAll(sources);
        return emit.op("Scan", outputs.size(), attributes, given.toArray(String[]::new));
    }

    private static long[] repeated(long value, int count) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }

    private static List<ValueInfoProto> declared(List<String> names) {
        return names.stream()
                .map(name -> new ValueInfoProto(name, DataType.FLOAT, Optional.empty()))
                .toList();
    }

    private List<ValueInfoProto> shaped(List<String> names) {
        List<Long> shape = Collections.nCopies(rank, ValueTable.FREE);
        return names.stream()
                .map(name -> ValueInfoProto.tensor(name, DataType.FLOAT, shape))
                .toList();
    }

    private String name() {
        return emit.local("step." + names++);
    }
}
