package io.github.gradcam4j.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.Interpolation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.Words;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenWeightsTest {
    /** un-believ-able story, between marks, and filled up. */
    private static final TokenizedText PIECES = new TokenizedText(
            "unbelievable story",
            List.of(
                    Token.special("[CLS]", 0),
                    Token.of("un", 0, 2, 0),
                    Token.of("##believ", 2, 8, 0),
                    Token.of("##able", 8, 12, 0),
                    Token.of("story", 13, 18, 1),
                    Token.special("[SEP]", 18),
                    Token.padding("[PAD]", 18)));

    private static final float[] MAP = {0.5f, 1, -4, 2, 3, -0.25f, 9};

    private static List<TokenWeight> weights(TokenizedText text, Words words, float... map) {
        return TokenWeights.of(text, new Heatmap(Shape.of(map.length), map), Interpolation.LINEAR, words);
    }

    @Test
    void each_token_has_the_value_of_its_position_and_padding_has_none() {
        List<TokenWeight> weights = weights(PIECES, Words.PIECES, MAP);
        assertThat(weights).extracting(TokenWeight::weight).containsExactly(0.5f, 1f, -4f, 2f, 3f, -0.25f);
        assertThat(weights)
                .extracting(TokenWeight::token)
                .isEqualTo(PIECES.tokens().subList(0, 6));
    }

    @Test
    void pieces_of_a_word_become_one() {
        Token whole = Token.of("unbelievable", 0, 12, 0);
        assertThat(weights(PIECES, Words.SUM, MAP))
                .contains(new TokenWeight(whole, -1))
                .hasSize(4);
        assertThat(weights(PIECES, Words.MEAN, MAP)).contains(new TokenWeight(whole, -1f / 3));
        assertThat(weights(PIECES, Words.STRONGEST, MAP)).contains(new TokenWeight(whole, -4));
        assertThat(weights(PIECES, Words.SUM, MAP))
                .extracting(weight -> weight.token().text())
                .containsExactly("[CLS]", "unbelievable", "story", "[SEP]");
    }

    @Test
    void a_map_that_has_a_value_for_each_token_is_not_stretched_whatever_is_asked_for() {
        TokenizedText two = TokenizedText.joined(List.of("good", "film"));
        Heatmap map = new Heatmap(Shape.of(2), new float[] {2, -1});
        assertThat(TokenWeights.of(two, map, Interpolation.CUBIC, Words.PIECES))
                .extracting(TokenWeight::weight)
                .containsExactly(2f, -1f);
    }

    @Test
    void padding_is_cut_after_a_map_is_stretched_over_it() {
        TokenizedText text = TokenizedText.joined(List.of("P", "P", "a", "b", "P"), i -> i < 2 || i == 4);
        assertThat(text.text()).isEqualTo("a b");
        assertThat(weights(text, Words.PIECES, 0, 8))
                .extracting(TokenWeight::weight)
                .containsExactly(4f, 6f);
    }

    @Test
    void words_are_joined_with_spaces_and_characters_with_nothing() {
        assertThat(TokenizedText.joined(List.of("a", "bc", "", "a")).text()).isEqualTo("a bc  a");
        TokenizedText characters = TokenizedText.joined(List.of("h", "i", " ", "\ud83d\ude00", "!"));
        assertThat(characters.text()).isEqualTo("hi \ud83d\ude00!");
        assertThat(characters.tokens().get(3)).isEqualTo(Token.of("\ud83d\ude00", 3, 5, 1));
        assertThat(weights(characters, Words.SUM, 1, 2, 4, 8, 16))
                .extracting(weight -> weight.token().text(), TokenWeight::weight)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("hi", 3f),
                        org.assertj.core.groups.Tuple.tuple(" ", 4f),
                        org.assertj.core.groups.Tuple.tuple("\ud83d\ude00!", 24f));
    }

    @Test
    void a_text_that_is_all_padding_has_no_weights() {
        TokenizedText text = TokenizedText.joined(List.of("P", "P"), i -> true);
        assertThat(text.text()).isEmpty();
        assertThat(weights(text, Words.PIECES, 1, 2)).isEmpty();
    }

    @Test
    void tokens_lie_in_their_text() {
        assertThatThrownBy(() -> new TokenizedText("ab", List.of(Token.of("abc", 0, 3, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'abc'");
    }
}
