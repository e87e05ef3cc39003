package io.github.gradcam4j.formatters.internal.text;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.ExplanationFormatter;

/**
 * Writes a table. For texts it has a row for each target and token, {@code target,token,start,end,weight}, places counted in
 * Unicode code points of the document. Otherwise it has a row for each target and cell: {@code
 * target,row,column,value,left,top,right,bottom}. The last four are the cell's rectangle in pixels of the picture, reaching
 * beyond it where the network saw padding; they are empty where there is no picture. Maps over a sequence have one row. Has
 * no options.
 */
@AutoService(ExplanationFormatter.class)
public final class CsvFormatter extends TableFormatter {
    /** Creates the formatter. */
    public CsvFormatter() {
        super("csv", TableSyntax.COMMAS);
    }

    @Override
    public String description() {
        return "a table of all words and weights, or of all cells with their rectangles in the picture";
    }
}
