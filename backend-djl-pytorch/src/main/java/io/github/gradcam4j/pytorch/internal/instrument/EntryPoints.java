package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The methods of the model that an explanation calls. */
final class EntryPoints {
    /** The numbers that libtorch gives to types that DJL does not know, or not well. */
    private static final Map<DType, Integer> TORCH_TYPES = Map.of(DType.FLOAT16, 5, DType.BFLOAT16, 15);

    private EntryPoints() {}

    /**
     * Writes the methods.
     *
     * @param root the model's module
     * @param arguments what it is called with
     * @param types the types of its inputs; half and brain floats are given as float32
     * @param called the name of the method, the parenthesis and the arguments before those
     * @param parts the tensors that it returns
     * @param pairs the convolutions whose weights are folded
     * @param selected the name of the method that selects a token early, if there is one
     */
    static String text(
            ModuleNode root,
            Arguments arguments,
            List<DType> types,
            String called,
            List<Results.Part> parts,
            List<Folding.Pair> pairs,
            Optional<String> selected) {
        String self = arguments.self();
        String owner = self + ": " + root.typeName();
        StringBuilder run = new StringBuilder("  def " + Instrumented.RUN + "(" + owner
                + ",\n    gradcam4j_orders: Tensor,\n    gradcam4j_replacement: Tensor");
        List<String> inputs = arguments.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            run.append(",\n    gradcam4j_given").append(i).append(": Tensor");
        }
        if (!pairs.isEmpty()) {
            run.append(",\n    ").append(Folding.WEIGHTS).append(": List[Tensor]");
        }
        run.append(") -> List[Tensor]:\n")
                .append("    gradcam4j_tape = %1$s.Tape.__new__(%1$s.Tape)%n".formatted(Tape.MODULE))
                .append("    _2 = (gradcam4j_tape).__init__(%d, gradcam4j_orders, gradcam4j_replacement, %s, )%n"
                        .formatted(
                                root.size() + inputs.size(),
                                pairs.isEmpty() ? "annotate(List[Tensor], [])" : Folding.WEIGHTS));
        for (int i = 0; i < inputs.size(); i++) {
            String given = "torch.detach(gradcam4j_given" + i + ")";
            // A copy, because a model may change its inputs in place.
            String copied = TORCH_TYPES.containsKey(types.get(i))
                    ? "torch.to(" + given + ", " + TORCH_TYPES.get(types.get(i)) + ")"
                    : "torch.clone(" + given + ")";
            run.append("    gradcam4j_input%1$d = %2$s.input(%3$s, gradcam4j_tape, %4$d, )%n"
                    .formatted(i, Tape.MODULE, copied, root.size() + i));
        }
        String output = "    gradcam4j_output = (" + self + ").";
        String passed = arguments.passed() + ", )\n";
        selected.ifPresent(name -> run.append("    if gradcam4j_tape.selects:\n  ")
                .append(output + name + "(gradcam4j_tape, 0, " + passed)
                .append("    else:\n  "));
        run.append(output + called + passed)
                .append("    gradcam4j_results = annotate(List[Tensor], [])\n")
                .append("    gradcam4j_header = annotate(List[int], [])\n");
        parts.forEach(part -> run.append(part.code()));
        run.append(FOUND);
        return run
                + fold(self, owner, pairs)
                + method(owner, Instrumented.GRADIENTS, "gradients", List.of("seeds", "score"))
                + method(owner, Instrumented.SUMS, "sums", List.of("seeds", "score", "form"))
                + method(owner, Instrumented.REACH, "reach", List.of("score"))
                + method(owner, Instrumented.FORGET, "forget", List.of());
    }

    private static final String FOUND = """
                logits = gradcam4j_tape.logits
                _3 = torch.append(gradcam4j_header, torch.len(logits))
                for i in range(torch.len(logits)):
                  _4 = torch.append(gradcam4j_results, SINGLE(logits[i], ))
                tensors = gradcam4j_tape.tensors
                found = gradcam4j_tape.found
                versions = gradcam4j_tape.versions
                _5 = torch.append(gradcam4j_header, torch.len(tensors))
                for j in range(torch.len(tensors)):
                  y = tensors[j]
                  _6 = torch.append(gradcam4j_results, y)
                  for part in range(3):
                    _7 = torch.append(gradcam4j_header, found[torch.add(torch.mul(j, 3), part)])
                  _9 = torch.append(gradcam4j_header, int(torch.eq(torch._version(y), versions[j])))
                torch.insert(gradcam4j_results, 0, torch.tensor(gradcam4j_header))
                return gradcam4j_results
            """.indent(0).replace("SINGLE", Tape.SINGLE);

    private static String fold(String self, String owner, List<Folding.Pair> pairs) {
        StringBuilder text = new StringBuilder("  def " + Instrumented.FOLD + "(" + owner
                + ") -> List[Tensor]:\n    gradcam4j_results = annotate(List[Tensor], [])\n");
        for (Folding.Pair pair : pairs) {
            String tensors = Stream.of(pair.factor(), pair.summand(), pair.mean(), pair.variance())
                    .map(path -> path.expression(self))
                    .collect(Collectors.joining(", "));
            String bias = pair.bias().map(path -> path.expression(self)).orElse("None");
            text.append("    _0 = torch.extend(gradcam4j_results, %s.fold(%s, %s, %s, %s, ))%n"
                    .formatted(Tape.MODULE, pair.weight().expression(self), bias, tensors, pair.epsilon()));
        }
        return text.append("    return gradcam4j_results\n").toString();
    }

    private static String method(String owner, String name, String function, List<String> tensors) {
        StringBuilder text = new StringBuilder("  def " + name + "(" + owner);
        tensors.forEach(tensor -> text.append(",\n    ").append(tensor).append(": Tensor"));
        return text.append(",\n    values: List[Tensor]) -> List[Tensor]:\n    return ")
                .append(Tape.MODULE)
                .append('.')
                .append(function)
                .append('(')
                .append(String.join(
                        "", tensors.stream().map(tensor -> tensor + ", ").toList()))
                .append("values, )\n")
                .toString();
    }
}
