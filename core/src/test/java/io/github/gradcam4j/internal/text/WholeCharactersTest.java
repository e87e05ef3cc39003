package io.github.gradcam4j.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.spi.Encoding;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeCharactersTest {
    @Test
    void marks_behind_a_letter_belong_to_its_token() {
        assertThat(ends("cafe\u0301 nai\u0308ve", Token.of("cafe", 0, 4, 0), Token.of("naive", 6, 12, 1)))
                .containsExactly(5, 12);
        assertThat(ends("\u05e9\u05c1\u05b8 x", Token.of("\u05e9", 0, 1, 0), Token.of("x", 4, 5, 1)))
                .as("points of Hebrew")
                .containsExactly(3, 5);
        assertThat(ends("\u2764\ufe0f!", Token.of("\u2764", 0, 1, 0), Token.of("!", 2, 3, 1)))
                .as("the sign that asks for an emoji")
                .containsExactly(2, 3);
    }

    @Test
    void marks_that_are_tokens_themselves_stay_so() {
        assertThat(ends("e\u0301\u0323", Token.of("e", 0, 1, 0), Token.of("\u0301", 1, 2, 0)))
                .containsExactly(1, 3);
        assertThat(ends("e\u0301", Token.of("e", 0, 1, 0), Token.of("", 1, 1, 0), Token.of("\u0301", 1, 2, 0)))
                .as("nothing lies in between")
                .containsExactly(1, 1, 2);
    }

    @Test
    void what_has_no_characters_gets_none() {
        assertThat(ends("\u0301a", Token.special("[CLS]", 0), Token.of("a", 1, 2, 0)))
                .containsExactly(0, 2);
    }

    private static List<Integer> ends(String text, Token... tokens) {
        return WholeCharacters.of(text, Encoding.of(List.of(tokens), new long[tokens.length])).tokens().stream()
                .map(Token::end)
                .toList();
    }
}
