package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.spi.LayerInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names the files of one input: {@code STEM[.itemN][.TARGET][.LAYER][.WHAT].EXTENSION}.
 *
 * @param stem the input's name
 * @param askedLayers the layers as they were asked for, so that scripts find the names they gave
 * @param layered whether there is more than one layer, which is then part of the names
 */
record ResultNames(String stem, List<String> askedLayers, boolean layered) {
    /** Returns the name of a file that is written for each target. */
    String perTarget(Explanation explanation, TargetExplanation target, String suffix) {
        return item(explanation) + "." + target.slug() + layer(explanation.layer()) + "." + suffix;
    }

    /** Returns the name of a file that is written once for an input. */
    String perInput(Explanation explanation, String suffix) {
        return item(explanation) + layer(explanation.layer()) + "." + suffix;
    }

    private String item(Explanation explanation) {
        return explanation.items() > 1 ? stem + ".item" + explanation.item() : stem;
    }

    private String layer(LayerInfo layer) {
        if (!layered) {
            return "";
        }
        String name = layer.ref().toString();
        String asked = askedLayers.contains(name)
                ? name
                : askedLayers.stream().filter(layer::isCalled).findFirst().orElse(name);
        return "." + slug(asked);
    }

    static String slug(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "-");
    }

    /**
     * Gives every input a name of its own: without extension; with it where two would collide; and behind their folders'
     * names where even these do.
     */
    static List<String> stems(List<InputFile> inputs) {
        List<String> stems =
                inputs.stream().map(input -> withoutExtension(input.fileName())).toList();
        stems = withoutCollisions(stems, inputs, InputFile::fileName);
        stems = withoutCollisions(stems, inputs, ResultNames::withFolder);
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < stems.size(); i++) {
            Integer other = first.putIfAbsent(stems.get(i).toLowerCase(Locale.ROOT), i);
            if (other != null) {
                throw new IllegalArgumentException("inputs '"
                        + inputs.get(other).name() + "' and '"
                        + inputs.get(i).name() + "' would write files of the same name. Explain them in two commands"
                        + " with different folders (-o)");
            }
        }
        return stems;
    }

    private static List<String> withoutCollisions(
            List<String> stems, List<InputFile> inputs, java.util.function.Function<InputFile, String> longer) {
        // Some file systems fold case: 'A' and 'a' would be one file there.
        Map<String, Integer> counts = new HashMap<>();
        stems.forEach(stem -> counts.merge(stem.toLowerCase(Locale.ROOT), 1, Integer::sum));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < stems.size(); i++) {
            boolean collides = counts.getOrDefault(stems.get(i).toLowerCase(Locale.ROOT), 0) > 1;
            names.add(collides ? longer.apply(inputs.get(i)) : stems.get(i));
        }
        return names;
    }

    private static String withFolder(InputFile input) {
        return input.path()
                        .map(path -> path.toAbsolutePath().normalize().getParent())
                        .map(Path::getFileName)
                        .map(folder -> folder + "-")
                        .orElse("")
                + input.fileName();
    }

    static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
