package io.github.gradcam4j.tensorflow.internal.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** The content of a SavedModel's folder, of the graph that serves. Nothing of it has been run. */
public final class SavedModelFolder {
    private static final String FILE = "saved_model.pb";
    private static final String SERVE = "serve";
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

    private final String name;
    private final Path folder;
    private final MetaGraphDef graph;
    private final Map<String, FunctionDef> functions = new HashMap<>();
    private final Map<String, NodeDef> nodes = new HashMap<>();

    private SavedModelFolder(String name, Path folder, MetaGraphDef graph) {
        this.name = name;
        this.folder = folder;
        this.graph = graph;
        graph.getGraphDef()
                .getLibrary()
                .getFunctionList()
                .forEach(function -> functions.put(function.getSignature().getName(), function));
        graph.getGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    }

    /** Tells whether a path is such a folder. */
    public static boolean isOne(Path path) {
        return Files.isRegularFile(path.resolve(FILE));
    }

    /** Reads the graph of a folder. */
    public static SavedModelFolder read(String name, Path folder) {
        Path file = folder.resolve(FILE);
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new ModelLoadException("the model '" + name + "' has a " + FILE + " of " + size
                        + " bytes; more than 2 GiB cannot be read. Save its weights as variables");
            }
            SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
            return new SavedModelFolder(name, folder, serving(name, model));
        } catch (InvalidProtocolBufferException e) {
            throw new ModelLoadException(
                    "the model '" + name + "' is damaged: " + FILE + " cannot be read (" + e.getMessage()
                            + "). Copy or export it again",
                    e);
        } catch (IOException e) {
            throw new ModelLoadException("the model '" + name + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static MetaGraphDef serving(String name, SavedModel model) {
        List<MetaGraphDef> graphs = model.getMetaGraphsList();
        return graphs.stream()
                .filter(graph -> graph.getMetaInfoDef().getTagsList().contains(SERVE))
                .min((a, b) ->
                        a.getMetaInfoDef().getTagsCount() - b.getMetaInfoDef().getTagsCount())
                .orElseThrow(() -> graphs.isEmpty()
                        ? new ModelLoadException(
                                "the model '" + name + "' is damaged: it has no graph. Copy or export it again")
                        : new UnsupportedModelException("the model '" + name + "' has no graph with the tag '" + SERVE
                                + "'; its graphs have the tags "
                                + graphs.stream()
                                        .map(graph -> graph.getMetaInfoDef()
                                                .getTagsList()
                                                .toString())
                                        .toList()
                                + ". Export it for serving: model.export('folder')"));
    }

    /** Returns the file's name, for messages. */
    public String name() {
        return name;
    }

    Path folder() {
        return folder;
    }

    MetaGraphDef graph() {
        return graph;
    }

    /** Returns a node outside of functions. */
    NodeDef node(String node) {
        NodeDef found = nodes.get(node);
        if (found == null) {
            throw damaged("there is no node '" + node + "'");
        }
        return found;
    }

    boolean hasFunction(String function) {
        return functions.containsKey(function);
    }

    FunctionDef function(String function) {
        FunctionDef found = functions.get(function);
        if (found == null) {
            throw damaged("there is no function '" + function + "'");
        }
        return found;
    }

    /** Returns the name of the node that an input, a control input included, comes from. */
    static String nodeOf(String input) {
        int start = input.startsWith("^") ? 1 : 0;
        int colon = input.indexOf(':');
        return input.substring(start, colon < 0 ? input.length() : colon);
    }

    ModelLoadException damaged(String what) {
        return new ModelLoadException(
                "the model '" + Objects.requireNonNull(name) + "' is damaged: " + what + ". Copy or export it again");
    }
}
