package io.github.gradcam4j.inputs.internal.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.spi.Activation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The published schema says what the reader knows: the same fields, the same choices. */
class SidecarSchemaTest {
    private final Map<?, ?> schema = schema();

    @Test
    void the_schema_has_the_fields_of_the_reader() {
        assertThat(fields(schema)).isEqualTo(SidecarJson.FIELDS);
        assertThat(fields(definition("input"))).isEqualTo(SidecarJson.INPUT_FIELDS);
        assertThat(fields(definition("output"))).isEqualTo(SidecarJson.OUTPUT_FIELDS);
        assertThat(fields(definition("preprocessing"))).isEqualTo(PreprocessingJson.FIELDS);
        assertThat(fields(definition("tokenizer"))).isEqualTo(TokenizerJson.FIELDS);
    }

    @Test
    void the_schema_has_the_choices_of_the_reader() {
        assertThat(choices("input", "layout")).isEqualTo(SidecarJson.LAYOUTS.keySet());
        assertThat(choices("input", "kind")).isEqualTo(names(InputProfile.Kind.values()));
        assertThat(choices("output", "activation")).isEqualTo(names(Activation.values()));
        assertThat(choices("preprocessing", "resize")).isEqualTo(names(PicturePreprocessing.Resize.values()));
        assertThat(choices("preprocessing", "filter")).isEqualTo(names(PicturePreprocessing.Filter.values()));
        assertThat(choices("preprocessing", "channelOrder"))
                .isEqualTo(names(PicturePreprocessing.ChannelOrder.values()));
        assertThat(choices("tokenizer", "padding")).isEqualTo(names(TextPreprocessing.Side.values()));
        assertThat(choices("tokenizer", "cut")).isEqualTo(names(TextPreprocessing.Side.values()));
        assertThat(choices("tokenizer", "longText")).isEqualTo(names(TextPreprocessing.LongText.values()));
        List<?> either =
                (List<?>) child(child(schema, "properties"), "preprocessing").get("oneOf");
        assertThat(((Map<?, ?>) either.get(0)).get("enum")).isEqualTo(PicturePreprocessing.NAMES);
    }

    private Map<?, ?> definition(String name) {
        return child(child(schema, "$defs"), name);
    }

    private Set<?> choices(String definition, String field) {
        Object choices =
                child(child(definition(definition), "properties"), field).get("enum");
        return new TreeSet<>((List<?>) choices);
    }

    private static Set<String> names(Object[] values) {
        return Arrays.stream(values).map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> fields(Map<?, ?> object) {
        assertThat(object.get("additionalProperties")).isEqualTo(false);
        Set<String> names = new TreeSet<>();
        child(object, "properties").keySet().forEach(name -> names.add((String) name));
        assertThat(names.remove(JsonObject.COMMENT)).as("remarks are allowed").isTrue();
        return names;
    }

    private static Map<?, ?> child(Map<?, ?> object, String name) {
        return (Map<?, ?>) Objects.requireNonNull(object.get(name), name);
    }

    private static Map<?, ?> schema() {
        try (InputStream in = Objects.requireNonNull(
                SidecarSchemaTest.class.getResourceAsStream("/io/github/gradcam4j/inputs/sidecar.schema.json"))) {
            return (Map<?, ?>) JsonTree.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
