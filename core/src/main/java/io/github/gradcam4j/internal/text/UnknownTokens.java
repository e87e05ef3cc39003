package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what of a document the network cannot tell apart or does not see, because the tokenizer has no number for it. */
final class UnknownTokens {
    private static final int MOST = 5;
    private static final int LONGEST = 40;

    private UnknownTokens() {}

    static Optional<String> warning(String text, Encoding encoding, Tokenizer tokenizer) {
        long unknown = tokenizer.unknownId().orElse(-1);
        List<Token> read = new ArrayList<>();
        int all = encoding.leftOut().size();
        for (int i = 0; i < encoding.ids().length; i++) {
            Token token = encoding.tokens().get(i);
            if (token.kind() == Token.Kind.TEXT) {
                all++;
                if (encoding.ids()[i] == unknown) {
                    read.add(token);
                }
            }
        }
        List<String> parts = new ArrayList<>();
        if (!read.isEmpty()) {
            parts.add(named(text, read) + (read.size() > 1 ? " are" : " is") + " read as unknown (" + unknown + ")");
        }
        if (!encoding.leftOut().isEmpty()) {
            parts.add(named(text, encoding.leftOut()) + (encoding.leftOut().size() > 1 ? " were" : " was")
                    + " left out: no number is set for unknown tokens");
        }
        int count = read.size() + encoding.leftOut().size();
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(count + " of " + all + " tokens" + (count == 1 ? " is" : " are")
                        + " not in the list of the tokenizer: " + String.join("; ", parts));
    }

    private static String named(String text, List<Token> tokens) {
        Set<String> different = new LinkedHashSet<>();
        tokens.forEach(token -> different.add(text.substring(token.start(), token.end())));
        return different.stream()
                        .limit(MOST)
                        .map(token -> "'" + shortened(token) + "'")
                        .collect(Collectors.joining(", "))
                + (different.size() > MOST ? " and " + (different.size() - MOST) + " more" : "");
    }

    private static String shortened(String token) {
        return token.codePointCount(0, token.length()) > LONGEST
                ? token.substring(0, token.offsetByCodePoints(0, LONGEST)) + "..."
                : token;
    }
}
