package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Type;
import io.github.gradcam4j.pytorch.internal.syntax.TypeText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The tensors in what a model returns: itself, or parts of tuples, lists and dictionaries. A name says the way to each:
 * {@code out}, {@code 0}, {@code 1.hidden}.
 */
final class Results {
    private static final String ONLY = "output";

    private final Program program;
    private final Function forward;
    private final Set<String> keys = new LinkedHashSet<>();
    private final List<Part> parts = new ArrayList<>();

    /**
     * One tensor.
     *
     * @param name its name
     * @param steps the way to it
     * @param code the lines that append it to a list, and 1 to another; or an empty tensor and 0 where a run has none
     */
    record Part(String name, List<String> steps, String code) {}

    /**
     * Finds the tensors.
     *
     * @param wanted the name of an output that is asked for, which tells a key or number that the code does not
     */
    Results(Program program, ModuleNode root, Function forward, Optional<String> wanted) {
        this.program = program;
        this.forward = forward;
        root.type().methods().values().forEach(this::collectKeys);
        wanted.ifPresent(name -> keys.addAll(List.of(name.split("\\."))));
        add(forward.returns(), "gradcam4j_output", List.of(), "    ", "");
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    private void collectKeys(Function method) {
        Walk.expressions(method.body(), expression -> {
            if (expression instanceof Expression.DictDisplay dict) {
                dict.keys().forEach(this::collectKey);
            } else if (expression instanceof Expression.Call call
                    && call.name().filter("torch._set_item"::equals).isPresent()) {
                call.arguments().forEach(this::collectKey);
            } else if (expression instanceof Expression.TupleDisplay tuple
                    && tuple.elements().size() == 2) {
                collectKey(tuple.elements().get(0));
            }
        });
    }

    private void collectKey(Expression key) {
        if (key instanceof Expression.Literal literal && literal.value() instanceof String text) {
            keys.add(text);
        }
    }

    private void add(String type, String value, List<String> steps, String indent, String otherwise) {
        List<String> inside = TypeText.parts(type);
        switch (inside.get(0)) {
            case "Tensor" ->
                parts.add(new Part(
                        steps.isEmpty() ? ONLY : String.join(".", steps), steps, present(indent, value) + otherwise));
            case "Optional" -> {
                String name = "gradcam4j_part" + parts.size();
                guarded(
                        inside.get(1),
                        "torch.__isnot__(%s, None)".formatted(value),
                        "unchecked_cast(%s, %s)".formatted(inside.get(1), value),
                        name,
                        steps,
                        indent,
                        otherwise);
            }
            case "Tuple" ->
                each(
                        IntStream.range(0, inside.size() - 1)
                                .mapToObj(Integer::toString)
                                .toList(),
                        inside.subList(1, inside.size()),
                        value,
                        steps,
                        indent,
                        otherwise);
            case "List" ->
                numbers()
                        .forEach(number -> guarded(
                                inside.get(1),
                                "torch.gt(torch.len(%s), %s)".formatted(value, number),
                                "%s[%s]".formatted(value, number),
                                "gradcam4j_part" + parts.size(),
                                plus(steps, number),
                                indent,
                                otherwise));
            case "Dict" ->
                keys.forEach(key -> guarded(
                        inside.get(2),
                        "torch.__contains__(%s, %s)".formatted(value, quoted(key)),
                        "%s[%s]".formatted(value, quoted(key)),
                        "gradcam4j_part" + parts.size(),
                        plus(steps, key),
                        indent,
                        otherwise));
            default -> {
                Optional<Type> named =
                        program.type(type).filter(found -> found.base().equals("NamedTuple"));
                named.ifPresent(found -> each(
                        List.copyOf(found.attributes().keySet()),
                        List.copyOf(found.attributes().values()),
                        value,
                        steps,
                        indent,
                        otherwise));
            }
        }
    }

    private void each(
            List<String> names, List<String> types, String value, List<String> steps, String indent, String otherwise) {
        for (int i = 0; i < names.size(); i++) {
            add(types.get(i), "(" + value + ")[" + i + "]", plus(steps, names.get(i)), indent, otherwise);
        }
    }

    /** Adds what is there only if a condition holds. */
    private void guarded(
            String type,
            String condition,
            String value,
            String name,
            List<String> steps,
            String indent,
            String otherwise) {
        int before = parts.size();
        String deeper = indent + "  ";
        add(type, name, steps, deeper, indent + "else:\n" + absent(deeper) + otherwise);
        for (int i = before; i < parts.size(); i++) {
            Part part = parts.get(i);
            parts.set(
                    i,
                    new Part(
                            part.name(),
                            part.steps(),
                            indent + "if " + condition + ":\n" + deeper + name + " = " + value + "\n" + part.code()));
        }
    }

    /** The numbers that a list has as far as the code tells: those of a list that is written out, else the first one's. */
    private List<String> numbers() {
        int[] most = {1};
        Walk.expressions(forward.body(), expression -> {
            if (expression instanceof Expression.ListDisplay list) {
                most[0] = Math.max(most[0], list.elements().size());
            }
        });
        Set<String> numbers = new LinkedHashSet<>();
        IntStream.range(0, Math.min(most[0], 64)).forEach(i -> numbers.add(Integer.toString(i)));
        keys.stream().filter(key -> key.matches("\\d{1,3}")).forEach(numbers::add);
        return List.copyOf(numbers);
    }

    private static String present(String indent, String value) {
        return indent + "_0 = torch.append(gradcam4j_header, 1)\n" + indent + "_1 = torch.append(gradcam4j_results, "
                + Tape.SINGLE + "(" + value + ", ))\n";
    }

    private static String absent(String indent) {
        return indent + "_0 = torch.append(gradcam4j_header, 0)\n" + indent
                + "_1 = torch.append(gradcam4j_results, torch.empty([0]))\n";
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static List<String> plus(List<String> steps, String step) {
        List<String> more = new ArrayList<>(steps);
        more.add(step);
        return List.copyOf(more);
    }
}
