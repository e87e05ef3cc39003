package io.github.gradcam4j.formatters.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.formatters.TerminalSummary;
import io.github.gradcam4j.formatters.TerminalSummary.Colours;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.Sample;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class TextTest {
    /** 400 x 200 letterboxed to 224: cells of 100 x 100 pixels, of which the first row lies in the padding. */
    private static Sample wide(Heatmap... maps) {
        return Sample.of(maps)
                .over(Sample.plain(400, 200, -1), new PictureGeometry(400, 200, 224, 224, 0.56, 0.56, 0, 56));
    }

    @Test
    void the_summary_tells_the_whole_story_in_a_dozen_lines() {
        String text = Formats.text("txt", wide(Sample.hot(4, 4, 2, 3, 0.5f)).build());
        assertThat(text.lines().count()).isLessThanOrEqualTo(12);
        assertThat(text)
                .startsWith("plain.png  400 x 200 pixels\n")
                .contains("net.onnx  (onnx 1.29.0, cpu)")
                .contains("/head/act  (Clip, [1, 1280, 4, 4])")
                .contains("grad-cam of logits 'logits'")
                .contains("class 285    10.625    75.0 %  Egyptian cat\n")
                .contains("class 281     8.500     9.4 %  tabby\n")
                .contains("class:285 Egyptian cat: peak at x 300 to 400, y 100 to 200 (row 2, column 3 of 4 x 4);"
                        + " half of the evidence in 1 of 16 cells\n");
    }

    @Test
    void only_the_part_of_the_peak_inside_the_picture_is_told() {
        // row 0 lies in the padding above, row 1 is the picture's upper half
        assertThat(Formats.text("txt", wide(Sample.hot(2, 1, 0, 0, 1)).build()))
                .contains("x 0 to 400, y 0 to 100 (row 0, column 0 of 2 x 1)");
    }

    @Test
    void half_of_the_evidence_is_counted_from_the_strongest_cell_and_ignores_what_is_negative() {
        assertThat(Focus.cellsWithHalf(new float[] {1, 1, 1, 1})).isEqualTo(2);
        assertThat(Focus.cellsWithHalf(new float[] {1, -50, 5, 1, 1})).isEqualTo(1);
        assertThat(Focus.cellsWithHalf(new float[] {3, 2, 2, 1, 1})).isEqualTo(2);
    }

    @Test
    void a_map_without_evidence_has_no_peak() {
        Explanation explanation = wide(new Heatmap(Shape.of(2, 2), new float[4]))
                .status(Status.NO_POSITIVE_EVIDENCE, "no position speaks for it, says the core")
                .build();
        assertThat(Formats.text("txt", explanation))
                .doesNotContain("peak at")
                .contains("no position speaks for it\n")
                .contains("note    no position speaks for it, says the core\n");
    }

    @Test
    void labels_cannot_steer_the_terminal() {
        Explanation hostile = wide(Sample.hot(1, 1, 0, 0, 1))
                .label("a\033[2Jb\u009b31m\u202ec\rd\0e\1f")
                .build();
        for (Colours colours : Colours.values()) {
            String text = new TerminalSummary(colours, false).of(hostile);
            assertThat(text.replace("\033[1m", "").replace("\033[0m", ""))
                    .as("%s", colours)
                    .contains("?[2Jb?31m?c?d")
                    .doesNotContain("\033", "\u009b", "\u202e", "\r", "\0");
        }
        assertThat(new TerminalSummary(Colours.NONE, true).of(hostile)).doesNotContain("\033");
    }

    @Test
    void the_small_map_shows_the_hot_corner() {
        String text = new TerminalSummary(Colours.NONE, true)
                .of(Sample.of(Sample.hot(4, 8, 0, 7, 1)).build());
        String[] lines = text.substring(text.indexOf("cells\n") + 6).split("\n");
        // 8 x 4 cells at 32 columns: a cell is 4 columns and 2 lines
        assertThat(lines).hasSize(8);
        assertThat(lines[0]).hasSize(34).endsWith("██").startsWith("                          ");
        assertThat(lines[7]).isBlank();
        String coloured = new TerminalSummary(Colours.TRUE, true)
                .of(Sample.of(Sample.hot(4, 8, 0, 7, 1)).build());
        // inferno ends in 0.988362, 0.998364, 0.644924
        assertThat(coloured).contains("\033[38;2;252;255;164;48;2;252;255;164m▀\033[0m\n");
        assertThat(new TerminalSummary(Colours.INDEXED, true)
                        .of(Sample.of(Sample.hot(4, 8, 0, 7, 1)).build()))
                .contains("\033[38;5;229;48;5;229m▀\033[0m\n");
    }

    @Test
    void the_table_has_a_row_for_each_cell_with_its_rectangle() {
        Heatmap map = new Heatmap(Shape.of(2, 2), new float[] {0, 0.25f, 1e-8f, -3});
        assertThat(Formats.text("csv", wide(map).build())).isEqualTo("""
                        target,row,column,value,left,top,right,bottom
                        class:285,0,0,0.0,0.0,-100.0,200.0,100.0
                        class:285,0,1,0.25,200.0,-100.0,400.0,100.0
                        class:285,1,0,1.0E-8,0.0,100.0,200.0,300.0
                        class:285,1,1,-3.0,200.0,100.0,400.0,300.0
                        """);
        assertThat(Formats.text(
                        "csv",
                        Sample.of(new Heatmap(Shape.of(2), new float[] {1, 2})).build()))
                .endsWith("class:285,0,0,1.0,,,,\nclass:285,0,1,2.0,,,,\n");
    }

    @Test
    void volumes_are_no_table() {
        Explanation volume =
                Sample.of(new Heatmap(Shape.of(2, 2, 2), new float[8])).build();
        assertThat(Formats.format("csv").accepts(volume)).isFalse();
        assertThatThrownBy(() -> Formats.text("csv", volume)).hasMessageContaining("[2, 2, 2]");
    }
}
