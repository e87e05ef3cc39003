package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.TensorSpec;
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

/** Feeds the characters of a document to a model that cuts texts itself, and tells its positions by a tokenizer beside it. */
record BytesPreparation(Tokenizer tokenizer, TextPreprocessing how, TensorSpec input) {
    PreparedInput prepare(Document document) {
        byte[] bytes = document.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw new InputException("'" + document.source().name() + "' is empty");
        }
        if (document.text().indexOf('\0') >= 0) {
            throw new InputException("'" + document.source().name() + "' holds the character U+0000 at index "
                    + document.text().indexOf('\0') + ", with which texts end for this model. Remove it");
        }
        ByteBuffer row = Tensor.allocate(DType.UINT8, bytes.length);
        Shape shape = input.shape().rank() == 3 ? Shape.of(1, 1, bytes.length) : Shape.of(1, bytes.length);
        Tensor tensor = Tensor.over(DType.UINT8, shape, row.put(bytes).flip());
        List<Token> tokens = new ArrayList<>(WholeCharacters.of(document.text(), tokenizer.encode(document.text()))
                .tokens());
        int length = how.length().orElse(tokens.size());
        boolean front = how.padding().orElseGet(tokenizer::padding) == TextPreprocessing.Side.START;
        while (tokens.size() > length) {
            tokens.remove(tokens.size() - 1);
        }
        while (tokens.size() < length) {
            tokens.add(
                    front ? 0 : tokens.size(),
                    Token.padding(
                            tokenizer.padToken(), front ? 0 : document.text().length()));
        }
        return new PreparedInput(
                Map.of(input.name(), tensor),
                Optional.empty(),
                "the model cuts the text itself; positions are told by " + tokenizer.description(),
                List.of(),
                List.of(new TokenizedText(document.text(), tokens)),
                how.length().isEmpty());
    }
}
