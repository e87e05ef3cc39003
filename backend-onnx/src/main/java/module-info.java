/**
 * ONNX files on ONNX Runtime, with reverse-mode differentiation of the tail.
 *
 * @provides io.github.gradcam4j.spi.GradientBackend
 */
module io.github.gradcam4j.onnx {
    requires transitive io.github.gradcam4j.core;
    requires com.microsoft.onnxruntime;
    requires static org.jspecify;
    requires static com.google.auto.service;

    exports io.github.gradcam4j.onnx;

    provides io.github.gradcam4j.spi.GradientBackend with
            io.github.gradcam4j.onnx.OnnxBackend;
}
