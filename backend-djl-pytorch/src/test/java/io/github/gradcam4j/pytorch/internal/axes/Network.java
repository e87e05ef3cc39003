package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.pytorch.internal.pickle.Bytes;
import io.github.gradcam4j.pytorch.internal.pickle.PickleReader;
import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.pickle.TensorValues;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.pytorch.internal.syntax.Type;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network that is written as text: its code, and before it lines with its inputs ({@code #in x float32 1x3x8x8}), its
 * parameters ({@code #weight conv.weight 4x3x3x3}), constants ({@code #constant 2}) and the layouts that are expected of what
 * it returns ({@code #out NCHW}; {@code NPC 1+4x5} for tokens with one before four rows of five, {@code -} for an unknown rank).
 */
record Network(AxesInference.Archive archive, List<AxesInference.Input> inputs, List<String> expected) {
    static Network read(String name) {
        try (InputStream in = Network.class.getResourceAsStream("/axes/" + name + ".txt")) {
            return of(new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Network of(String text) {
        StringBuilder code = new StringBuilder();
        List<AxesInference.Input> inputs = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Map<String, List<Long>> weights = new LinkedHashMap<>();
        List<@Nullable Object> constants = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "#in" ->
                    inputs.add(new AxesInference.Input(
                            words[1], DType.valueOf(words[2].toUpperCase(Locale.ROOT)), Shape.parse(words[3])));
                case "#weight" ->
                    weights.put(
                            words[1],
                            Arrays.stream(Shape.parse(words[2]).dims()).boxed().toList());
                case "#constant" ->
                    constants.add(new Pickled.Tensor(
                            Optional.of(DType.UINT8), List.of(), List.of(), "constants/" + words[1], 0, false));
                case "#out" -> expected.add(line.substring("#out ".length()));
                default -> code.append(line).append('\n');
            }
        }
        Program program = new Program(
                path -> path.equals("code/__torch__.py") ? Optional.of(code.toString()) : Optional.empty(),
                "__torch__.Net");
        Bytes bytes = Bytes.start();
        write(bytes, program, "__torch__.Net", "", weights);
        Pickled.Instance model = (Pickled.Instance) Objects.requireNonNull(PickleReader.read(bytes.end(), "data"));
        TensorValues values = TensorValues.of(entry -> entry.startsWith("constants/")
                ? Optional.of(new byte[] {Byte.parseByte(entry.substring("constants/".length()))})
                : Optional.empty());
        return new Network(
                new AxesInference.Archive(program, ModuleNode.root(program).orElseThrow(), model, constants, values),
                inputs,
                expected);
    }

    private static void write(Bytes bytes, Program program, String name, String path, Map<String, List<Long>> weights) {
        Type type = program.type(name).orElseThrow();
        bytes.global("__torch__", type.name()).op(')').op(0x81).op('}').op('(');
        type.attributes().forEach((attribute, declared) -> {
            String at = path + attribute;
            if (weights.containsKey(at)) {
                bytes.text(attribute).tensor("FloatStorage", "0", weights.get(at));
            } else if (declared.startsWith("__torch__")) {
                bytes.text(attribute);
                write(bytes, program, declared, at + ".", weights);
            }
        });
        bytes.op('u').op('b');
    }

    Meanings meanings() {
        return meanings(0, ObservedShapes.NONE);
    }

    Meanings meanings(int score, ObservedShapes observed) {
        return AxesInference.of(archive, inputs, score, observed);
    }

    /** Returns the layouts of what it returns, as they are written in {@code #out} lines. */
    List<String> layouts() {
        Meanings meanings = meanings();
        List<String> layouts = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            layouts.add(text(meanings.layout(0, 0, i)));
        }
        return layouts;
    }

    static String text(Layout layout) {
        return (layout.rank() == 0 ? "-" : layout.toString())
                + layout.grid()
                        .map(grid -> " " + grid.prefix() + "+" + grid.height() + "x" + grid.width())
                        .orElse("");
    }
}
