package io.github.gradcam4j.formatters.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.gradcam4j.ClassScore;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Provenance;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.formatters.internal.words.CodePoints;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Writes one explanation. What is not known is left out rather than null. */
public final class ExplanationJson {
    // the fast writer gives the shortest text that reads back as the same number, on every JDK
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final JsonGenerator json;

    private ExplanationJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes an explanation; {@code schema} is the name of the format. */
    public static void write(Explanation explanation, String schema, OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            new ExplanationJson(json).explanation(explanation, schema);
            json.writeRaw('\n');
        }
    }

    private void explanation(Explanation explanation, String schema) throws IOException {
        Provenance provenance = explanation.provenance();
        json.writeStartObject();
        text("schema", schema);
        json.writeObjectFieldStart("gradcam4j");
        text("version", provenance.library());
        json.writeEndObject();
        model(provenance);
        input(explanation);
        if (explanation.items() > 1) {
            json.writeNumberField("item", explanation.item());
            json.writeNumberField("items", explanation.items());
        }
        text("layer", explanation.layer().ref().toString());
        text("layerOperator", explanation.layer().operator());
        shape("layerShape", explanation.layer().shape());
        text("layerLayout", explanation.layer().layout().toString());
        text("method", provenance.method());
        json.writeBooleanField("relu", provenance.relu());
        json.writeBooleanField("counterfactual", provenance.counterfactual());
        scores(provenance);
        text("preprocessing", provenance.preprocessing());
        json.writeArrayFieldStart("warnings");
        for (String warning : explanation.warnings()) {
            json.writeString(whole(warning));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("targets");
        Optional<CodePoints> places = explanation.text().map(text -> new CodePoints(text.text()));
        for (TargetExplanation target : explanation.targets()) {
            target(target, places);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("ranking");
        for (ClassScore score : explanation.ranking()) {
            json.writeStartObject();
            answer(OptionalInt.of(score.index()), score.label(), score.score(), score.probability());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (explanation.geometry().isPresent()) {
            geometry(explanation.geometry().get());
        }
        text("kernel", provenance.kernel());
        text("device", provenance.device());
        json.writeObjectFieldStart("timing");
        number("prepareMillis", provenance.timing().prepareMillis());
        number("runMillis", provenance.timing().runMillis());
        number("mapMillis", provenance.timing().mapMillis());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void model(Provenance provenance) throws IOException {
        json.writeObjectFieldStart("model");
        text("file", provenance.model());
        text("sha256", provenance.modelSha256());
        text("backend", provenance.backend());
        text("backendVersion", provenance.backendVersion());
        json.writeEndObject();
    }

    private void input(Explanation explanation) throws IOException {
        Source source = explanation.input().source();
        json.writeObjectFieldStart("input");
        text("file", source.name());
        text("sha256", source.sha256());
        shape("shape", explanation.inputShape());
        if (explanation.input() instanceof Picture picture) {
            json.writeNumberField("width", picture.width());
            json.writeNumberField("height", picture.height());
        }
        text("text", explanation.text().map(TokenizedText::text));
        json.writeEndObject();
    }

    private void scores(Provenance provenance) throws IOException {
        json.writeObjectFieldStart("scores");
        text("tensor", provenance.scores().tensor());
        text("kind", provenance.scores().kind().toString());
        text("activation", provenance.scores().activation().toString());
        json.writeBooleanField("probabilities", provenance.scores().probabilities());
        shape("shape", provenance.scores().shape());
        json.writeEndObject();
    }

    private void target(TargetExplanation target, Optional<CodePoints> places) throws IOException {
        json.writeStartObject();
        text("target", target.target());
        answer(target.classIndex(), target.label(), target.score(), target.probability());
        text("status", target.status().name());
        json.writeObjectFieldStart("heatmap");
        shape("shape", target.heatmap().shape());
        json.writeArrayFieldStart("values");
        for (float value : target.heatmap().values()) {
            json.writeNumber(finite("a value of the map of " + target.target(), value));
        }
        json.writeEndArray();
        json.writeEndObject();
        if (places.isPresent()) {
            tokens(target, places.get());
        }
        json.writeEndObject();
    }

    private void tokens(TargetExplanation target, CodePoints places) throws IOException {
        json.writeArrayFieldStart("tokens");
        for (TokenWeight weighed : target.tokens()) {
            Token token = weighed.token();
            json.writeStartObject();
            text("text", token.text());
            json.writeNumberField("start", places.before(token.start()));
            json.writeNumberField("end", places.before(token.end()));
            json.writeNumberField("weight", finite("the weight of token '" + token.text() + "'", weighed.weight()));
            if (token.kind() == Token.Kind.SPECIAL) {
                json.writeBooleanField("special", true);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void answer(OptionalInt index, Optional<String> label, double score, OptionalDouble probability)
            throws IOException {
        if (index.isPresent()) {
            json.writeNumberField("classIndex", index.getAsInt());
        }
        text("label", label);
        number("score", score);
        if (probability.isPresent()) {
            number("probability", probability.getAsDouble());
        }
    }

    private void geometry(PictureGeometry geometry) throws IOException {
        json.writeObjectFieldStart("geometry");
        json.writeNumberField("pictureWidth", geometry.pictureWidth());
        json.writeNumberField("pictureHeight", geometry.pictureHeight());
        json.writeNumberField("networkWidth", geometry.networkWidth());
        json.writeNumberField("networkHeight", geometry.networkHeight());
        number("scaleX", geometry.scaleX());
        number("scaleY", geometry.scaleY());
        number("offsetX", geometry.offsetX());
        number("offsetY", geometry.offsetY());
        json.writeEndObject();
    }

    private void shape(String name, Shape shape) throws IOException {
        json.writeArrayFieldStart(name);
        for (long dim : shape.dims()) {
            json.writeNumber(dim);
        }
        json.writeEndArray();
    }

    private void number(String name, double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw notANumber(name, value);
        }
        json.writeNumberField(name, value);
    }

    private static float finite(String name, float value) {
        if (!Float.isFinite(value)) {
            throw notANumber(name, value);
        }
        return value;
    }

    private static IllegalArgumentException notANumber(String name, double value) {
        return new IllegalArgumentException(name + " cannot be '" + value
                + "': JSON has no such number. Check the model's weights and the input for values that overflow");
    }

    private void text(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            text(name, value.get());
        }
    }

    private void text(String name, String value) throws IOException {
        json.writeStringField(name, whole(value));
    }

    /** Replaces halves of surrogate pairs, which UTF-8 cannot hold. */
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
