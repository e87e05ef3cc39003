package io.github.gradcam4j.pytorch.internal.syntax;

import java.util.Map;

/**
 * One file of code.
 *
 * @param text its text
 * @param types its types by name
 * @param functions its functions by name
 */
public record Source(String text, Map<String, Type> types, Map<String, Function> functions) {
    /**
     * Reads a file.
     *
     * @throws SyntaxException if it is not what libtorch writes
     */
    public static Source parse(String text) {
        return new SourceParser(text).parse();
    }
}
