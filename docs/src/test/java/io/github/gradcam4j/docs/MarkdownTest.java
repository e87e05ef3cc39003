package io.github.gradcam4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java listing on a page is a region of a class that this build runs, and every link leads to a file. */
class MarkdownTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.dir"));
    private static final Path SOURCES = ROOT.resolve("docs/src/test/java/io/github/gradcam4j/docs");
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("(?:<!-- listing: (\\w+)#([\\w-]+) -->\\n)?```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

    static List<Path> pages() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void there_are_pages_to_check() {
        assertThat(pages()).contains(ROOT.resolve("README.md")).hasSizeGreaterThan(6);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void java_listings_are_regions_of_code_that_runs(Path page) throws IOException {
        Matcher block = JAVA_BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            assertThat(block.group(1))
                    .as("the listing '%s' needs a comment before it that names its region", block.group(3))
                    .isNotNull();
            assertThat(block.group(3)).isEqualTo(region(block.group(1), block.group(2)));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_lead_to_files(Path page) throws IOException {
        Matcher link = LINK.matcher(Files.readString(page).replaceAll("(?s)```.*?```", ""));
        List<String> broken = new ArrayList<>();
        while (link.find()) {
            String to = link.group(1);
            if (!to.startsWith("http") && !Files.exists(page.resolveSibling(to))) {
                broken.add(to);
            }
        }
        assertThat(broken).isEmpty();
    }

    private static String region(String type, String name) throws IOException {
        List<String> lines = Files.readAllLines(SOURCES.resolve(type + ".java"));
        int start = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("// region " + name)) {
                start = i + 1;
            } else if (start >= 0 && lines.get(i).strip().equals("// endregion")) {
                return unindented(lines.subList(start, i));
            }
        }
        throw new AssertionError("there is no region '" + name + "' in " + type);
    }

    private static String unindented(List<String> lines) {
        int indent = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return lines.stream()
                .map(line -> line.isBlank() ? "\n" : line.substring(indent) + "\n")
                .collect(Collectors.joining());
    }
}
