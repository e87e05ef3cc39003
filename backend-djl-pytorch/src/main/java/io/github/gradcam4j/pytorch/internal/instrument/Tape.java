package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.pytorch.internal.syntax.Type;
import io.github.gradcam4j.pytorch.internal.syntax.TypeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The code that lets the values of layers pass: a class that records them, and a function for each type of value. Tensors
 * in tuples, lists and dictionaries are recorded one by one, and counted from 0.
 */
final class Tape {
    static final String MODULE = "__torch__.gradcam4j_tape";
    static final String PATH = "code/__torch__/gradcam4j_tape.py";
    /** The function that turns half and brain floats into float32. */
    static final String SINGLE = MODULE + ".single";

    private static final String LINKED = MODULE + ".linked";

    private final Program program;
    private final Map<String, String> walks = new LinkedHashMap<>();
    private final Map<String, String> taps = new LinkedHashMap<>();
    private final StringBuilder functions = new StringBuilder();

    Tape(Program program) {
        this.program = program;
        walks.put("Tensor", MODULE + ".part");
    }

    /** Returns the function that lets a layer's value pass, if such a value holds tensors. */
    Optional<String> tap(String type) {
        if (!holdsTensors(type)) {
            return Optional.empty();
        }
        return Optional.of(taps.computeIfAbsent(type, key -> {
            String name = "tap" + taps.size();
            String walk = type.equals("Tensor") ? MODULE + ".record" : walk(type);
            functions
                    .append("def %s(x: %s,%n    tape: %s.Tape,%n    number: int) -> %s:%n"
                            .formatted(name, type, MODULE, type))
                    .append("  wanted = tape.wanted\n")
                    .append("  if torch.eq(wanted[number], 0):\n    taken = False\n  else:\n")
                    .append("    taken = (tape).takes(number, )\n")
                    .append("  if taken:\n    z = %s(x, tape, number, )%n  else:%n    z = x%n  return z%n"
                            .formatted(walk));
            return MODULE + "." + name;
        }));
    }

    /** Returns the function for a layer that may return the very tensor that it got. */
    static String linkedTap() {
        return LINKED;
    }

    private String walk(String type) {
        String known = walks.get(type);
        if (known != null) {
            return known;
        }
        String body = body(type);
        String name = "walk" + walks.size();
        walks.put(type, MODULE + "." + name);
        functions
                .append("def %s(x: %s,%n    tape: %s.Tape,%n    number: int) -> %s:%n"
                        .formatted(name, type, MODULE, type))
                .append(body);
        return MODULE + "." + name;
    }

    private String body(String type) {
        List<String> parts = TypeText.parts(type);
        return switch (parts.get(0)) {
            case "Optional" ->
                "  if torch.__is__(x, None):%n    z = x%n  else:%n    y : %s = %s(unchecked_cast(%s, x), tape, number, )%n    z = y%n  return z%n"
                        .formatted(type, walk(parts.get(1)), parts.get(1));
            case "List" ->
                "  z = annotate(%s, [])%n  for i in range(torch.len(x)):%n    _0 = torch.append(z, %s)%n  return z%n"
                        .formatted(type, passed(parts.get(1), "x[i]"));
            case "Dict" ->
                "  z = annotate(%s, {})%n  keys = torch.keys(x)%n  for i in range(torch.len(keys)):%n    torch._set_item(z, keys[i], %s)%n  return z%n"
                        .formatted(type, passed(parts.get(2), "x[keys[i]]"));
            case "Tuple" -> tuple(parts.subList(1, parts.size()), "(", ")");
            default -> tuple(List.copyOf(named(type).orElseThrow().attributes().values()), type + "(", ")");
        };
    }

    private String tuple(List<String> types, String open, String close) {
        StringBuilder body = new StringBuilder();
        StringBuilder made = new StringBuilder(open);
        for (int i = 0; i < types.size(); i++) {
            body.append("  z%d = %s%n".formatted(i, passed(types.get(i), "(x)[" + i + "]")));
            made.append(i > 0 ? ", " : "").append("z").append(i);
        }
        made.append(types.size() == 1 ? "," : "").append(close);
        return body.append("  return ").append(made).append("\n").toString();
    }

    private String passed(String type, String value) {
        return holdsTensors(type) ? walk(type) + "(" + value + ", tape, number, )" : value;
    }

    private Optional<Type> named(String type) {
        return program.type(type).filter(found -> found.base().equals("NamedTuple"));
    }

    private boolean holdsTensors(String type) {
        List<String> parts = TypeText.parts(type);
        return switch (parts.get(0)) {
            case "Tensor" -> true;
            case "Optional", "List" -> parts.size() == 2 && holdsTensors(parts.get(1));
            case "Dict" -> parts.size() == 3 && parts.get(1).equals("str") && holdsTensors(parts.get(2));
            case "Tuple" -> parts.subList(1, parts.size()).stream().anyMatch(this::holdsTensors);
            default ->
                named(type)
                        .filter(found -> found.attributes().values().stream().anyMatch(this::holdsTensors))
                        .isPresent();
        };
    }

    /** Returns the file. */
    String text() {
        try (InputStream in = Objects.requireNonNull(Tape.class.getResourceAsStream("gradcam4j_tape.py"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + functions;
        } catch (IOException e) {
            throw new UncheckedIOException("this jar is damaged: it lacks gradcam4j_tape.py", e);
        }
    }
}
