package io.github.gradcam4j.formatters.internal.text;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a table. For texts it has a row for each target and token, {@code target,token,start,end,weight}, places counted in
 * Unicode code points of the document. Otherwise it has a row for each target and cell: {@code
 * target,row,column,value,left,top,right,bottom}. The last four are the cell's rectangle in pixels of the picture, reaching
 * beyond it where the network saw padding; they are empty where there is no picture. Maps over a sequence have one row. Has
 * no options.
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
        return "a table of all words and weights, or of all cells with their rectangles in the picture";
    }

    @Override
    public boolean perTarget() {
        return false;
    }

    @Override
    public boolean accepts(Explanation explanation) {
        return Table.isPossible(explanation);
    }

    @Override
    public void write(Explanation explanation, FormatRequest request, OutputStream out) throws IOException {
        Options.none(id(), request);
        out.write(new Table(TableSyntax.COMMAS).of(explanation).getBytes(StandardCharsets.UTF_8));
    }
}
