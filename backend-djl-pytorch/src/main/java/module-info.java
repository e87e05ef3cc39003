/**
 * TorchScript files on libtorch, through the Deep Java Library.
 *
 * @provides io.github.gradcam4j.spi.GradientBackend
 */
module io.github.gradcam4j.pytorch {
    requires transitive io.github.gradcam4j.core;
    requires ai.djl.api;
    requires ai.djl.pytorch_engine;
    requires com.sun.jna; // comes with ai.djl.api
    requires static org.jspecify;
    requires static com.google.auto.service;

    exports io.github.gradcam4j.pytorch;

    provides io.github.gradcam4j.spi.GradientBackend with
            io.github.gradcam4j.pytorch.DjlPyTorchBackend;
}
