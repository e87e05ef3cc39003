package io.github.gradcam4j.internal.text;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TextPreprocessing.LongText;
import io.github.gradcam4j.input.TextPreprocessing.Side;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.Tokenizer;
import io.github.gradcam4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns a document into the tensors of a model: cuts it into tokens, divides what is too long, fills up what is too short. */
public final class DocumentPreparation {
    private static final int EXAMPLE = 60;

    private final Tokenizer tokenizer;
    private final TextPreprocessing how;
    private final TokenInputs inputs;
    private final List<String> warnings = new ArrayList<>();

    private DocumentPreparation(Tokenizer tokenizer, TextPreprocessing how, TokenInputs inputs) {
        this.tokenizer = tokenizer;
        this.how = how;
        this.inputs = inputs;
    }

    /** Tells whether a model takes the characters themselves. */
    public static boolean takesBytes(ModelSignature signature, ModelProfile profile) {
        return TokenInputs.find(signature, profile).takesBytes();
    }

    /** Prepares a document. */
    public static PreparedInput prepare(
            Document document, Tokenizer tokenizer, ModelSignature signature, ModelProfile profile) {
        TextPreprocessing how = profile.text().orElseGet(TextPreprocessing::unknown);
        TokenInputs inputs = TokenInputs.find(signature, profile);
        DocumentPreparation preparation = new DocumentPreparation(tokenizer, how, inputs);
        return inputs.takesBytes()
                ? new BytesPreparation(tokenizer, how, inputs).prepare(document)
                : preparation.prepare(document);
    }

    private PreparedInput prepare(Document document) {
        if (!tokenizer.isNumbered()) {
            throw new InputException(
                    "the tokenizer " + tokenizer.description() + " has no list of numbers, but the model"
                            + " reads numbers: its input is " + inputs.ids()
                            + ". Name the file of the list with --tokenizer FILE, or"
                            + " as 'file' of the tokenizer in the sidecar");
        }
        Encoding encoding = WholeCharacters.of(document.text(), tokenizer.encode(document.text()));
        List<Token> tokens = encoding.tokens();
        int first = Window.marks(tokens, Side.START);
        int last = first == tokens.size() ? 0 : Window.marks(tokens, Side.END);
        int body = tokens.size() - first - last;
        OptionalInt exact = exactLength();
        int most = exact.orElse(tokenizer.length().orElse(Integer.MAX_VALUE));
        int room = most - first - last;
        if (room < 0 || (room == 0 && body > 0)) {
            throw new InputException("the network reads " + most + " tokens, but the marks of the tokenizer alone are "
                    + (first + last) + ". Set a greater 'length'");
        }
        if (how.longText() == LongText.WINDOWS && body > room && how.overlap() >= room) {
            throw new InputException("windows that share " + how.overlap() + " tokens do not get ahead, for each holds "
                    + room + " tokens of the text. Set 'overlap' of the tokenizer to less");
        }
        Side cut = how.cut().orElseGet(tokenizer::cut);
        List<Window> windows = Window.of(body, room, cut, how.longText(), how.overlap());
        tell(document, tokens, first, body, windows, most);
        UnknownTokens.warning(document.text(), encoding, tokenizer).ifPresent(warnings::add);
        int filled = exact.orElseGet(() -> tokenizer.filledLength().orElse(0));
        List<TokenizedText> texts = new ArrayList<>();
        List<long[]> ids = new ArrayList<>();
        List<long[]> masks = new ArrayList<>();
        List<long[]> segments = new ArrayList<>();
        for (Window window : windows) {
            Row row = new Row(encoding, Math.max(filled, first + window.to() - window.from() + last));
            row.fill(document, window, first, last);
            texts.add(new TokenizedText(document.text(), row.tokens));
            ids.add(row.ids);
            masks.add(row.mask);
            segments.add(row.segments);
        }
        if (ids.get(0).length == 0) {
            throw new InputException("'" + document.source().name()
                    + "' holds no token for the network to read: the text is "
                    + (document.text().isBlank() ? "blank" : "not one that " + tokenizer.description() + " can cut")
                    + (encoding.leftOut().isEmpty() ? "" : ", as it knows none of its tokens"));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(inputs.ids().name(), numbers(ids));
        inputs.mask().ifPresent(spec -> tensors.put(spec.name(), TokenTensors.rows(spec, masks)));
        inputs.segments().ifPresent(spec -> tensors.put(spec.name(), TokenTensors.rows(spec, segments)));
        inputs.positions()
                .ifPresent(spec -> tensors.put(
                        spec.name(),
                        TokenTensors.rows(
                                spec, masks.stream().map(this::positions).toList())));
        String what = tokenizer.description() + ", " + (body + first + last) + " tokens"
                + (filled > 0 ? " of " + ids.get(0).length : "")
                + (windows.size() > 1 ? " in " + windows.size() + " windows" : "");
        return new PreparedInput(tensors, Optional.empty(), what, warnings, texts, false);
    }

    private Tensor numbers(List<long[]> ids) {
        return inputs.takesOneHot()
                ? TokenTensors.oneHot(inputs.ids(), ids, (int) inputs.shape().dim(2))
                : TokenTensors.rows(inputs.ids(), ids);
    }

    private OptionalInt exactLength() {
        int wanted = inputs.length();
        if (wanted > 0 && how.length().isPresent() && how.length().getAsInt() != wanted) {
            throw new InputException(
                    "the network reads " + how.length().getAsInt() + " tokens by the settings of the tokenizer,"
                            + " but its input " + inputs.ids() + " takes " + wanted + ". Leave 'length' out");
        }
        return wanted > 0 ? OptionalInt.of(wanted) : how.length();
    }

    /**
     * Counts as Hugging Face's models do: padding in front that a mask hides takes up no positions, and gets 1. Without a mask the
     * network reads padding as tokens. What stands at the end moves nothing.
     */
    private long[] positions(long[] mask) {
        int hidden = 0;
        while (inputs.mask().isPresent() && hidden < mask.length && mask[hidden] == 0) {
            hidden++;
        }
        long[] positions = new long[mask.length];
        for (int i = 0; i < mask.length; i++) {
            positions[i] = i < hidden ? 1 : i - hidden;
        }
        return positions;
    }

    private void tell(Document document, List<Token> tokens, int first, int body, List<Window> windows, int most) {
        Window only = windows.get(0);
        if (how.longText() == LongText.CUT && only.to() - only.from() < body) {
            int from = tokens.get(first + (only.from() == 0 ? only.to() : 0)).start();
            int to = only.from() == 0
                    ? document.text().length()
                    : tokens.get(first + only.from() - 1).end();
            String lost = document.text().substring(from, to).strip();
            String shown = lost.codePointCount(0, lost.length()) > EXAMPLE
                    ? lost.substring(0, lost.offsetByCodePoints(0, EXAMPLE)) + "..."
                    : lost;
            warnings.add("the network reads " + most + " tokens, but the text has " + tokens.size() + ": the "
                    + (only.from() == 0 ? "end" : "beginning") + " was cut off, characters " + from + " to " + to
                    + " (\""
                    + shown + "\"). Explain it in windows to see all of it (--long-text windows)");
        }
    }

    /** Is one row of the network's input. */
    private final class Row {
        private final Encoding encoding;
        private final List<Token> tokens = new ArrayList<>();
        private final long[] ids;
        private final long[] mask;
        private final long[] segments;

        Row(Encoding encoding, int length) {
            this.encoding = encoding;
            ids = new long[length];
            mask = new long[length];
            segments = new long[length];
        }

        void fill(Document document, Window window, int first, int last) {
            int missing = ids.length - (first + window.to() - window.from() + last);
            boolean front = how.padding().orElseGet(tokenizer::padding) == Side.START;
            if (front) {
                pad(missing, 0);
            }
            copy(0, first);
            copy(first + window.from(), first + window.to());
            copy(encoding.tokens().size() - last, encoding.tokens().size());
            if (!front) {
                pad(missing, document.text().length());
            }
        }

        private void copy(int from, int to) {
            for (int i = from; i < to; i++) {
                ids[tokens.size()] = encoding.ids()[i];
                segments[tokens.size()] = encoding.types()[i];
                mask[tokens.size()] = 1;
                tokens.add(encoding.tokens().get(i));
            }
        }

        private void pad(int count, int at) {
            if (count > 0) {
                long id = how.padId()
                        .orElseGet(() -> tokenizer
                                .padId()
                                .orElseThrow(() ->
                                        new InputException("the text has " + (ids.length - count) + " tokens, but the"
                                                + " network reads " + ids.length
                                                + ", and the number that fills up is not known. Set"
                                                + " 'padId' of the tokenizer in the sidecar")));
                for (int i = 0; i < count; i++) {
                    ids[tokens.size()] = id;
                    tokens.add(Token.padding(tokenizer.padToken(), at));
                }
            }
        }
    }
}
