/** TorchScript files on libtorch, through the Deep Java Library. */
module io.github.gradcam4j.pytorch {
    requires transitive io.github.gradcam4j.core;
    requires ai.djl.api;
    requires ai.djl.pytorch_engine;
    requires static org.jspecify;
    requires static com.google.auto.service;
}
