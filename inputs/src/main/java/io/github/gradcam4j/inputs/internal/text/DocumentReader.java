package io.github.gradcam4j.inputs.internal.text;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.spi.InputReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Reads text files with one document each: in UTF-8, or in UTF-16 with a byte order mark. Nothing but the extension tells that a file
 * is text, so that no other format is taken for one.
 */
@AutoService(InputReader.class)
public final class DocumentReader implements InputReader {
    private static final int LARGEST = 16 << 20;

    /** Creates the reader, for {@link java.util.ServiceLoader}. */
    public DocumentReader() {}

    @Override
    public String id() {
        return "text";
    }

    @Override
    public Set<String> extensions() {
        return Set.of("txt");
    }

    @Override
    public boolean recognises(byte[] head) {
        return false;
    }

    @Override
    public Document read(byte[] bytes, Source source) {
        if (bytes.length > LARGEST) {
            throw new InputException("'" + source.name() + "' has " + bytes.length + " bytes, more than the "
                    + (LARGEST >> 20) + " MiB that one document may have. Divide it");
        }
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            return new Document(source, decoded(bytes, 3, StandardCharsets.UTF_8, source));
        }
        if (startsWith(bytes, 0xff, 0xfe)) {
            return new Document(source, decoded(bytes, 2, StandardCharsets.UTF_16LE, source));
        }
        if (startsWith(bytes, 0xfe, 0xff)) {
            return new Document(source, decoded(bytes, 2, StandardCharsets.UTF_16BE, source));
        }
        return new Document(source, decoded(bytes, 0, StandardCharsets.UTF_8, source));
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static String decoded(byte[] bytes, int from, Charset charset, Source source) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        CharBuffer out = CharBuffer.allocate(bytes.length - from);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new InputException("'" + source.name() + "' is no text in " + charset + ": byte " + in.position()
                    + " (" + String.format("0x%02x", bytes[in.position()])
                    + ") cannot stand there. Save it in UTF-8, or check that it is a text file");
        }
        String text = out.flip().toString();
        int zero = text.indexOf('\0');
        if (zero >= 0) {
            throw new InputException("'" + source.name() + "' holds the character U+0000 at index " + zero
                    + ", so it is no text"
                    + (charset.equals(StandardCharsets.UTF_8)
                            ? " in UTF-8: binary, or UTF-16 without a byte order mark"
                            : "")
                    + ". Save it in UTF-8");
        }
        return text;
    }
}
