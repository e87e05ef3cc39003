package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.formatters.internal.words.Graphemes;
import io.github.gradcam4j.formatters.internal.words.Hidden;

/** Collects HTML. Every text that is not ours is escaped. */
final class Markup {
    private final StringBuilder html = new StringBuilder();

    /** Adds markup of ours. */
    Markup raw(String markup) {
        html.append(markup);
        return this;
    }

    /** Adds a text from elsewhere, between tags or in a quoted attribute. */
    Markup text(String words) {
        html.append(escaped(words));
        return this;
    }

    /** Adds a part of a document: characters that would not be seen are shown by their numbers. */
    Markup document(String words) {
        for (String cluster : Graphemes.of(words)) {
            cluster.codePoints().forEach(sign -> {
                if (Hidden.is(sign, cluster)) {
                    raw("<kbd class=\"hidden\" dir=\"ltr\" title=\"").text(name(sign));
                    raw("\">").raw(Hidden.number(sign)).raw("</kbd>");
                } else if (sign != '\r') {
                    sign(sign);
                }
            });
        }
        return this;
    }

    private static String name(int sign) {
        String name =
                Character.getType(sign) == Character.SURROGATE ? "half of a surrogate pair" : Character.getName(sign);
        return name == null ? "no character" : name;
    }

    /**
     * Escapes for text and quoted attributes; characters that HTML forbids, and those that turn the direction of what
     * follows, become the replacement character.
     */
    private static String escaped(String words) {
        Markup safe = new Markup();
        words.codePoints().forEach(sign -> {
            boolean forbidden = (Character.isISOControl(sign) && sign != '\n' && sign != '\t')
                    || Character.getType(sign) == Character.SURROGATE
                    || (sign >= 0x202a && sign <= 0x202e)
                    || (sign >= 0x2066 && sign <= 0x2069)
                    || (sign & 0xfffe) == 0xfffe;
            safe.sign(forbidden ? 0xfffd : sign);
        });
        return safe.toString();
    }

    private void sign(int sign) {
        switch (sign) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '"' -> html.append("&quot;");
            case '\'' -> html.append("&#39;");
            default -> html.appendCodePoint(sign);
        }
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
