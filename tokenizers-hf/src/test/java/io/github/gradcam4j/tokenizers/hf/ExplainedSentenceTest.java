package io.github.gradcam4j.tokenizers.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.ExplainerOptions;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.Words;
import io.github.gradcam4j.input.Arrays;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A BERT with random weights is explained from a sentence as from the arrays that Python would feed it. */
class ExplainedSentenceTest {
    private static final String SENTENCE = "The film was unbelievable, not dull!";
    private static final Path BERT =
            Path.of(System.getProperty("fixtures.dir"), "onnx", "text", "bert.ts13", "model.onnx");

    @TempDir
    private Path folder;

    @BeforeEach
    void a_model_and_its_tokenizer() throws IOException {
        Files.copy(BERT, folder.resolve("bert.onnx"));
        Files.copy(Recorded.FOLDER.resolve("forty.json"), folder.resolve("tokenizer.json"));
    }

    @Test
    void numbers_mask_segments_and_weights_are_those_of_python() throws IOException {
        Recorded recorded = Recorded.of("forty", SENTENCE);
        try (Explainer explainer = open("\"tokenizer.json\"")) {
            Explanation text = one(explainer, Document.of(SENTENCE));
            Explanation arrays = one(explainer, arrays(recorded, recorded.ids().size()));
            assertSame(text, arrays);
            assertThat(text.first().tokens())
                    .extracting(weight -> weight.token().text())
                    .isEqualTo(recorded.tokens());
            float[] map = text.first().heatmap().values();
            assertThat(map).hasSize(recorded.ids().size());
            for (int i = 0; i < map.length; i++) {
                assertThat(text.first().tokens().get(i).weight()).isEqualTo(map[i]);
            }
            assertThat(text.warnings()).isEmpty();
            assertThat(text.provenance().toString()).contains("WordPiece of 'tokenizer.json' (40 tokens)");
        }
    }

    @Test
    void padding_is_masked_and_has_no_weight() throws IOException {
        Recorded recorded = Recorded.of("forty", SENTENCE);
        try (Explainer explainer = open("{\"file\": \"tokenizer.json\", \"length\": 14}")) {
            Explanation text = one(explainer, Document.of(SENTENCE));
            assertSame(text, one(explainer, arrays(recorded, 14)));
            assertThat(text.first().heatmap().values()).hasSize(14);
            assertThat(text.first().tokens()).hasSize(recorded.ids().size());
            assertThat(text.text().orElseThrow().tokens().subList(recorded.ids().size(), 14))
                    .allMatch(Token::isPadding)
                    .allMatch(token -> token.text().equals("[PAD]"));
        }
    }

    @Test
    void pieces_of_a_word_are_one_word() throws IOException {
        try (Explainer explainer = open("\"tokenizer.json\"")) {
            ExplainRequest request = ExplainRequest.about(Document.of(SENTENCE))
                    .target("class:2")
                    .relu(false)
                    .words(Words.SUM)
                    .build();
            List<TokenWeight> words = explainer.explain(request).get(0).first().tokens();
            assertThat(words)
                    .extracting(weight -> SENTENCE.substring(
                            weight.token().start(), weight.token().end()))
                    .containsExactly("", "The", "film", "was", "unbelievable", ",", "not", "dull", "!", "");
            List<TokenWeight> pieces =
                    one(explainer, Document.of(SENTENCE)).first().tokens();
            double sum = 0;
            for (TokenWeight piece : pieces) {
                sum += piece.token().word() == 3 ? piece.weight() : 0;
            }
            assertThat(words.get(4).weight()).isEqualTo((float) sum);
        }
    }

    @Test
    void words_that_the_tokenizer_does_not_know_are_named() throws IOException {
        try (Explainer explainer = open("\"tokenizer.json\"")) {
            Explanation text = one(explainer, Document.of("The xyzzy film was cafe\u0301"));
            assertThat(text.warnings())
                    .singleElement()
                    .asString()
                    .contains("2 of 5 tokens", "'xyzzy'", "'cafe\u0301'", "unknown (1)");
            TokenWeight last = text.first().tokens().get(5);
            assertThat(last.token().end())
                    .as("the accent belongs to its letter")
                    .isEqualTo(24);
        }
    }

    @Test
    void a_long_text_is_cut_at_the_length_of_the_file() throws IOException {
        try (Explainer explainer = open("\"tokenizer.json\"")) {
            Explanation text = one(explainer, Document.of("the film was good ".repeat(9)));
            assertThat(text.text().orElseThrow().tokens()).hasSize(16);
            assertThat(text.text().orElseThrow().tokens().get(15).text()).isEqualTo("[SEP]");
            assertThat(text.warnings()).singleElement().asString().contains("16 tokens", "38");
        }
    }

    @Test
    void a_damaged_tokenizer_is_named() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {}}}");
        try (Explainer explainer = open("\"tokenizer.json\"")) {
            assertThatThrownBy(() -> one(explainer, Document.of(SENTENCE)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("hugging-face")
                    .hasMessageContaining("'tokenizer.json'");
        }
    }

    @Test
    void the_tokenizer_of_another_model_is_named() throws IOException {
        Files.copy(
                Recorded.FOLDER.resolve("word-piece.json"),
                folder.resolve("tokenizer.json"),
                StandardCopyOption.REPLACE_EXISTING);
        try (Explainer explainer = open("{\"file\": \"tokenizer.json\"}")) {
            assertThatThrownBy(() -> one(explainer, Document.of("Unbelievable films")))
                    .isInstanceOf(ExplanationException.class)
                    .hasMessageContaining("264 tokens")
                    .hasMessageContaining("not the tokenizer of the model");
        }
    }

    @Test
    void a_tokenizer_without_a_list_is_not_enough_for_a_model_that_reads_numbers() throws IOException {
        try (Explainer explainer = open("{\"kind\": \"words\"}")) {
            assertThatThrownBy(() -> one(explainer, Document.of(SENTENCE)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("words has no list of numbers")
                    .hasMessageContaining("input_ids")
                    .hasMessageContaining("--tokenizer FILE");
        }
    }

    private Explainer open(String tokenizer) throws IOException {
        Files.writeString(folder.resolve("bert.gradcam.json"), "{\"tokenizer\": " + tokenizer + "}");
        return Explainer.open(
                folder.resolve("bert.onnx"), ExplainerOptions.defaults().withThreads(1));
    }

    private static Explanation one(Explainer explainer, io.github.gradcam4j.input.Input input) {
        return explainer
                .explain(ExplainRequest.about(input)
                        .target("class:2")
                        .relu(false)
                        .keepTensors(true)
                        .build())
                .get(0);
    }

    private static void assertSame(Explanation one, Explanation other) {
        assertThat(one.first().score()).isEqualTo(other.first().score());
        assertThat(one.first().heatmap()).isEqualTo(other.first().heatmap());
        assertThat(one.tensors().orElseThrow().activations().toFloatArray())
                .isEqualTo(other.tensors().orElseThrow().activations().toFloatArray());
    }

    private static Arrays arrays(Recorded recorded, int length) {
        List<Integer> ids = new ArrayList<>(recorded.ids());
        long[] row = new long[length];
        long[] mask = new long[length];
        long[] types = new long[length];
        for (int i = 0; i < ids.size(); i++) {
            row[i] = ids.get(i);
            mask[i] = 1;
            types[i] = recorded.types().get(i);
        }
        return new Arrays(
                Source.named("python"),
                Map.of(
                        "input_ids", Tensor.of(row, 1, length),
                        "attention_mask", Tensor.of(mask, 1, length),
                        "token_type_ids", Tensor.of(types, 1, length)));
    }
}
