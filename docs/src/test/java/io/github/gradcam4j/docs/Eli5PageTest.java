package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every behaviour of ELI5 has a verdict on docs/eli5.md, and what is done is proved by tests that are there. */
class Eli5PageTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.dir"));
    private static final int BEHAVIOURS = 158;
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (\\d+) \\| (.+?) \\| (done|done better|not applicable) \\| (.+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/eli5.md"));
    }

    private static Map<String, List<Path>> testClasses() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().replace('\\', '/').contains("/src/test/java/"))
                    .filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString().replace(".java", "")));
        }
    }

    @Test
    void each_behaviour_has_one_verdict() throws IOException {
        assertThat(ROW.matcher(page()).results().map(row -> Integer.parseInt(row.group(1))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, BEHAVIOURS).boxed().toList());
    }

    @Test
    void what_is_done_is_proved_by_tests_that_exist() throws IOException {
        Map<String, List<Path>> classes = testClasses();
        List<String> missing = new ArrayList<>();
        Matcher row = ROW.matcher(page());
        while (row.find()) {
            if (!row.group(3).equals("not applicable")
                    && !TEST.matcher(row.group(4)).find()) {
                missing.add(row.group(1) + " names no test");
            }
        }
        Matcher test = TEST.matcher(page());
        while (test.find()) {
            List<Path> files = classes.getOrDefault(test.group(1), List.of());
            if (files.isEmpty()
                    || (test.group(2) != null && files.stream().noneMatch(file -> has(file, test.group(2))))) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean has(Path file, String method) {
        try {
            return Files.readString(file).contains("void " + method + "(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
