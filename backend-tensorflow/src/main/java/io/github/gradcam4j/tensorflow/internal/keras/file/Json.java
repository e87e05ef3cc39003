package io.github.gradcam4j.tensorflow.internal.keras.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON as Python writes it. */
final class Json {
    private static final int MOST_NESTED = 250;
    private static final int MOST_TEXT = 64 << 20;
    private static final JSON READER = JSON.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_NESTED)
                            .maxStringLength(MOST_TEXT)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .build();

    private Json() {}

    /** Returns an object. */
    static Map<String, @Nullable Object> object(String what, String text) {
        try {
            return new LinkedHashMap<>(READER.mapFrom(text));
        } catch (IOException e) {
            throw new Damaged("its " + what + " is no JSON object, or too deep: " + firstLine(e), e);
        }
    }

    static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
