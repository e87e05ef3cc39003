package io.github.gradcam4j.pytorch.internal.archive;

import io.github.gradcam4j.spi.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Tells what a file of PyTorch is that is no TorchScript archive, and what to do about it. */
public final class OtherFiles {
    /** How to get an archive that can be explained. */
    public static final String REMEDY = "Export the model itself, in Python: model.eval();"
            + " torch.jit.trace(model, example_input).save('model.pt')";

    /** What messages about other files say first, after the model's name. */
    public static final String CANNOT_RUN = "cannot be run: ";

    private static final String OLD_FORM = "it was written by torch.save in its old form";
    private static final List<String> EXTENSIONS = List.of(".pt", ".pth", ".pt2", ".ts", ".torchscript", ".ptl");
    private static final String LEGACY = "80028a0a6cfc9c46f9206aa850";
    private static final String ZIP = "504b0304";
    private static final int HEAD = 16;

    private OtherFiles() {}

    static String explain(String model, List<String> names) {
        return "the model '" + model + "' " + CANNOT_RUN + kind(names) + ". " + REMEDY;
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

    /** Says what a file is that is no zip archive, or no whole one. */
    static String ofNoArchive(Path file) {
        byte[] head = new byte[HEAD];
        int length;
        try (InputStream in = Files.newInputStream(file)) {
            length = in.readNBytes(head, 0, HEAD);
        } catch (IOException e) {
            return "it cannot be read (" + e.getMessage() + ")";
        }
        String hex = HexFormat.of().formatHex(head);
        if (hex.startsWith(LEGACY)) {
            return OLD_FORM + " and holds weights (a state_dict) or a pickled Python object," + " but no code";
        }
        return length == 0
                ? "it is empty"
                : hex.startsWith(ZIP)
                        ? "it is an archive whose end is missing or damaged"
                        : "it is no TorchScript archive, which would be a zip file";
    }

    /** Tells whether a file is one of PyTorch, whatever its name: weights are often called .bin or .ckpt. */
    public static boolean isOfPyTorch(ModelSource source) {
        if (source.path().isEmpty()) {
            return false;
        }
        try (ZipFile zip = new ZipFile(source.path().get().toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .anyMatch(name -> name.endsWith("/data.pkl") || name.endsWith("serialized_exported_program.json"));
        } catch (IOException e) {
            return ofNoArchive(source.path().get()).startsWith(OLD_FORM);
        }
    }

    /** Tells whether a name is one that PyTorch's files usually have. */
    public static boolean isUsualName(String name) {
        return EXTENSIONS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }
}
