package io.github.gradcam4j.formatters.internal.text;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Rectangle;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes a table with a row for each target and cell: {@code target,row,column,value,left,top,right,bottom}. The last four
 * are the cell's rectangle in pixels of the picture, reaching beyond it where the network saw padding; they are empty where
 * there is no picture. Maps over a sequence have one row. Has no options.
 */
@AutoService(ExplanationFormatter.class)
public final class CsvFormatter implements ExplanationFormatter {
    @Override
    public String id() {
        return "csv";
    }

    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public String description() {
        return "a table of all cells: target, row, column, value, and the cell's rectangle in the picture";
    }

    @Override
    public boolean perTarget() {
        return false;
    }

    @Override
    public boolean accepts(Explanation explanation) {
        return explanation.targets().stream()
                .allMatch(target -> target.heatmap().shape().rank() <= 2);
    }

    @Override
    public void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        Options.none(id(), request);
        if (!accepts(explanation)) {
            throw new IllegalArgumentException("a map of shape "
                    + explanation.first().heatmap().shape() + " is no table. Choose format json or npy");
        }
        StringBuilder table = new StringBuilder("target,row,column,value,left,top,right,bottom\n");
        for (TargetExplanation target : explanation.targets()) {
            rows(quoted(target.target()), target.heatmap(), explanation.geometry(), table);
        }
        out.write(table.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void rows(String target, Heatmap map, Optional<PictureGeometry> way, StringBuilder table) {
        for (int row = 0; row < map.height(); row++) {
            for (int column = 0; column < map.width(); column++) {
                table.append(target)
                        .append(',')
                        .append(row)
                        .append(',')
                        .append(column)
                        .append(',');
                table.append(map.value(row, column));
                if (way.isPresent()) {
                    Rectangle cell = way.get().cell(row, column, map.height(), map.width());
                    table.append(',').append((float) cell.left()).append(',').append((float) cell.top());
                    table.append(',').append((float) cell.right()).append(',').append((float) cell.bottom());
                } else {
                    table.append(",,,,");
                }
                table.append('\n');
            }
        }
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(sign -> ",\"\r\n".indexOf(sign) >= 0)
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
