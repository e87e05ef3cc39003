package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.Tokenizer;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Feeds characters to a model that looks words up itself: those of the whole text, which it then cuts itself, too, so that its
 * positions are told by a tokenizer beside it; or those of each token.
 */
record BytesPreparation(Tokenizer tokenizer, TextPreprocessing how, TokenInputs inputs) {
    PreparedInput prepare(Document document) {
        String text = document.text();
        if (text.isEmpty()) {
            throw new InputException("'" + document.source().name() + "' is empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw new InputException("'" + document.source().name() + "' holds the character U+0000 at index "
                    + text.indexOf('\0') + ", with which texts end for this model. Remove it");
        }
        boolean whole = !inputs.takesBytesOfTokens();
        OptionalInt wanted = inputs.length() > 0 ? OptionalInt.of(inputs.length()) : how.length();
        List<String> warnings = new ArrayList<>();
        List<Token> tokens = fitted(document, wanted, warnings);
        Tensor tensor = whole
                ? rows(List.of(text))
                : rows(tokens.stream().map(BytesPreparation::word).toList());
        long longest = tensor.shape().dim(1);
        Shape shape = inputs.shape().rank() == 2
                ? Shape.of(1, longest)
                : whole ? Shape.of(1, 1, longest) : Shape.of(1, tokens.size(), longest);
        return new PreparedInput(
                Map.of(
                        inputs.ids().name(),
                        Tensor.over(DType.UINT8, shape, tensor.bytes().duplicate())),
                Optional.empty(),
                (whole ? "the model cuts the text itself; positions are told by " : "characters of each token by ")
                        + tokenizer.description(),
                warnings,
                List.of(new TokenizedText(text, tokens)),
                whole && wanted.isEmpty());
    }

    private static String word(Token token) {
        return token.isPadding() ? "" : token.text();
    }

    private List<Token> fitted(Document document, OptionalInt wanted, List<String> warnings) {
        List<Token> tokens = new ArrayList<>(WholeCharacters.of(document.text(), tokenizer.encode(document.text()))
                .tokens());
        if (tokens.isEmpty()) {
            throw new InputException("'" + document.source().name() + "' holds no token: the text is blank");
        }
        int length = wanted.orElse(tokens.size());
        if (tokens.size() > length) {
            boolean end = how.cut().orElseGet(tokenizer::cut) == TextPreprocessing.Side.END;
            int lost = tokens.size() - length;
            warnings.add("the model reads " + length + " tokens, but the text has " + tokens.size() + ": the "
                    + (end
                            ? "end was cut off, from character "
                                    + tokens.get(length).start() + " on"
                            : "beginning was cut off, up to character "
                                    + tokens.get(lost - 1).end()));
            tokens.subList(end ? length : 0, end ? tokens.size() : lost).clear();
        }
        boolean front = how.padding().orElseGet(tokenizer::padding) == TextPreprocessing.Side.START;
        while (tokens.size() < length) {
            int at = front ? 0 : document.text().length();
            tokens.add(front ? 0 : tokens.size(), Token.padding(tokenizer.padToken(), at));
        }
        return tokens;
    }

    /** Writes texts as rows of equal length, with zeros at their ends. */
    private static Tensor rows(List<String> texts) {
        List<byte[]> rows = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        int longest =
                Math.max(1, rows.stream().mapToInt(row -> row.length).max().orElse(1));
        ByteBuffer elements = Tensor.allocate(DType.UINT8, (long) rows.size() * longest);
        for (int i = 0; i < rows.size(); i++) {
            elements.position(i * longest).put(rows.get(i));
        }
        return Tensor.over(DType.UINT8, Shape.of(rows.size(), longest), elements.rewind());
    }
}
