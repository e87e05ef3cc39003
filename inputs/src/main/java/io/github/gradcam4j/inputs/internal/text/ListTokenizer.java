package io.github.gradcam4j.inputs.internal.text;

import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.Encoding;
import io.github.gradcam4j.spi.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/** Cuts a text and looks its tokens up in a list. */
final class ListTokenizer implements Tokenizer {
    private final String description;
    private final boolean lowercase;
    private final Set<Integer> removed;
    private final Cutter cutter;
    private final Numbering numbering;
    private volatile boolean closed;

    ListTokenizer(String description, boolean lowercase, Set<Integer> removed, Cutter cutter, Numbering numbering) {
        this.description = description;
        this.lowercase = lowercase;
        this.removed = removed;
        this.cutter = cutter;
        this.numbering = numbering;
    }

    @Override
    public Encoding encode(String text) {
        if (closed) {
            throw new IllegalStateException(description + " is closed");
        }
        Folding folding = Folding.of(text, lowercase, removed);
        List<Token> tokens = new ArrayList<>();
        List<Token> leftOut = new ArrayList<>();
        LongStream.Builder ids = LongStream.builder();
        mark(numbering.start(), 0, tokens, ids);
        for (Piece piece : cutter.cut(folding.text())) {
            String name = folding.text().substring(piece.start(), piece.end());
            Token token = Token.of(name, folding.start(piece), folding.end(piece), piece.word());
            OptionalLong id = numbering.id(name);
            if (id.isPresent()) {
                tokens.add(token);
                ids.add(id.getAsLong());
            } else {
                leftOut.add(token);
            }
        }
        mark(numbering.end(), text.length(), tokens, ids);
        long[] numbers = ids.build().toArray();
        return new Encoding(tokens, numbers, new long[numbers.length], leftOut);
    }

    private static void mark(Optional<Mark> mark, int at, List<Token> tokens, LongStream.Builder ids) {
        mark.ifPresent(m -> {
            tokens.add(Token.special(m.token(), at));
            ids.add(m.id().orElse(0));
        });
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean isNumbered() {
        return !numbering.ids().isEmpty();
    }

    @Override
    public OptionalInt vocabulary() {
        return numbering.ids().isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) numbering.size());
    }

    @Override
    public OptionalLong padId() {
        return numbering.pad().id();
    }

    @Override
    public String padToken() {
        return numbering.pad().token();
    }

    @Override
    public OptionalLong unknownId() {
        return numbering.unknown().map(Mark::id).orElseGet(OptionalLong::empty);
    }

    @Override
    public void close() {
        closed = true;
    }
}
