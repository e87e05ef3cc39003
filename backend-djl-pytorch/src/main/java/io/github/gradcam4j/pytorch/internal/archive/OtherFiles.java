package io.github.gradcam4j.pytorch.internal.archive;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells what a file of PyTorch is that is no TorchScript archive, and what to do about it. */
public final class OtherFiles {
    /** How to get an archive that can be explained. */
    public static final String REMEDY = "Export the model itself, in Python: model.eval();"
            + " torch.jit.trace(model, example_input).save('model.pt')";

    private static final List<String> EXTENSIONS = List.of(".pt", ".pth", ".pt2", ".ts", ".torchscript", ".ptl");
    private static final String LEGACY = "800280028a0a6cfc9c46f9206aa850";
    private static final int HEAD = 16;

    private OtherFiles() {}

    static String explain(String model, List<String> names) {
        return "the model '" + model + "' cannot be run: " + kind(names) + ". " + REMEDY;
    }

    private static String kind(List<String> names) {
        if (names.isEmpty()) {
            return "it is an empty archive";
        }
        if (names.stream()
                .anyMatch(name -> name.endsWith("serialized_exported_program.json")
                        || name.endsWith("archive_format")
                        || name.matches(".*/?models/[^/]*\\.json"))) {
            return "it is a program of torch.export (.pt2), which libtorch cannot differentiate";
        }
        if (names.stream().anyMatch(name -> name.endsWith("/data.pkl"))) {
            return "it was written by torch.save and holds weights (a state_dict) or a pickled Python object, but no code";
        }
        return "it is a zip archive, but no TorchScript one: it has no data.pkl and no code";
    }

    /** Tells whether a zip archive is one of PyTorch at all. */
    static boolean isPyTorch(List<String> names) {
        return !kind(names).startsWith("it is a zip archive") && !names.isEmpty();
    }

    /** Recognises what torch.save wrote before it wrote zip archives. */
    public static Optional<String> legacy(ByteBuffer bytes) {
        byte[] head = new byte[Math.min(HEAD, bytes.remaining())];
        bytes.duplicate().get(head);
        String hex = java.util.HexFormat.of().formatHex(head);
        return hex.startsWith("80028a0a6cfc9c46f9206aa850") || hex.startsWith(LEGACY)
                ? Optional.of(
                        "it was written by torch.save in its old form and holds weights (a state_dict) or a pickled"
                                + " Python object, but no code")
                : Optional.empty();
    }

    /** Tells whether a name is one that PyTorch's files usually have. */
    public static boolean isUsualName(String name) {
        return EXTENSIONS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }
}
