package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Function.Parameter;
import io.github.gradcam4j.pytorch.internal.syntax.TypeText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a model is called with: its tensors, which are inputs, and for everything else the values that it declares. */
final class Arguments {
    private static final int MOST_PARTS = 64;

    private final Function forward;
    private final Set<String> told;
    private final List<String> inputs = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();

    /**
     * Sorts the parameters.
     *
     * @param forward the model's method
     * @param told the names of inputs that the caller spoke of, which may be optional ones
     */
    Arguments(String model, Function forward, Set<String> told) {
        this.forward = forward;
        this.told = told;
        boolean byName = false;
        for (Parameter parameter :
                forward.parameters().subList(1, forward.parameters().size())) {
            boolean skipped = add(model, parameter, byName);
            byName |= skipped;
        }
    }

    /** Returns the name that the method has for its module. */
    String self() {
        return forward.parameters().get(0).name();
    }

    /** Returns the names of the inputs. */
    List<String> inputs() {
        return List.copyOf(inputs);
    }

    /** Returns the arguments of the call, in which input i stands as {@code gradcam4j_input}i. */
    String passed() {
        return String.join(", ", passed);
    }

    /** Tells whether the parameter is left out, so that later ones have to be given by name. */
    private boolean add(String model, Parameter parameter, boolean byName) {
        List<String> type = TypeText.parts(parameter.type());
        boolean wanted = parameter.fallback().isEmpty() || isTold(parameter.name());
        String value = switch (type.get(0)) {
            case "Tensor" -> input(parameter.name());
            case "Optional" ->
                !isTold(parameter.name())
                        ? parameter.fallback().isEmpty() ? "None" : ""
                        : type.get(1).equals("Tensor") ? input(parameter.name()) : "";
            case "Tuple" ->
                wanted && areTensors(type.subList(1, type.size()))
                        ? inputs(parameter.name(), numbers(type.size() - 1), "(", type.size() == 2 ? ",)" : ")")
                        : "";
            case "List" ->
                wanted && areTensors(type.subList(1, type.size()))
                        ? inputs(parameter.name(), numbers(length(parameter.name())), "[", "]")
                        : "";
            case "Dict" -> wanted && areTensors(type.subList(2, type.size())) ? dictionary(parameter.name()) : "";
            default -> "";
        };
        if (value.isEmpty() && parameter.fallback().isEmpty()) {
            throw new UnsupportedModelException("the model '" + model + "' needs an argument '" + parameter.name()
                    + "' of type "
                    + parameter.type() + ", which is no tensor and has no default. Export it in a module whose forward"
                    + " takes tensors only and passes the rest on");
        }
        if (!value.isEmpty()) {
            passed.add(byName ? parameter.name() + "=" + value : value);
        }
        return value.isEmpty();
    }

    private boolean isTold(String parameter) {
        return told.stream().anyMatch(name -> name.equals(parameter) || name.startsWith(parameter + "."));
    }

    private static boolean areTensors(List<String> types) {
        return !types.isEmpty() && types.stream().allMatch("Tensor"::equals);
    }

    private String input(String name) {
        inputs.add(name);
        return "gradcam4j_input" + (inputs.size() - 1);
    }

    private String inputs(String name, List<String> parts, String open, String close) {
        return parts.isEmpty()
                ? ""
                : parts.stream().map(part -> input(name + "." + part)).collect(Collectors.joining(", ", open, close));
    }

    private String dictionary(String name) {
        List<String> parts = List.copyOf(keys(name));
        return parts.isEmpty()
                ? ""
                : parts.stream()
                        .map(part -> Results.quoted(part) + ": " + input(name + "." + part))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** Returns how long a list has to be for the numbers that the code reads, or that the caller spoke of. */
    private int length(String name) {
        return keys(name).stream()
                .filter(key -> key.matches("\\d{1,3}"))
                .mapToInt(key -> Math.min(Integer.parseInt(key), MOST_PARTS) + 1)
                .max()
                .orElse(0);
    }

    /** Returns the keys or numbers that the code reads, in that order, and then others that the caller spoke of. */
    private Set<String> keys(String name) {
        Set<String> keys = new LinkedHashSet<>();
        Walk.expressions(forward.body(), expression -> {
            if (expression instanceof Expression.Subscript subscript
                    && subscript.of() instanceof Expression.Name of
                    && of.id().equals(name)
                    && subscript.index() instanceof Expression.Literal literal) {
                keys.add(String.valueOf(literal.value()));
            }
        });
        told.stream()
                .filter(other -> other.startsWith(name + "."))
                .sorted()
                .forEach(other -> keys.add(other.substring(name.length() + 1)));
        return keys;
    }
}
