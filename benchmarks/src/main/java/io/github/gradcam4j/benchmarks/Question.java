package io.github.gradcam4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Is one question that benchmarks answer, and how it is put.
 *
 * @param name how it is called on the command line, and its file of results
 * @param asks the question
 * @param program the class whose {@code main} takes the file of results and then the arguments
 * @param shortForm arguments of the short form, separated by spaces; <code>{name}</code> stands for what the option
 *     {@code --name} gives
 * @param fullForm arguments of the full form
 * @param javaOptions options of the virtual machine
 */
record Question(
        String name, String asks, Class<?> program, String shortForm, String fullForm, List<String> javaOptions) {
    private static final Pattern GIVEN = Pattern.compile("\\{([a-z-]+)}");

    Question(String name, String asks, Class<?> program, String shortForm, String fullForm) {
        this(name, asks, program, shortForm, fullForm, List.of());
    }

    /** Returns a question that a class of JMH answers by itself; its forms are options of JMH. */
    static Question jmh(String name, String asks, Class<?> benchmark, String shortForm, String fullForm) {
        String type = benchmark.getSimpleName() + " ";
        return new Question(name, asks, Jmh.class, type + shortForm, type + fullForm);
    }

    Question with(String... options) {
        return new Question(name, asks, program, shortForm, fullForm, List.of(options));
    }

    /** Returns the options that must be given before the question can be put, without their dashes. */
    List<String> needs() {
        return GIVEN.matcher(shortForm)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    /** Returns the program's arguments behind the file of results. */
    List<String> arguments(boolean full, Map<String, String> given) {
        List<String> arguments = new ArrayList<>();
        for (String argument : (full ? fullForm : shortForm).split(" ")) {
            if (!argument.isEmpty()) {
                arguments.add(GIVEN.matcher(argument)
                        .replaceAll(match -> Matcher.quoteReplacement(given.getOrDefault(match.group(1), ""))));
            }
        }
        return arguments;
    }
}
