package io.github.gradcam4j.formatters.internal.text;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.formatters.internal.words.CodePoints;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Rectangle;
import java.util.List;
import java.util.Optional;

/** Is an explanation as a table: a row for each token of a text, or for each cell of other maps. */
final class Table {
    private final StringBuilder rows = new StringBuilder();
    private final TableSyntax syntax;

    Table(TableSyntax syntax) {
        this.syntax = syntax;
    }

    static boolean isPossible(Explanation explanation) {
        return explanation.text().isPresent()
                || explanation.targets().stream()
                        .allMatch(target -> target.heatmap().shape().rank() <= 2);
    }

    String of(Explanation explanation) {
        if (!isPossible(explanation)) {
            throw new IllegalArgumentException("a map of shape "
                    + explanation.first().heatmap().shape() + " is no table. Choose format json or npy");
        }
        if (explanation.text().isPresent()) {
            row("target", "token", "start", "end", "weight");
            CodePoints places = new CodePoints(explanation.text().get().text());
            explanation.targets().forEach(target -> tokens(target, places));
        } else {
            row("target", "row", "column", "value", "left", "top", "right", "bottom");
            explanation.targets().forEach(target -> cells(target, explanation.geometry()));
        }
        return rows.toString();
    }

    private void tokens(TargetExplanation target, CodePoints places) {
        for (TokenWeight weighed : target.tokens()) {
            row(
                    target.target(),
                    weighed.token().text(),
                    Integer.toString(places.before(weighed.token().start())),
                    Integer.toString(places.before(weighed.token().end())),
                    Float.toString(weighed.weight()));
        }
    }

    private void cells(TargetExplanation target, Optional<PictureGeometry> way) {
        Heatmap map = target.heatmap();
        for (int row = 0; row < map.height(); row++) {
            for (int column = 0; column < map.width(); column++) {
                String value = Float.toString(map.value(row, column));
                if (way.isPresent()) {
                    Rectangle cell = way.get().cell(row, column, map.height(), map.width());
                    row(
                            target.target(),
                            Integer.toString(row),
                            Integer.toString(column),
                            value,
                            pixels(cell.left()),
                            pixels(cell.top()),
                            pixels(cell.right()),
                            pixels(cell.bottom()));
                } else {
                    row(target.target(), Integer.toString(row), Integer.toString(column), value, "", "", "", "");
                }
            }
        }
    }

    private static String pixels(double place) {
        return Float.toString((float) place);
    }

    private void row(String... fields) {
        rows.append(String.join(
                syntax.separator(), List.of(fields).stream().map(syntax::field).toList()));
        rows.append('\n');
    }
}
