package io.github.gradcam4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Is what {@code benchmarks/run} was asked for.
 *
 * @param full whether all is measured for long
 * @param questions the questions to put
 * @param given values by option, without dashes; paths are absolute
 */
record Arguments(boolean full, List<Question> questions, Map<String, String> given) {
    private static final Set<String> OPTIONS = Set.of("networks", "python-torch", "python-tensorflow", "results");

    /**
     * Reads a command line.
     *
     * @param from the folder that relative paths begin at
     * @throws IllegalArgumentException if something is unknown or missing
     */
    static Arguments parse(List<String> line, Path from, List<Question> all) {
        boolean full = !line.isEmpty() && line.get(0).equals("full");
        List<String> names = new ArrayList<>();
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = !line.isEmpty() && (full || line.get(0).equals("short")) ? 1 : 0; i < line.size(); i++) {
            String word = line.get(i);
            if (!word.startsWith("--")) {
                names.add(word);
            } else if (!OPTIONS.contains(word.substring(2)) || i + 1 == line.size()) {
                throw new IllegalArgumentException("'" + word + "' is no option, or has no value. Options: --"
                        + String.join(", --", OPTIONS.stream().sorted().toList()));
            } else {
                given.put(word.substring(2), resolved(word, line.get(++i), from));
            }
        }
        List<Question> questions = names.isEmpty()
                ? all.stream()
                        .filter(question -> given.keySet().containsAll(question.needs()))
                        .toList()
                : names.stream().map(name -> named(name, all, given)).toList();
        return new Arguments(full, questions, given);
    }

    /** A Python without a slash is one on the PATH. */
    private static String resolved(String option, String value, Path from) {
        return option.startsWith("--python") && !value.contains("/")
                ? value
                : from.resolve(value).normalize().toString();
    }

    private static Question named(String name, List<Question> all, Map<String, String> given) {
        Question question = all.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no question '" + name + "'. Questions: "
                        + String.join(", ", all.stream().map(Question::name).toList())));
        List<String> missing = question.needs().stream()
                .filter(option -> !given.containsKey(option))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' needs --" + String.join(" and --", missing)
                    + ". benchmarks/README.md tells how to make them");
        }
        return question;
    }
}
