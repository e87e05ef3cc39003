package io.github.gradcam4j.formatters.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.Status;
import io.github.gradcam4j.formatters.TerminalSummary;
import io.github.gradcam4j.formatters.internal.Formats;
import io.github.gradcam4j.formatters.internal.Sample;
import io.github.gradcam4j.formatters.internal.TextSample;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonFormatterTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static JsonNode json(Explanation explanation) throws IOException {
        return MAPPER.readTree(Formats.bytes("json", explanation, 0));
    }

    /** The published schema lets readers meet fields of later versions; what is written now must all be in it. */
    private static JsonSchema closedSchema() throws IOException {
        try (InputStream file = TerminalSummary.class.getResourceAsStream("explanation.schema.json")) {
            JsonNode schema = MAPPER.readTree(file);
            close(schema);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema);
        }
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        List<JsonNode> children = new ArrayList<>();
        node.elements().forEachRemaining(children::add);
        children.forEach(JsonFormatterTest::close);
    }

    private static Sample picture() {
        return Sample.of(Sample.hot(7, 5, 3, 2, 0.5f), Sample.hot(7, 5, 0, 0, 2))
                .over(Sample.plain(20, 30, -1), new PictureGeometry(20, 30, 160, 224, 8, 7.5, 0, -0.5));
    }

    @Test
    void everything_written_is_in_the_schema() throws IOException {
        JsonSchema schema = closedSchema();
        assertThat(schema.validate(json(picture().build()))).isEmpty();
        assertThat(schema.validate(json(picture().signed().item(2, 3).build()))).isEmpty();
        assertThat(schema.validate(json(Sample.of(new Heatmap(Shape.of(3), new float[3]))
                        .status(Status.ZERO_GRADIENT, "no gradient")
                        .build())))
                .isEmpty();
    }

    @Test
    void the_schema_refuses_what_is_not_an_explanation() throws IOException {
        JsonSchema schema = closedSchema();
        for (String field : new String[] {"schema", "model", "layer", "targets", "scores", "timing"}) {
            ObjectNode broken = (ObjectNode) json(picture().build());
            broken.remove(field);
            assertThat(schema.validate(broken)).as("without %s", field).isNotEmpty();
        }
        ObjectNode broken = (ObjectNode) json(picture().build());
        ((ObjectNode) broken.at("/targets/0")).put("status", "FINE");
        assertThat(schema.validate(broken)).isNotEmpty();
    }

    @Test
    void fields_hold_what_the_explanation_says() throws IOException {
        JsonNode json = json(picture().item(1, 4).build());
        assertThat(json.at("/schema").asText()).isEqualTo("gradcam4j/explanation/1");
        assertThat(json.at("/gradcam4j/version").asText()).isEqualTo("0.1.0");
        assertThat(json.at("/model").toString())
                .isEqualTo("{\"file\":\"net.onnx\",\"sha256\":\"" + "ab".repeat(32)
                        + "\",\"backend\":\"onnx\",\"backendVersion\":\"1.29.0\"}");
        assertThat(json.at("/input").toString())
                .isEqualTo("{\"file\":\"plain.png\",\"shape\":[1,3,224,224],\"width\":20,\"height\":30}");
        assertThat(json.at("/item").asInt()).isEqualTo(1);
        assertThat(json.at("/items").asInt()).isEqualTo(4);
        assertThat(json.at("/layer").asText()).isEqualTo("/head/act");
        assertThat(json.at("/layerShape").toString()).isEqualTo("[1,1280,7,5]");
        assertThat(json.at("/relu").asBoolean()).isTrue();
        assertThat(json.at("/counterfactual").asBoolean(true)).isFalse();
        assertThat(json.at("/scores/kind").asText()).isEqualTo("logits");
        assertThat(json.at("/scores/activation").asText()).isEqualTo("softmax");
        assertThat(json.at("/targets")).hasSize(2);
        assertThat(json.at("/targets/1/target").asText()).isEqualTo("class:286");
        assertThat(json.at("/targets/1/classIndex").asInt()).isEqualTo(286);
        assertThat(json.at("/targets/1/score").asDouble()).isEqualTo(9.625);
        assertThat(json.at("/targets/1/heatmap/shape").toString()).isEqualTo("[7,5]");
        assertThat(json.at("/targets/1/heatmap/values/0").asDouble()).isEqualTo(2);
        assertThat(json.at("/ranking/1/label").asText()).isEqualTo("tabby");
        assertThat(json.at("/ranking/1/probability").asDouble()).isEqualTo(0.09375);
        assertThat(json.at("/geometry/offsetY").asDouble()).isEqualTo(-0.5);
        assertThat(json.at("/timing/runMillis").asDouble()).isEqualTo(20.25);
        assertThat(json(Sample.of(Sample.hot(1, 1, 0, 0, 1)).build()).has("geometry"))
                .isFalse();
    }

    @Test
    void every_float_reads_back_as_the_same_float() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        float[] values = new float[4000];
        for (int i = 0; i < values.length; i++) {
            do {
                values[i] = Float.intBitsToFloat(random.nextInt());
            } while (!Float.isFinite(values[i]));
        }
        values[0] = Float.MIN_VALUE;
        values[1] = Float.MAX_VALUE;
        values[2] = -0f;
        values[3] = 2e-3f;
        JsonNode read =
                json(Sample.of(new Heatmap(Shape.of(40, 100), values)).build()).at("/targets/0/heatmap/values");
        for (int i = 0; i < values.length; i++) {
            assertThat(Float.floatToIntBits(Float.parseFloat(read.get(i).asText())))
                    .as("value %s", values[i])
                    .isEqualTo(Float.floatToIntBits(values[i]));
        }
    }

    @Test
    void odd_characters_survive_and_halves_of_pairs_do_not_break_the_file() throws IOException {
        String odd = "a\"b\\c\n\t\u0000</script>\u2028é🐈";
        assertThat(json(picture().label(odd).build()).at("/targets/0/label").asText())
                .isEqualTo(odd);
        assertThat(json(picture().label("x\ud83d").build())
                        .at("/targets/0/label")
                        .asText())
                .isEqualTo("x?");
    }

    @Test
    void the_same_explanation_gives_the_same_bytes() {
        assertThat(Formats.bytes("json", picture().build(), 0))
                .isEqualTo(Formats.bytes("json", picture().build(), 0));
    }

    @Test
    void numbers_that_json_does_not_have_are_refused() {
        assertThatThrownBy(
                        () -> json(Sample.of(Sample.hot(2, 2, 1, 1, Float.NaN)).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class:285")
                .hasMessageContaining("NaN");
    }

    @Test
    void texts_have_tokens_whose_places_count_code_points() throws IOException {
        TokenizedText text = new TokenizedText(
                "\ud83d\ude00 good",
                List.of(
                        Token.special("[CLS]", 0),
                        Token.of("\ud83d\ude00", 0, 2, 0),
                        Token.of("go", 3, 5, 1),
                        Token.padding("[PAD]", 7)));
        JsonNode json = json(TextSample.of(text).target(0.5f, 0.1f, -1, 0).build());
        assertThat(closedSchema().validate(json)).isEmpty();
        assertThat(json.at("/input/text").asText()).isEqualTo("\ud83d\ude00 good");
        assertThat(json.at("/targets/0/tokens").toString())
                .isEqualTo("[{\"text\":\"[CLS]\",\"start\":0,\"end\":0,\"weight\":0.5,\"special\":true},"
                        + "{\"text\":\"\ud83d\ude00\",\"start\":0,\"end\":1,\"weight\":0.1},"
                        + "{\"text\":\"go\",\"start\":2,\"end\":4,\"weight\":-1.0}]");
        assertThat(json(picture().build()).at("/targets/0").has("tokens")).isFalse();
    }
}
