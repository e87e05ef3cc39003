package io.github.gradcam4j.tokenizers.hf.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.input.TokenizerFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of these files made version 0.21.4 of the library panic, which ends a Java process. */
class HazardsTest {
    private static final String MODEL =
            "'model': {'type': 'BPE', 'vocab': {'a': 0, 'b': 1, 'ab': 2}, 'merges': ['a b']%s}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'normalizer': {'type': 'Precompiled', 'precompiled_charsmap': 'AAAA'} | 'normalizer.precompiled_charsmap'",
                "'normalizer': {'type': 'Precompiled'} | a table in Base64",
                "'normalizer': {'type': 'Prepend', 'prepend': ''} | 'normalizer.prepend'",
                "'normalizer': {'type': 'Replace', 'pattern': {'Regex': 'a*'}, 'content': 'b'} | never finds an empty text",
                "'normalizer': {'type': 'Replace', 'pattern': {'Regex': '(a+)+$'}, 'content': 'b'} | no text can stall",
                "'pre_tokenizer': {'type': 'Sequence', 'pretokenizers': [{'type': 'FixedLength', 'length': 0}]} | 'pre_tokenizer.pretokenizers[0].length'",
                "'post_processor': {'type': 'TemplateProcessing', 'single': [{'SpecialToken': {'id': 'x', 'type_id': 0}}], 'special_tokens': {}} | 'post_processor.single[0].SpecialToken.id' is 'x'",
            })
    void what_would_end_the_process_is_refused(String part, String reason) {
        assertThatThrownBy(() -> parse("{" + part + ", " + MODEL.formatted("") + "}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_prefix_that_merges_do_not_have_is_refused() {
        assertThatThrownBy(() -> parse("{" + MODEL.formatted(", 'continuing_subword_prefix': '##'") + "}"))
                .hasMessageContaining("model.merges[0]")
                .hasMessageContaining("'##'");
    }

    /** Those of GPT-2, Llama 3, GPT-4o, CLIP and BLOOM. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
                " ?[^(\\s|[.,!?\u2026\u3002\uff0c\u3001\u0964\u06d4\u060c])]+",
            })
    void expressions_of_well_known_models_are_not_refused(String expression) {
        assertThatCode(() -> Expressions.check("x", expression)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(a+)+", "(?:a*b*)*", "((a{1,})){2,}", "(x|y+)*z", "a*a*a*a*a*b", "(?<name>a+)+", "(a{1,999})+"})
    void searches_without_end_are_refused(String expression) {
        assertThatThrownBy(() -> Expressions.check("x", expression)).hasMessageContaining("stall");
    }

    @Test
    void what_finds_nothing_is_told_from_what_finds_characters() {
        for (String empty :
                new String[] {"", "a*", "^", "$", "\\b", "(?=t)", "a|", "(a?)", "a{0,3}", "(?<=x)y?", "(?i)", "((a*))"
                }) {
            assertThat(Expressions.consumes(empty)).as(empty).isFalse();
        }
        for (String some :
                new String[] {"a", " {2,}", "\\s+", "(?i:a|b)", "[^a]", "^a", "(?<n>x)", "a*b", "(?:ab?)+", "\\p{L}"}) {
            assertThat(Expressions.consumes(some)).as(some).isTrue();
        }
    }

    @Test
    void tables_of_characters_are_followed_to_their_leaves() {
        int[] units = new int[512];
        units['a' ^ 256] = 'a' | 1 << 8 | (('a' ^ 256 ^ 1) << 10); // leads to unit 1, a leaf
        units[0] = 256 << 10;
        units[1] = 2;
        assertThatCode(() -> CharacterMap.check("x", table(units, "\u00e9bc\0")))
                .doesNotThrowAnyException();
        units[1] = 1;
        assertThatThrownBy(() -> CharacterMap.check("x", table(units, "\u00e9bc\0")))
                .as("into the middle of a character")
                .hasMessageContaining("references");
        units[1] = 99;
        assertThatThrownBy(() -> CharacterMap.check("x", table(units, "\u00e9bc\0")))
                .hasMessageContaining("references");
        units[0] = 4096 << 10;
        assertThatThrownBy(() -> CharacterMap.check("x", table(units, "")))
                .as("out of the table")
                .hasMessageContaining("references");
    }

    private static String table(int[] units, String replacements) {
        byte[] text = replacements.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(4 + 4 * units.length + text.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(4 * units.length);
        for (int unit : units) {
            bytes.putInt(unit);
        }
        return Base64.getEncoder().encodeToString(bytes.put(text).array());
    }

    private static TokenizerJson parse(String json) {
        return TokenizerJson.parse(
                new TokenizerFile("x.json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
