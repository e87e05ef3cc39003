package io.github.gradcam4j.inputs.internal.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Says which number a token has.
 *
 * @param ids the list; empty if there is none, and every token has the number 0
 * @param most numbers from here on are those of unknown tokens
 * @param unknown stands for tokens that are not in the list; empty if these are left out
 * @param start is put before a text
 * @param end is put behind it
 * @param pad fills up
 */
record Numbering(
        Map<String, Long> ids, long most, Optional<Mark> unknown, Optional<Mark> start, Optional<Mark> end, Mark pad) {
    static final SortedSet<String> OPTIONS =
            new TreeSet<>(List.of("offset", "numWords", "unknown", "start", "end", "padToken"));

    private static final List<String> USUAL_UNKNOWN = List.of("[UNK]", "<UNK>", "<unk>", "<OOV>", "<oov>");
    private static final List<String> USUAL_PAD = List.of("<PAD>", "[PAD]", "<pad>", "");
    private static final String PAD = "<PAD>";

    /** Combines the list with the options, of which those of a Keras file are the default. */
    static Numbering of(Map<String, Long> listed, Options options) {
        long offset = options.whole("offset", -IndexFile.LARGEST_ID, IndexFile.LARGEST_ID)
                .orElse(0);
        long most = options.whole("numWords", 1, IndexFile.LARGEST_ID).orElse(IndexFile.LARGEST_ID + 1);
        Map<String, Long> ids = offset == 0 ? listed : IndexFile.moved(listed, offset);
        Optional<Mark> unknown = Mark.of(options, "unknown", "<UNK>", ids).or(() -> Mark.among(USUAL_UNKNOWN, ids));
        return new Numbering(
                ids,
                most,
                unknown.filter(mark -> mark.id().isPresent()),
                Mark.of(options, "start", "<START>", ids),
                Mark.of(options, "end", "<END>", ids),
                pad(options, ids));
    }

    /** Zero is left free for padding by Keras and those who do as it does. */
    private static Mark pad(Options options, Map<String, Long> ids) {
        OptionalLong zero = ids.isEmpty() || ids.containsValue(0L) ? OptionalLong.empty() : OptionalLong.of(0);
        Optional<String> wanted = options.text("padToken");
        if (wanted.isPresent()
                && !ids.containsKey(wanted.get())
                && zero.isPresent()
                && !wanted.get().contains("=")) {
            return new Mark(wanted.get(), zero);
        }
        Mark mark = Mark.of(options, "padToken", PAD, ids)
                .or(() -> Mark.among(USUAL_PAD, ids))
                .orElseGet(() -> new Mark(PAD, zero));
        return mark.token().isEmpty() ? new Mark(PAD, mark.id()) : mark;
    }

    /** Returns the number of a token; empty if it is left out. */
    OptionalLong id(String token) {
        if (ids.isEmpty()) {
            return OptionalLong.of(0);
        }
        Long id = ids.get(token);
        return id != null && id < most
                ? OptionalLong.of(id)
                : unknown.map(Mark::id).orElseGet(OptionalLong::empty);
    }

    /** Returns one more than the largest number. */
    long size() {
        long largest = 0;
        for (long id : ids.values()) {
            largest = id < most ? Math.max(largest, id) : largest;
        }
        for (Optional<Mark> mark : List.of(unknown, start, end, Optional.of(pad))) {
            largest = Math.max(largest, mark.map(m -> m.id().orElse(0)).orElse(0L));
        }
        return largest + 1;
    }
}
