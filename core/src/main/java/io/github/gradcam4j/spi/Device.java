package io.github.gradcam4j.spi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a processor.
 *
 * @param kind the kind of processor
 * @param index which of them, from 0
 */
public record Device(Kind kind, int index) {
    private static final Pattern TEXT = Pattern.compile("(cpu|gpu)(?::(\\d{1,3}))?");

    /** The processor that runs this program. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** Names a kind of processor. */
    public enum Kind {
        /** The processor that runs this program. */
        CPU,
        /** A graphics processor. */
        GPU
    }

    /**
     * Reads a device from text.
     *
     * @param text {@code cpu}, {@code gpu} or {@code gpu:N}
     * @return the device
     * @throws IllegalArgumentException if the text has another form
     */
    public static Device parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || text.startsWith("cpu:")) {
            throw new IllegalArgumentException("device '" + text + "' is not understood; write cpu, gpu or gpu:N");
        }
        if (matcher.group(1).equals("cpu")) {
            return CPU;
        }
        return new Device(Kind.GPU, matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "gpu:" + index;
    }
}
