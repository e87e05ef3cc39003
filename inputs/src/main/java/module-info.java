/**
 * Pictures, documents, arrays and sidecar files to tensors, and positions back to pixels and characters.
 *
 * @uses javax.imageio.spi.ImageReaderSpi
 * @provides io.github.gradcam4j.spi.InputReader
 * @provides io.github.gradcam4j.spi.InputPreparer
 * @provides io.github.gradcam4j.spi.ProfileReader
 * @provides io.github.gradcam4j.spi.TokenizerProvider
 */
module io.github.gradcam4j.inputs {
    requires transitive io.github.gradcam4j.core;
    requires transitive java.desktop;
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;
    requires static com.google.auto.service;

    exports io.github.gradcam4j.inputs;

    uses javax.imageio.spi.ImageReaderSpi;

    provides io.github.gradcam4j.spi.InputReader with
            io.github.gradcam4j.inputs.internal.array.NpyReader,
            io.github.gradcam4j.inputs.internal.picture.PictureReader,
            io.github.gradcam4j.inputs.internal.text.DocumentReader;
    provides io.github.gradcam4j.spi.InputPreparer with
            io.github.gradcam4j.inputs.internal.prepare.PicturePreparer;
    provides io.github.gradcam4j.spi.ProfileReader with
            io.github.gradcam4j.inputs.internal.sidecar.SidecarReader;
    provides io.github.gradcam4j.spi.TokenizerProvider with
            io.github.gradcam4j.inputs.internal.text.CharactersProvider,
            io.github.gradcam4j.inputs.internal.text.WordsProvider;
}
