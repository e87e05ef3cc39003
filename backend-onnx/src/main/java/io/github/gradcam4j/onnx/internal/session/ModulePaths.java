package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the module paths of the PyTorch model that a file was exported from, so that {@code layer4.1.relu} works in an ONNX
 * file too. The TorchScript exporter writes scopes into the names of values ({@code /layer4/layer4.1/relu/Relu_output_0}),
 * the dynamo exporter into the metadata of nodes.
 *
 * <p>A path means the last value that is computed inside of the module. A leaf module that runs more than once has no plain
 * path, because that would name one of its calls silently: {@code path#0} is the first, {@code path#1} the second. Neither
 * has a module whose result is not in the file, because its convolution was merged with the batch normalisation behind it:
 * {@code path+batchnorm} is what the file has instead.
 */
final class ModulePaths {
    private static final String DYNAMO_SCOPES = "pkg.torch.onnx.name_scopes";
    private static final Pattern DYNAMO_ITEM = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'");
    private static final Pattern REPEATED = Pattern.compile("(.+)_(\\d+)");

    private final Map<String, List<List<String>>> runsByPath = new LinkedHashMap<>();
    private final Map<String, Boolean> leaves = new HashMap<>();
    private final Map<String, NodeProto> lastNode = new HashMap<>();
    private final Set<String> swallowed = new HashSet<>();
    private final GraphIndex graph;
    private final MergedNormalizations merged;

    private ModulePaths(GraphIndex graph) {
        this.graph = graph;
        this.merged = new MergedNormalizations(graph);
    }

    /** Returns paths by value: every path that means this value. */
    static Map<String, List<String>> of(GraphIndex graph) {
        ModulePaths paths = new ModulePaths(graph);
        List<String> previous = List.of();
        for (NodeProto node : graph.nodes()) {
            if (node.outputs().isEmpty() || graph.isShapeDerived(node.outputs().get(0))) {
                continue;
            }
            List<String> scopes = scopes(node);
            if (scopes.isEmpty() && node.name().isEmpty()) {
                continue; // an optimiser put it between operators of one scope
            }
            paths.add(node, scopes, previous);
            previous = scopes;
        }
        return paths.byValue();
    }

    /** Returns the module paths around a node, outermost first. */
    static List<String> scopes(NodeProto node) {
        String metadata = node.metadata().get(DYNAMO_SCOPES);
        // Optimisers drop names of operators, but keep those of values.
        String name = node.name().isEmpty() ? node.outputs().get(0) : node.name();
        return metadata != null ? dynamo(metadata) : torchScript(name);
    }

    private static List<String> dynamo(String metadata) {
        List<String> scopes = new ArrayList<>();
        Matcher item = DYNAMO_ITEM.matcher(metadata);
        while (item.find()) {
            scopes.add(item.group(1));
        }
        // The last entry names the node itself, the empty one the model.
        if (!scopes.isEmpty()) {
            scopes.remove(scopes.size() - 1);
        }
        scopes.removeIf(String::isEmpty);
        return scopes;
    }

    private static List<String> torchScript(String nodeName) {
        List<String> scopes = new ArrayList<>();
        if (!nodeName.startsWith("/")) {
            return scopes;
        }
        String[] segments = nodeName.substring(1).split("/");
        String previous = "";
        String path = "";
        for (int i = 0; i < segments.length - 1; i++) {
            String segment = segments[i];
            // Children of containers repeat the container's name: layer1, layer1.0.
            if (!previous.isEmpty() && segment.startsWith(previous + ".")) {
                path = path + segment.substring(previous.length());
            } else {
                path = path.isEmpty() ? segment : path + "." + segment;
            }
            scopes.add(path);
            previous = segment;
        }
        return scopes;
    }

    private void add(NodeProto node, List<String> scopes, List<String> previous) {
        for (int depth = 0; depth < scopes.size(); depth++) {
            String path = scopes.get(depth);
            List<List<String>> runs = runsByPath.computeIfAbsent(path, key -> new ArrayList<>());
            if (runs.isEmpty() || !previous.contains(path)) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(node.outputs().get(0));
            leaves.merge(path, depth == scopes.size() - 1, Boolean::logicalAnd);
            lastNode.put(path, node);
        }
        scopes.forEach(swallowed::remove);
        swallowed.addAll(merged.swallowed(node, scopes));
    }

    private Map<String, List<String>> byValue() {
        Map<String, List<String>> byValue = new HashMap<>();
        Map<String, List<String>> calls = repeatedScopes();
        runsByPath.forEach((path, runs) -> {
            boolean leaf = Boolean.TRUE.equals(leaves.get(path));
            if (swallowed.contains(path)) {
                NodeProto node = lastNode.get(path);
                if (leaf && node != null && merged.isNamedAfterConvolution(node)) {
                    name(byValue, last(runs), path + "+batchnorm");
                }
                return;
            }
            List<String> names = calls.getOrDefault(path, List.of());
            for (int call = 0; call < names.size(); call++) {
                List<List<String>> ofCall = runsByPath.getOrDefault(names.get(call), runs);
                name(byValue, last(ofCall), path + "#" + call);
            }
            if (!names.isEmpty()) {
                return;
            }
            if (leaf && runs.size() > 1) {
                for (int call = 0; call < runs.size(); call++) {
                    List<String> run = runs.get(call);
                    name(byValue, run.get(run.size() - 1), path + "#" + call);
                }
            } else {
                name(byValue, last(runs), path);
            }
        });
        return byValue;
    }

    /** Finds leaves that the TorchScript exporter renamed on later calls: relu, relu_1, relu_2 with one operator. */
    private Map<String, List<String>> repeatedScopes() {
        Map<String, List<String>> calls = new HashMap<>();
        for (String path : runsByPath.keySet()) {
            Matcher repeated = REPEATED.matcher(path);
            if (repeated.matches() && Integer.parseInt(cut(repeated.group(2))) > 0) {
                String first = repeated.group(1);
                if (isSameLeaf(first, path)) {
                    calls.computeIfAbsent(first, key -> new ArrayList<>(List.of(first)))
                            .add(path);
                }
            }
        }
        return calls;
    }

    private static String cut(String digits) {
        return digits.length() > 9 ? "0" : digits;
    }

    private boolean isSameLeaf(String first, String later) {
        NodeProto a = lastNode.get(first);
        NodeProto b = lastNode.get(later);
        return a != null
                && b != null
                && !a.metadata().containsKey(DYNAMO_SCOPES)
                && a.opType().equals(b.opType())
                && a.attributes().equals(b.attributes())
                && weights(a).equals(weights(b))
                && Boolean.TRUE.equals(leaves.get(first))
                && Boolean.TRUE.equals(leaves.get(later));
    }

    /** Returns the elements of the initializers that a node reads: a module that runs again reads the same ones. */
    private List<Object> weights(NodeProto node) {
        return node.inputs().stream()
                .filter(name -> graph.producer(name).isEmpty())
                .flatMap(name -> graph.constant(name).stream())
                .<Object>map(tensor -> tensor.external().isPresent() ? tensor.external() : tensor.content())
                .toList();
    }

    private static String last(List<List<String>> runs) {
        List<String> run = runs.get(runs.size() - 1);
        return run.get(run.size() - 1);
    }

    private static void name(Map<String, List<String>> byValue, String value, String path) {
        byValue.computeIfAbsent(value, key -> new ArrayList<>()).add(path);
    }
}
