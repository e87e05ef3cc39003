/**
 * SavedModels and Keras files on TensorFlow.
 *
 * @provides io.github.gradcam4j.spi.GradientBackend
 */
module io.github.gradcam4j.tensorflow {
    requires transitive io.github.gradcam4j.core;
    requires ai.djl.tensorflow_api;
    requires com.fasterxml.jackson.jr.ob;
    requires com.google.protobuf;
    requires io.jhdf;
    requires org.bytedeco.javacpp;
    requires static org.jspecify;
    requires static com.google.auto.service;

    exports io.github.gradcam4j.tensorflow;

    provides io.github.gradcam4j.spi.GradientBackend with
            io.github.gradcam4j.tensorflow.TensorFlowBackend;
}
