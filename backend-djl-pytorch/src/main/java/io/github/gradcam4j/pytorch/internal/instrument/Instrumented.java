package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Source;
import io.github.gradcam4j.pytorch.internal.syntax.Type;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A program with what an explanation needs.
 *
 * @param root the model's module
 * @param inputs the names of its inputs
 * @param types the types of these
 * @param outputs the names of the tensors that it returns
 * @param score which of these questions are asked about
 * @param activation the activation that makes this output, whose argument then is recorded
 * @param isLogarithm whether the output is the logarithm of what the activation makes
 * @param lastFolded the number of the last module that is folded into the one before; -1 if none is
 * @param narrowed the numbers of the modules whose values are those of one token if a run selects it early; empty if it cannot
 * @param code the text of changed and added files, by path
 */
public record Instrumented(
        ModuleNode root,
        List<String> inputs,
        List<DType> types,
        List<String> outputs,
        int score,
        Activation activation,
        boolean isLogarithm,
        int lastFolded,
        Set<Integer> narrowed,
        Map<String, String> code) {
    /** The method that runs the model: orders for the tape, a replacement, the inputs, folded weights if there are any. */
    public static final String RUN = "gradcam4j_run";
    /** The method that folds weights. */
    public static final String FOLD = "gradcam4j_fold";
    /** The method that differentiates: seeds, the score, the recorded values. */
    public static final String GRADIENTS = "gradcam4j_gradients";
    /** The method that sums a map: seeds, the score, the form of the layer, its one recorded value. */
    public static final String SUMS = "gradcam4j_sums";
    /** The method that counts along each axis where a gradient is not zero: the score, the recorded values. */
    public static final String REACH = "gradcam4j_reach";
    /** The method that empties tensors, whoever holds them: the tensors. */
    public static final String FORGET = "gradcam4j_forget";

    /** Tells whether a run takes folded weights. */
    public boolean isFolded() {
        return lastFolded >= 0;
    }

    /**
     * Instruments a program.
     *
     * @param model the model's name, for messages
     * @param program the program
     * @param root its module
     * @param told the names of inputs that the caller spoke of
     * @param output the output that is asked about; empty for the first
     * @param typeOf tells the type of an input
     * @param weights tells the type and shape of a module's tensor, by its path; empty to leave out what only makes it faster
     * @throws UnsupportedModelException if it cannot be called, or returns no tensor
     * @throws IllegalArgumentException if there is no such output
     */
    public static Instrumented of(
            String model,
            Program program,
            ModuleNode root,
            Set<String> told,
            Optional<String> output,
            java.util.function.Function<String, DType> typeOf,
            Optional<java.util.function.Function<String, Optional<Pickled.Tensor>>> weights) {
        Function forward = Optional.ofNullable(root.type().methods().get("forward"))
                .orElseThrow(() -> new UnsupportedModelException("the model '" + model
                        + "' has no method forward. Export it with torch.jit.trace or torch.jit.script"));
        Arguments arguments = new Arguments(model, forward, told);
        List<DType> types = arguments.inputs().stream().map(typeOf).toList();
        List<Results.Part> parts = new Results(program, root, forward, output).parts();
        if (parts.isEmpty() || arguments.inputs().isEmpty()) {
            throw new UnsupportedModelException("the model '" + model + "' "
                    + (parts.isEmpty()
                            ? "returns a " + forward.returns() + ", in which no tensor is found"
                            : "has no input")
                    + ". Export it in a module that takes and returns tensors");
        }
        List<String> outputs = parts.stream().map(Results.Part::name).toList();
        int score = output.map(outputs::indexOf).orElse(0);
        if (score < 0) {
            throw new IllegalArgumentException("the model has no output '" + output.orElse("") + "'; its outputs are "
                    + String.join(", ", outputs));
        }
        Tape tape = new Tape(program);
        FinalActivation.Site site = FinalActivation.of(root, parts.get(score).steps());
        Folding folding = new Folding(root, new FoldedTypes(weights.orElse(path -> Optional.empty())));
        Copies copies = new Copies(type -> text(program, type), tape, site, folding);
        String called = copies.of(root, "forward")
                .map(copy -> copy + "(gradcam4j_tape, 0, ")
                .orElse("forward(");
        TokenSelection selection = new TokenSelection(copies, weights.orElse(path -> Optional.empty()));
        Optional<String> selected = weights.flatMap(known -> selection.of(root));
        Map<String, List<String>> added = new LinkedHashMap<>(copies.byType());
        List<Folding.Pair> pairs = folding.pairs();
        List<String> methods = new ArrayList<>(added.getOrDefault(root.typeName(), List.of()));
        methods.add(EntryPoints.text(root, arguments, types, called, parts, pairs, selected));
        added.put(root.typeName(), methods);
        Map<String, String> code = new LinkedHashMap<>(withMethods(program, added));
        code.put(Tape.PATH, tape.text());
        return new Instrumented(
                root,
                arguments.inputs(),
                types,
                outputs,
                score,
                site.activation(),
                site.isLogarithm(),
                folding.last(),
                selected.isPresent() ? selection.narrowed() : Set.of(),
                code);
    }

    private static String text(Program program, String type) {
        return program.source(Program.path(type)).orElseThrow().text();
    }

    /** Returns the files with methods added to their types, from the last type to the first. */
    private static Map<String, String> withMethods(Program program, Map<String, List<String>> methods) {
        Map<String, TreeMap<Integer, String>> byFile = new LinkedHashMap<>();
        methods.forEach((name, texts) -> {
            Type type = program.type(name).orElseThrow();
            byFile.computeIfAbsent(Program.path(name), path -> new TreeMap<>()).put(type.end(), String.join("", texts));
        });
        Map<String, String> changed = new LinkedHashMap<>();
        byFile.forEach((path, additions) -> {
            Source source = program.source(path).orElseThrow();
            StringBuilder text = new StringBuilder(source.text());
            additions.descendingMap().forEach((end, addition) -> {
                boolean open = end > 0 && source.text().charAt(end - 1) != '\n';
                text.insert(end, (open ? "\n" : "") + addition);
            });
            changed.put(path, text.toString());
        });
        return changed;
    }
}
