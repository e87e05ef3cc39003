package io.github.gradcam4j.models;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.spi.ModelProvider;
import io.github.gradcam4j.spi.ModelSource;

/**
 * Tells whether an English sentence is negative or positive: what each word says, scaled and turned by its neighbours, summed up.
 * Trained on the sentences and words that people rated for VADER (Hutto and Gilbert, ICWSM 2014), MIT.
 */
@SuppressWarnings("exports") // the annotation is not there at run time, and consumers need not have it
@AutoService(ModelProvider.class)
public final class SentimentModel implements ModelProvider {
    /** Creates the provider; the model is read when it is asked for. */
    public SentimentModel() {}

    @Override
    public String id() {
        return "sentiment";
    }

    @Override
    public Kind kind() {
        return Kind.TEXT;
    }

    @Override
    public String description() {
        return "negative or positive, for English sentences, trained on VADER's rated sentences, MIT";
    }

    @Override
    public ModelSource source() {
        return new ResourceModelSource("sentiment.onnx");
    }
}
