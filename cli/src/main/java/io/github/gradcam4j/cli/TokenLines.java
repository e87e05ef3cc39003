package io.github.gradcam4j.cli;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is a file of tokens, one a line; nothing is cut off a line, for a token may be a space. */
record TokenLines(Path file, List<String> tokens) {
    private static final long LARGEST = 1L << 28;

    static TokenLines read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("the file of tokens '" + file + "' has more than 256 MiB");
            }
            String content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            String unmarked = content.startsWith("\ufeff") ? content.substring(1) : content;
            List<String> lines = new ArrayList<>(List.of(unmarked.split("\r?\n", -1)));
            if (lines.get(lines.size() - 1).isEmpty()) {
                lines.remove(lines.size() - 1);
            }
            if (lines.isEmpty()) {
                throw new IllegalArgumentException(
                        "the file of tokens '" + file + "' is empty. Write one token a line");
            }
            return new TokenLines(file, List.copyOf(lines));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the file of tokens '" + file + "' is not UTF-8. Convert it", e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no file of tokens '" + file + "'. Check the path of --tokens", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file of tokens '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** Divides the tokens among the items of a batch, and marks those that fill up. */
    Arrays beside(Arrays arrays, @Nullable String padToken, @Nullable Long padValue) {
        Tensor ids = arrays.tensors().values().iterator().next();
        Shape shape = ids.shape();
        if (shape.rank() < 2 || shape.size() == 0) {
            throw new InputException(
                    "'" + arrays.source().name() + "' has shape " + shape
                            + ", but numbers of tokens have an axis of items and one of positions. Add the batch axis in front");
        }
        int items = (int) shape.dim(0);
        int length = (int) shape.dim(1);
        if ((long) items * length != tokens.size()) {
            throw new InputException("'" + file + "' lists " + tokens.size() + " tokens, but '"
                    + arrays.source().name() + "' of shape " + shape + " holds " + (long) items * length
                    + " positions. Write one token a line for each, padding included");
        }
        if (padValue != null && shape.rank() != 2) {
            throw new InputException("--pad-value " + padValue + " finds no numbers in '"
                    + arrays.source().name() + "' of shape " + shape + ". Use --pad-token");
        }
        double[] numbers = padValue == null ? new double[0] : numbers(ids);
        List<TokenizedText> texts = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            int first = item * length;
            texts.add(TokenizedText.joined(
                    tokens.subList(first, first + length),
                    position -> padToken != null && tokens.get(first + position).equals(padToken)
                            || padValue != null && numbers[first + position] == padValue));
        }
        return arrays.withTexts(texts);
    }

    private static double[] numbers(Tensor ids) {
        if (ids.dtype() == DType.FLOAT16 || ids.dtype() == DType.BFLOAT16) {
            throw new InputException("--pad-value finds no numbers in an array of " + ids.dtype()
                    + ". Save them as int64, or use --pad-token");
        }
        return ids.toDoubleArray();
    }
}
