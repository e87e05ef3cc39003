/**
 * The bundled default models.
 *
 * @provides io.github.gradcam4j.spi.ModelProvider
 */
module io.github.gradcam4j.models {
    requires transitive io.github.gradcam4j.core;
    requires static org.jspecify;
    requires static com.google.auto.service;

    exports io.github.gradcam4j.models;

    provides io.github.gradcam4j.spi.ModelProvider with
            io.github.gradcam4j.models.EfficientNetLite0,
            io.github.gradcam4j.models.SentimentModel;
}
