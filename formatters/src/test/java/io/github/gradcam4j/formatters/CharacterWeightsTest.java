package io.github.gradcam4j.formatters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.formatters.CharacterWeights.Run;
import io.github.gradcam4j.input.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CharacterWeightsTest {
    private static final List<String> SIGNS = List.of(
            "a",
            " ",
            "\n",
            "\r\n",
            "e\u0301",
            "\ud83d\ude00",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\ud83c\udde9\ud83c\uddea",
            "\u202e",
            "\ud83d",
            "ﷺ",
            "ก็",
            "한",
            "\u0000");

    private static TokenWeight weighed(int start, int end, double weight) {
        return new TokenWeight(Token.of("t", start, end, 0), (float) weight);
    }

    @Test
    void overlapping_tokens_add_up() {
        // the numbers are of ELI5's own test of words that overlap
        CharacterWeights weights = CharacterWeights.of(
                "i see: a leaning lemon tree",
                List.of(
                        weighed(2, 5, 0.2),
                        weighed(9, 16, 0.5),
                        weighed(17, 22, 0.5),
                        weighed(17, 22, 0.8),
                        weighed(23, 27, 0.8),
                        weighed(23, 27, -0.6)),
                false);
        assertThat(weights.strongest()).isCloseTo(1.3, within(1e-7));
        assertThat(weights.runs()).extracting(Run::start).containsExactly(0, 2, 5, 9, 16, 17, 22, 23);
        assertThat(weights.runs().get(7).weight()).isCloseTo(0.2, within(1e-7));
    }

    @Test
    void density_shares_a_weight_among_characters() {
        double[] each = CharacterWeights.of("see", List.of(weighed(0, 2, 0.2), weighed(1, 3, 0.1)), true)
                .values();
        assertThat(each[0]).isCloseTo(0.1, within(1e-7));
        assertThat(each[1]).isCloseTo(0.15, within(1e-7));
        assertThat(each[2]).isCloseTo(0.05, within(1e-7));
        // two characters outside the basic plane are two, not four
        assertThat(CharacterWeights.of("\ud83d\ude00\ud83d\ude01", List.of(weighed(0, 4, 1)), true)
                        .at(0))
                .isEqualTo(0.5);
    }

    @Test
    void a_repeated_token_keeps_its_weight() {
        CharacterWeights weights =
                CharacterWeights.of("great but great", List.of(weighed(0, 5, 0.75), weighed(10, 15, 0.25)), false);
        assertThat(weights.runs()).containsExactly(new Run(0, 5, 0.75), new Run(5, 10, 0), new Run(10, 15, 0.25));
    }

    @Test
    void runs_cover_the_text_and_never_cut_what_readers_see_as_one_character() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            List<Integer> starts = new ArrayList<>(List.of(0));
            for (int i = random.nextInt(12); i > 0; i--) {
                // a letter between keeps flags and accents from joining their neighbours
                text.append(SIGNS.get(random.nextInt(SIGNS.size())));
                starts.add(text.length());
                text.append('x');
                starts.add(text.length());
            }
            List<TokenWeight> tokens = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                int start = random.nextInt(text.length() + 1);
                tokens.add(weighed(start, start + random.nextInt(text.length() - start + 1), random.nextInt(-2, 3)));
            }
            CharacterWeights weights = CharacterWeights.of(text.toString(), tokens, random.nextBoolean());
            int end = 0;
            for (Run run : weights.runs()) {
                assertThat(run.start()).isEqualTo(end);
                assertThat(run.end()).isGreaterThan(run.start());
                assertThat(starts).as("%s in %s", run, text).contains(run.start(), run.end());
                assertThat(Math.abs(run.weight())).isLessThanOrEqualTo(weights.strongest());
                end = run.end();
            }
            assertThat(end).isEqualTo(text.length());
        }
    }

    @Test
    void what_cannot_be_shown_is_refused_with_a_reason() {
        assertThatThrownBy(() -> CharacterWeights.of("ab", List.of(weighed(1, 3, 1)), false))
                .hasMessageContaining("from 1 to 3 lies beyond the document of 2 characters");
        assertThatThrownBy(() -> CharacterWeights.of("ab", List.of(weighed(0, 1, Double.NaN)), false))
                .hasMessageContaining("NaN");
    }
}
