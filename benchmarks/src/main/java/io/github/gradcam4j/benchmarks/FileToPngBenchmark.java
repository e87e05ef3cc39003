package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.inputs.Pictures;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import io.github.gradcam4j.spi.InputPreparer;
import io.github.gradcam4j.spi.PreparedInput;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does each step from a JPEG file to the PNG file with the map cost? The bundled EfficientNet-Lite0 explains one
 * photograph with one thread, enlarged to different sizes; large ones are encoded by all cores.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@NullUnmarked
public class FileToPngBenchmark {
    private static final String PHOTOGRAPH = "docs/images/chelsea.jpg";
    private static final float QUALITY = 0.9f;

    /** Columns x rows of the photograph. */
    @Param({"640x480", "4000x3000"})
    public String pixels;

    private Path jpeg;
    private Path png;
    private Explainer explainer;
    private InputPreparer preparer;
    private ExplanationFormatter formatter;
    private Picture picture;
    private Explanation explanation;

    /**
     * Enlarges the photograph, which is looked for in the working folder and above, and opens the model.
     *
     * @throws IOException if there is no photograph, or no place for files
     */
    @Setup(Level.Trial)
    public void open() throws IOException {
        jpeg = Files.createTempFile("photograph", ".jpg");
        png = Files.createTempFile("photograph", ".png");
        int by = pixels.indexOf('x');
        write(enlarged(Integer.parseInt(pixels.substring(0, by)), Integer.parseInt(pixels.substring(by + 1))), jpeg);
        Platform platform = Platform.discover();
        explainer = Explainer.openBundled(ExplainerOptions.defaults().withThreads(1));
        picture = Pictures.read(jpeg);
        preparer = platform.preparers().all().stream()
                .filter(candidate -> candidate.accepts(picture))
                .findFirst()
                .orElseThrow();
        formatter = platform.formatters().require("png");
        explanation = explainer.explain(picture);
    }

    private static BufferedImage enlarged(int width, int height) throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(PHOTOGRAPH))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IOException("there is no " + PHOTOGRAPH + " in or above the working folder."
                    + " Run this in a checkout of the sources");
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(ImageIO.read(folder.resolve(PHOTOGRAPH).toFile()), 0, 0, width, height, null);
        graphics.dispose();
        return image;
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        ImageWriter writer = writers.next();
        ImageWriteParam quality = writer.getDefaultWriteParam();
        quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quality.setCompressionQuality(QUALITY);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), quality);
        } finally {
            writer.dispose();
        }
    }

    /**
     * Frees the model and deletes the files.
     *
     * @throws IOException if a file cannot be deleted
     */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        explainer.close();
        Files.delete(jpeg);
        Files.delete(png);
    }

    /**
     * Reads and decodes the file.
     *
     * @return the photograph
     */
    @Benchmark
    public Picture readFile() {
        return Pictures.read(jpeg);
    }

    /**
     * Makes the network's input of the photograph.
     *
     * @return the tensors
     */
    @Benchmark
    public PreparedInput preprocess() {
        return preparer.prepare(picture, explainer.signature(), explainer.profile());
    }

    /**
     * Explains the photograph: preprocessing, forward pass, gradients and map.
     *
     * @return the explanation
     */
    @Benchmark
    public Explanation preprocessAndExplain() {
        return explainer.explain(picture);
    }

    /**
     * Draws the map over the photograph, and compresses it in memory.
     *
     * @return the PNG file's content
     * @throws IOException never
     */
    @Benchmark
    public ByteArrayOutputStream drawAndEncode() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        formatter.write(explanation, FormatRequest.of(0), out);
        return out;
    }

    /** Does it all, and writes the file. */
    @Benchmark
    public void fileToPng() {
        explainer.explain(jpeg).save(png);
    }
}
