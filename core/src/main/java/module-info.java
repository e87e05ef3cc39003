/**
 * Values, contracts, discovery, targets, methods and the kernel on the processor.
 *
 * @uses io.github.gradcam4j.spi.GradientBackend
 * @uses io.github.gradcam4j.spi.CamKernel
 * @uses io.github.gradcam4j.spi.CamMethod
 * @uses io.github.gradcam4j.spi.TargetProvider
 * @uses io.github.gradcam4j.spi.InputReader
 * @uses io.github.gradcam4j.spi.InputPreparer
 * @uses io.github.gradcam4j.spi.TokenizerProvider
 * @uses io.github.gradcam4j.spi.ProfileReader
 * @uses io.github.gradcam4j.spi.ModelProvider
 * @uses io.github.gradcam4j.spi.ExplanationFormatter
 */
@SuppressWarnings("module") // the backends are not there yet when this is compiled
module io.github.gradcam4j.core {
    requires static org.jspecify;
    requires static com.google.auto.service;

    exports io.github.gradcam4j;
    exports io.github.gradcam4j.discovery;
    exports io.github.gradcam4j.input;
    exports io.github.gradcam4j.spi;
    exports io.github.gradcam4j.spi.natives;
    exports io.github.gradcam4j.tensor;
    exports io.github.gradcam4j.internal.axes to
            io.github.gradcam4j.onnx,
            io.github.gradcam4j.pytorch,
            io.github.gradcam4j.tensorflow;

    uses io.github.gradcam4j.spi.GradientBackend;
    uses io.github.gradcam4j.spi.CamKernel;
    uses io.github.gradcam4j.spi.CamMethod;
    uses io.github.gradcam4j.spi.TargetProvider;
    uses io.github.gradcam4j.spi.InputReader;
    uses io.github.gradcam4j.spi.InputPreparer;
    uses io.github.gradcam4j.spi.TokenizerProvider;
    uses io.github.gradcam4j.spi.ProfileReader;
    uses io.github.gradcam4j.spi.ModelProvider;
    uses io.github.gradcam4j.spi.ExplanationFormatter;

    provides io.github.gradcam4j.spi.CamKernel with
            io.github.gradcam4j.internal.kernel.CpuKernel;
    provides io.github.gradcam4j.spi.CamMethod with
            io.github.gradcam4j.internal.method.GradCam,
            io.github.gradcam4j.internal.method.GradCamL2,
            io.github.gradcam4j.internal.method.HiResCam,
            io.github.gradcam4j.internal.method.Occlusion,
            io.github.gradcam4j.internal.method.ScoreCam;
    provides io.github.gradcam4j.spi.TargetProvider with
            io.github.gradcam4j.internal.target.ClassTargets,
            io.github.gradcam4j.internal.target.NotTargets,
            io.github.gradcam4j.internal.target.RankTargets,
            io.github.gradcam4j.internal.target.TopTargets;
}
