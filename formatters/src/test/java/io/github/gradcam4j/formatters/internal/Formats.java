package io.github.gradcam4j.formatters.internal;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Writes explanations through the formats that discovery finds, and reads pictures back with the JDK's reader. */
public final class Formats {
    private Formats() {}

    public static ExplanationFormatter format(String id) {
        return Platform.discover().formatters().all().stream()
                .filter(format -> format.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public static byte[] bytes(String id, Explanation explanation, int target, String... options) {
        Map<String, String> map = new HashMap<>();
        for (String option : options) {
            map.put(option.split("=")[0], option.split("=")[1]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format(id).write(explanation, new FormatRequest(target, map), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static String text(String id, Explanation explanation) {
        return new String(bytes(id, explanation, 0), StandardCharsets.UTF_8);
    }

    public static BufferedImage png(Explanation explanation, String... options) {
        return decode(bytes("png", explanation, 0, options));
    }

    public static BufferedImage decode(byte[] file) {
        try {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
