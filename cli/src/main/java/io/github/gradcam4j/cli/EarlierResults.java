package io.github.gradcam4j.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises what an earlier run wrote into a folder of inputs, so that a second run over the folder does not explain the
 * explanations: files called after another file there, as {@link ResultNames} calls them.
 */
final class EarlierResults {
    private static final Pattern RESULT = Pattern.compile(
            "(?<stem>.+?)(\\.item\\d+)?\\.((class|not-)\\d+(\\.[A-Za-z0-9-]+)?(\\.gradients)?|outputs|scores|activations)\\.(png|npy)",
            Pattern.CASE_INSENSITIVE);

    private EarlierResults() {}

    /** Returns the files of one folder without such results. */
    static List<Path> without(List<Path> files) {
        Set<String> stems = new HashSet<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            stems.add(name);
            stems.add(ResultNames.withoutExtension(name));
        }
        return files.stream()
                .filter(file -> {
                    Matcher matcher = RESULT.matcher(String.valueOf(file.getFileName()));
                    return !(matcher.matches() && stems.contains(matcher.group("stem")));
                })
                .toList();
    }
}
