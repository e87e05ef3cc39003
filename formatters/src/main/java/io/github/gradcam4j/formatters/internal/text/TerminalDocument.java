package io.github.gradcam4j.formatters.internal.text;

import io.github.gradcam4j.formatters.TerminalSummary.Colours;
import io.github.gradcam4j.formatters.internal.TerminalColour;
import io.github.gradcam4j.formatters.internal.words.Columns;
import io.github.gradcam4j.formatters.internal.words.Graphemes;
import io.github.gradcam4j.formatters.internal.words.Hidden;
import io.github.gradcam4j.formatters.internal.words.Piece;
import io.github.gradcam4j.formatters.internal.words.Weighed;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a document with coloured words: orange for the target, blue and underlined against it, grey where the weight is
 * small beside the strongest. Long lines are wrapped between words.
 */
public final class TerminalDocument {
    private static final int COLUMNS = 78;
    private static final int LINES = 200;
    private static final double FAINT = 0.08;
    private static final int GREY = 0x808080;
    private static final int FOR = 0xe67300;
    private static final int AGAINST = 0x5aa0ff;

    /** The cube of 216 colours is too coarse to mix in; these go from greyish to strong. */
    private static final int[] INDEXED_FOR = {144, 180, 179, 214, 208};

    private static final int[] INDEXED_AGAINST = {103, 109, 110, 111, 75};

    private final StringBuilder text = new StringBuilder();
    private final List<Cell> word = new ArrayList<>();
    private final double range;
    private final Colours colours;
    private int column;
    private int lines;
    private String style = "";

    private TerminalDocument(double range, Colours colours) {
        this.range = range;
        this.colours = colours;
    }

    private record Cell(String sign, int columns, String style) {}

    /** Returns the lines of a document; {@code range} is the weight with the strongest colour. */
    public static String of(Weighed document, double range, Colours colours) {
        TerminalDocument drawn = new TerminalDocument(range, colours);
        for (Piece piece : document.pieces()) {
            if (drawn.lines > LINES) {
                break;
            }
            drawn.piece(piece);
        }
        drawn.word();
        drawn.line();
        return drawn.text.toString();
    }

    private void piece(Piece piece) {
        String ink = ink(piece.weight());
        if (piece instanceof Piece.Mark mark) {
            word();
            if (column > 0) {
                space("");
            }
            String name = Hidden.shown(mark.text());
            String framed = name.startsWith("[") || name.startsWith("<") ? name : "[" + name + "]";
            Graphemes.of(framed).forEach(sign -> word.add(new Cell(sign, Columns.of(sign), ink)));
            word();
            space("");
            return;
        }
        for (String cluster : Graphemes.of(piece.text())) {
            switch (cluster) {
                case "\n", "\r\n" -> {
                    word();
                    line();
                }
                case " ", "\t" -> {
                    word();
                    space(ink);
                }
                default -> {
                    String shown = Hidden.shown(cluster);
                    word.add(new Cell(shown, Columns.of(shown), ink));
                }
            }
        }
    }

    private void space(String ink) {
        if (column < COLUMNS) {
            put(new Cell(" ", 1, ink));
        }
    }

    private void word() {
        int columns = word.stream().mapToInt(Cell::columns).sum();
        if (column > 0 && column + columns > COLUMNS) {
            line();
        }
        for (Cell cell : word) {
            if (column + cell.columns > COLUMNS) {
                line();
            }
            put(cell);
        }
        word.clear();
    }

    private void put(Cell cell) {
        if (lines >= LINES) {
            return;
        }
        if (column == 0) {
            text.append("  ");
        }
        style(cell.style);
        text.append(cell.sign);
        column += cell.columns;
    }

    private void line() {
        style("");
        if (lines < LINES) {
            text.append('\n');
        } else if (lines == LINES) {
            text.append("  … and more\n");
        }
        lines++;
        column = 0;
    }

    private void style(String next) {
        if (!next.equals(style)) {
            text.append(style.isEmpty() ? "" : "\033[0m").append(next);
            style = next;
        }
    }

    private String ink(double weight) {
        double part = range > 0 ? Math.abs(weight) / range : 0;
        if (part < FAINT) {
            return "";
        }
        double strength = Math.min(1, Math.pow(part, 0.7));
        String ground;
        if (colours == Colours.TRUE) {
            ground = TerminalColour.code(mix(weight > 0 ? FOR : AGAINST, strength), colours);
        } else {
            int[] steps = weight > 0 ? INDEXED_FOR : INDEXED_AGAINST;
            ground = "5;" + steps[(int) Math.rint(strength * (steps.length - 1))];
        }
        return "\033[38;" + TerminalColour.code(0, colours) + ";48;" + ground + (weight > 0 ? "m" : ";4m");
    }

    private static int mix(int rgb, double part) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = GREY >> shift & 255;
            mixed = (mixed << 8) | (int) Math.rint(from + part * ((rgb >> shift & 255) - from));
        }
        return mixed;
    }
}
