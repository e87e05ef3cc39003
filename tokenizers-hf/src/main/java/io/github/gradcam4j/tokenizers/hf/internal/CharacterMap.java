package io.github.gradcam4j.tokenizers.hf.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Checks the table with which SentencePiece normalises characters: its size, then a trie as a double array (Aoe, 1989; Darts-clone)
 * whose leaves point into a list of replacements. The library follows its references without looking.
 */
final class CharacterMap {
    private static final int LABEL = 0x800000ff;

    private final IntBuffer trie;
    private final byte[] replacements;

    private CharacterMap(IntBuffer trie, byte[] replacements) {
        this.trie = trie;
        this.replacements = replacements;
    }

    static void check(String path, @Nullable Object value) {
        if (!(value instanceof String text)) {
            throw JsonFields.wrong(path, value, "a table in Base64");
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(decoded(path, text)).order(ByteOrder.LITTLE_ENDIAN);
            int size = bytes.remaining() < 4 ? -1 : bytes.getInt();
            if (size < 4 || size % 4 != 0 || size > bytes.remaining()) {
                throw JsonFields.wrong(path, value, "a table of the size that it states");
            }
            IntBuffer trie = bytes.slice(4, size).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
            byte[] replacements = new byte[bytes.remaining() - size];
            bytes.get(4 + size, replacements);
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
            if (!new CharacterMap(trie, replacements).isSound()) {
                throw JsonFields.wrong(path, value, "a table whose references lie within it");
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("'" + path + "' is damaged: its replacements are no UTF-8", e);
        }
    }

    private static byte[] decoded(String path, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + path + "' is damaged: " + e.getMessage(), e);
        }
    }

    /** Visits all nodes that a text can lead to. */
    private boolean isSound() {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.push(offset(trie.get(0)));
        while (!open.isEmpty()) {
            int node = open.pop();
            for (int label = 1; label < 256; label++) {
                int at = node ^ label;
                if (at < 0 || at >= trie.limit()) {
                    return false;
                }
                int unit = trie.get(at);
                if ((unit & LABEL) != label || seen.get(at)) {
                    continue;
                }
                seen.set(at);
                int child = at ^ offset(unit);
                if ((unit >>> 8 & 1) == 1 && !isReplacement(child)) {
                    return false;
                }
                open.push(child);
            }
        }
        return true;
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & 1 << 9) >>> 6);
    }

    /** A leaf names where its replacement begins; that must be the beginning of a character. */
    private boolean isReplacement(int leaf) {
        if (leaf < 0 || leaf >= trie.limit()) {
            return false;
        }
        int value = trie.get(leaf) & Integer.MAX_VALUE;
        return value == replacements.length || (value < replacements.length && (replacements[value] & 0xc0) != 0x80);
    }
}
