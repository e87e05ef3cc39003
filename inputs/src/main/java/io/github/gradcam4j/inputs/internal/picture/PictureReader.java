package io.github.gradcam4j.inputs.internal.picture;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.spi.InputReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads JPEG, PNG, GIF, BMP, WebP and TIFF pictures. Whatever the bytes are, only {@link InputException} comes out. */
@AutoService(InputReader.class)
public final class PictureReader implements InputReader {
    /** The most pixels that a picture may have, unless the system property of the same name says otherwise. */
    public static final String MAX_PIXELS = "gradcam4j.maxPixels";

    private static final long DEFAULT_MAX_PIXELS = 64_000_000;
    private static final int HEAD = 1024;
    private static final String AGAIN = ". Download or save it again";

    /** Creates the reader, for {@link java.util.ServiceLoader}. */
    public PictureReader() {}

    @Override
    public String id() {
        return "picture";
    }

    @Override
    public Set<String> extensions() {
        Set<String> all = new TreeSet<>();
        for (PictureFormat format : PictureFormat.values()) {
            all.addAll(format.extensions());
        }
        return all;
    }

    @Override
    public boolean recognises(byte[] head) {
        return PictureFormat.of(head).isPresent();
    }

    @Override
    public Picture read(byte[] bytes, Source source) {
        if (bytes.length == 0) {
            throw new InputException("'" + source.name() + "' is empty. Check how it was written");
        }
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, HEAD));
        PictureFormat format = PictureFormat.of(head)
                .orElseThrow(() -> new InputException("'" + source.name()
                        + "' is not a JPEG, PNG, GIF, BMP, WebP or TIFF picture: " + PictureFormat.lookalike(head)));
        try {
            PictureHeader header = format.header(bytes);
            requireBudget(header, source);
            return decode(format, bytes, header, source);
        } catch (DamagedPictureException e) {
            throw new InputException(cannot(source, format) + e.getMessage() + remedy(e), e);
        } catch (IOException e) {
            throw new InputException(cannot(source, format) + "it is damaged" + detail(e) + AGAIN, e);
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw new InputException(
                    cannot(source, format) + "it is damaged or of an unsupported kind" + detail(e) + AGAIN, e);
        } catch (RuntimeException e) {
            throw new InputException(cannot(source, format) + "it is damaged" + AGAIN, e);
        } catch (OutOfMemoryError e) {
            throw new InputException(
                    cannot(source, format) + "it needs more memory than there is. Give Java more (-Xmx), or shrink it",
                    e);
        } catch (StackOverflowError e) {
            throw new InputException(cannot(source, format) + "it is nested too deeply", e);
        }
    }

    private static String cannot(Source source, PictureFormat format) {
        return "'" + source.name() + "' cannot be read as " + format + ": ";
    }

    /** A reason that knows better what to do says so after a semicolon. */
    private static String remedy(DamagedPictureException e) {
        return String.valueOf(e.getMessage()).contains("; ") ? "" : AGAIN;
    }

    /** What the decoder says, where it says something. */
    private static String detail(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() || message.contains("null") ? "" : " (" + message + ")";
    }

    private static void requireBudget(PictureHeader header, Source source) {
        if (header.width() == 0 || header.height() == 0) {
            throw new InputException("'" + source.name() + "' claims " + header.width() + " x " + header.height()
                    + " pixels; a picture has at least one. Save it again");
        }
        long budget = Optional.ofNullable(Long.getLong(MAX_PIXELS)).orElse(DEFAULT_MAX_PIXELS);
        if ((long) header.width() * header.height() > Math.min(budget, Integer.MAX_VALUE - 8)) {
            throw new InputException("'" + source.name() + "' claims " + header.width() + " x " + header.height()
                    + " pixels, more than the " + budget + " that are allowed. Shrink it, or raise the limit with -D"
                    + MAX_PIXELS + "=N");
        }
    }

    private static Picture decode(PictureFormat format, byte[] bytes, PictureHeader header, Source source)
            throws IOException {
        int[] stored = onCanvas(header, Decoder.decode(format, bytes, header));
        if (header.profile().isPresent()
                && header.channels() != 4
                && !ColorProfile.isSrgb(header.profile().get())) {
            toSrgb(stored, header);
        }
        int[] upright = header.orientation().apply(stored, header.width(), header.height());
        boolean swaps = header.orientation().swaps();
        return new Picture(
                source, swaps ? header.height() : header.width(), swaps ? header.width() : header.height(), upright);
    }

    private static void toSrgb(int[] argb, PictureHeader header) {
        byte[] profile = header.profile().orElseThrow();
        boolean grey =
                Arrays.stream(argb).allMatch(p -> (p >> 16 & 0xff) == (p & 0xff) && (p >> 8 & 0xff) == (p & 0xff));
        ColorProfile.of(profile, 3)
                .or(() -> grey ? ColorProfile.of(profile, 1) : Optional.empty())
                .ifPresent(colours -> colours.toSrgb(argb, header.width()));
    }

    /** Lays the first frame of an animation on its canvas, transparent around. */
    private static int[] onCanvas(PictureHeader header, int[] pixels) throws DamagedPictureException {
        PictureHeader.Frame frame = header.frame();
        if (frame.width() == header.width() && frame.height() == header.height()) {
            return pixels;
        }
        if ((long) frame.left() + frame.width() > header.width()
                || (long) frame.top() + frame.height() > header.height()) {
            throw new DamagedPictureException("its first frame lies outside of its canvas");
        }
        int[] canvas = new int[Math.multiplyExact(header.width(), header.height())];
        for (int y = 0; y < frame.height(); y++) {
            System.arraycopy(
                    pixels,
                    y * frame.width(),
                    canvas,
                    (frame.top() + y) * header.width() + frame.left(),
                    frame.width());
        }
        return canvas;
    }
}
