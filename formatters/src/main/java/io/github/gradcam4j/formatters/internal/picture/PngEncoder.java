package io.github.gradcam4j.formatters.internal.picture;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Writes PNG files (W3C PNG, third edition): 8 bits for each of red, green and blue, and alpha if the picture needs it.
 * Rows are computed, filtered and compressed in strips, by several threads where there is more than one strip; what is
 * held at a time is a few compressed strips. Starts a good deal faster than {@code javax.imageio} in a fresh JVM.
 */
public final class PngEncoder {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int STRIP_BYTES = 1 << 20;

    private PngEncoder() {}

    /**
     * Writes a picture.
     *
     * @param raster the picture
     * @param texts what to note in the file: keywords of Latin-1 characters, at most 79, and any text
     * @param out where to; not closed
     */
    public static void write(Raster raster, Map<String, String> texts, OutputStream out) throws IOException {
        out.write(SIGNATURE);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(raster.width());
        fields.writeInt(raster.height());
        fields.write(new byte[] {8, (byte) (raster.isOpaque() ? 2 : 6), 0, 0, 0});
        chunk("IHDR", out, header.toByteArray());
        chunk("sRGB", out, new byte[] {0});
        for (Map.Entry<String, String> text : texts.entrySet()) {
            byte[] keyword = text.getKey().getBytes(StandardCharsets.ISO_8859_1);
            // keyword, end, not compressed, compression method, no language, no translated keyword
            chunk("iTXt", out, keyword, new byte[5], text.getValue().getBytes(StandardCharsets.UTF_8));
        }
        pixels(raster, out);
        chunk("IEND", out);
    }

    private static void pixels(Raster raster, OutputStream out) throws IOException {
        long rowBytes = 1 + (long) raster.width() * (raster.isOpaque() ? 3 : 4);
        int rows = (int) Math.max(1, Math.min(raster.height(), STRIP_BYTES / rowBytes));
        List<PngStrip> strips = new ArrayList<>();
        for (int top = 0; top < raster.height(); top += rows) {
            strips.add(new PngStrip(raster, top, Math.min(raster.height(), top + rows)));
        }
        int together = strips.size() == 1 ? 1 : 2 * Runtime.getRuntime().availableProcessors();
        long adler = 1;
        for (int first = 0; first < strips.size(); first += together) {
            int last = Math.min(strips.size(), first + together);
            List<PngStrip> batch = strips.subList(first, last);
            List<PngStrip.Packed> packed = batch.size() == 1
                    ? List.of(batch.get(0).pack())
                    : IntStream.range(0, batch.size())
                            .parallel()
                            .mapToObj(i -> batch.get(i).pack())
                            .toList();
            for (int i = 0; i < packed.size(); i++) {
                PngStrip.Packed strip = packed.get(i);
                adler = PngStrip.joinAdler(adler, strip.adler(), strip.size());
                byte[] head = first + i == 0 ? new byte[] {0x78, 0x5e} : new byte[0];
                byte[] tail = first + i == strips.size() - 1
                        ? new byte[] {(byte) (adler >> 24), (byte) (adler >> 16), (byte) (adler >> 8), (byte) adler}
                        : new byte[0];
                chunk("IDAT", out, head, strip.bytes(), tail);
            }
        }
    }

    private static void chunk(String type, OutputStream out, byte[]... parts) throws IOException {
        CRC32 crc = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        int length = 0;
        crc.update(name);
        for (byte[] part : parts) {
            length += part.length;
            crc.update(part);
        }
        DataOutputStream fields = new DataOutputStream(out);
        fields.writeInt(length);
        fields.write(name);
        for (byte[] part : parts) {
            fields.write(part);
        }
        fields.writeInt((int) crc.getValue());
        fields.flush();
    }
}
