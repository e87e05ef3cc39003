package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.syntax.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Texts to be put into another one, between or instead of its parts. */
final class Edits {
    private final List<Insertion> insertions = new ArrayList<>();

    private record Insertion(int at, int until, long rank, String text) {}

    /** Inserts texts around a part. What surrounds a larger part that ends or begins at the same place is further out. */
    void around(Span part, String before, String after) {
        // Of two that surround the same, the later one is further out.
        long out = (long) (part.end() - part.start()) << Integer.SIZE | insertions.size();
        insertions.add(new Insertion(part.start(), part.start(), -out, before));
        insertions.add(new Insertion(part.end(), part.end(), out - Long.MAX_VALUE, after));
    }

    /** Inserts a text at a place, before what surrounds a part that begins there. */
    void at(int place, String text) {
        insertions.add(new Insertion(place, place, Long.MIN_VALUE, text));
    }

    /** Puts a text in the place of a part, in which nothing else is changed. */
    void replace(Span part, String text) {
        insertions.add(new Insertion(part.start(), part.end(), 0, text));
    }

    boolean isEmpty() {
        return insertions.isEmpty();
    }

    /** Returns a part of the text with all that is inserted in it. */
    String applied(String text, Span part) {
        StringBuilder changed = new StringBuilder();
        int from = part.start();
        insertions.sort(Comparator.comparingInt(Insertion::at).thenComparingLong(Insertion::rank));
        for (Insertion insertion : insertions) {
            changed.append(text, from, insertion.at()).append(insertion.text());
            from = insertion.until();
        }
        return changed.append(text, from, part.end()).toString();
    }
}
