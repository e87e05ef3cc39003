package io.github.gradcam4j.formatters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.formatters.internal.Sample;
import io.github.gradcam4j.formatters.internal.TextSample;
import io.github.gradcam4j.input.PictureGeometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    private Path folder;

    private static Explanation review(String name) {
        return TextSample.words("a good film").named(name).target(0, 1, -1).build();
    }

    private static Explanation photograph() {
        return Sample.of(Sample.hot(2, 2, 0, 0, 1))
                .over(Sample.plain(8, 6, -1), new PictureGeometry(8, 6, 224, 224, 28, 224 / 6.0, 0, 0))
                .build();
    }

    @Test
    void texts_and_pictures_share_a_page_with_a_table_of_contents() throws IOException {
        Path file = folder.resolve("new/report.html");
        try (Report report = Report.to(file, "Q1 <reviews>", Map.of("show", "targets"))) {
            report.add(review("one.txt"));
            report.add(photograph());
            report.add(review("<two>.txt"));
            assertThat(file).doesNotExist();
            report.finish();
        }
        String page = Files.readString(file);
        assertThat(page)
                .contains("<h1>Q1 &lt;reviews&gt;</h1>", "href=\"#e1\"", "href=\"#e3\"", "id=\"e1\"", "id=\"e3\"")
                .contains("data:image/png;base64", ">good</span>", "default-src 'none'")
                .doesNotContain("<script", "<dl>", "<reviews>", "<two>");
        assertThat(page.split("<!doctype", -1)).hasSize(2);
        assertThat(page).endsWith("</article>\n</body>\n</html>\n");
    }

    @Test
    void windows_of_one_document_have_headings_of_their_own() throws IOException {
        Path file = folder.resolve("report.html");
        try (Report report = Report.to(file, "r", Map.of())) {
            for (int item = 0; item < 2; item++) {
                report.add(TextSample.words("a good film")
                        .target(0, 1, -1)
                        .window(item, 2)
                        .build());
            }
            report.add(review("other.txt"));
            report.finish();
        }
        assertThat(Files.readString(file))
                .contains("<h2>review.txt, item 0 of 2</h2>", "<h2>review.txt, item 1 of 2</h2>")
                .contains("<h2>other.txt</h2>");
    }

    @Test
    void what_is_not_finished_is_not_written() throws IOException {
        Path file = folder.resolve("report.html");
        Files.writeString(file, "earlier");
        Report report = Report.to(file, "r", Map.of());
        report.add(review("one.txt"));
        report.close();
        report.close();
        assertThat(file).hasContent("earlier");
        assertThatThrownBy(() -> report.add(review("two.txt"))).isInstanceOf(IllegalStateException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void wrong_options_and_places_are_told_at_once() {
        assertThatThrownBy(() -> Report.to(folder.resolve("r"), "r", Map.of("include_styles", "false")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("always a whole page");
        assertThatThrownBy(() -> Report.to(folder.resolve("r"), "r", Map.of("colour", "red")))
                .hasMessageContaining("'colour'");
        Report report = Report.to(folder, "r", Map.of());
        assertThatThrownBy(report::finish).isInstanceOf(GradCamException.class).hasMessageContaining("it is a folder");
    }
}
