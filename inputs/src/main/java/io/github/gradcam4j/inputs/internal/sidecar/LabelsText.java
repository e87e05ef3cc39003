package io.github.gradcam4j.inputs.internal.sidecar;

import io.github.gradcam4j.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Names of classes, one a line. */
public final class LabelsText {
    private static final int LARGEST = 16 << 20;

    private LabelsText() {}

    /**
     * Parses a labels file.
     *
     * @throws IllegalArgumentException if it is too large, no UTF-8, empty, or has an empty line or control characters
     */
    public static Labels parse(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException("it has " + bytes.length + " bytes, more than the 16 MiB that are read");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is no text in UTF-8. Convert it", e);
        }
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        if (content.isBlank()) {
            throw new IllegalArgumentException("it is empty. Write the name of a class in each line");
        }
        List<String> names = new ArrayList<>();
        content.stripTrailing().lines().forEach(line -> names.add(name(line.strip(), "line " + (names.size() + 1))));
        return new Labels(names);
    }

    /** Checks one name: names are printed in terminals, so they have no control characters. */
    static String name(String name, String where) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(where + " is empty, but each class needs a name");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(where + " contains control characters; is it the right file?");
        }
        return name;
    }
}
