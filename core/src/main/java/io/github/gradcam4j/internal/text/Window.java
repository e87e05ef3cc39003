package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.input.TextPreprocessing.LongText;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Is the part of a document that one row of the network's input holds: tokens from {@code from} to {@code to}, exclusive, of
 * those between the marks at the beginning and at the end.
 */
record Window(int from, int to) {
    /** Counts the marks at one end, which stay there. */
    static int marks(List<Token> tokens, Side side) {
        int count = 0;
        while (count < tokens.size()
                && tokens.get(side == Side.START ? count : tokens.size() - 1 - count)
                                .kind()
                        == Token.Kind.SPECIAL) {
            count++;
        }
        return count;
    }

    /** Divides {@code body} tokens into windows of at most {@code room}, which overlap; or leaves one that is cut. */
    static List<Window> of(int body, int room, Side cut, LongText longText, int overlap) {
        if (body <= room) {
            return List.of(new Window(0, body));
        }
        if (longText == LongText.CUT) {
            return List.of(cut == Side.END ? new Window(0, room) : new Window(body - room, body));
        }
        List<Window> windows = new ArrayList<>();
        int step = room - overlap;
        for (int from = 0; from + room < body; from += step) {
            windows.add(new Window(from, from + room));
        }
        windows.add(new Window(body - room, body)); // full like the others, so none needs padding
        return windows;
    }
}
