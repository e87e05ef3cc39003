package io.github.gradcam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.cli.CommandLineFixture.Outcome;
import io.github.gradcam4j.inputs.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that are given beside their numbers, with a recurrent network that reads two items of six tokens. */
class TokensTest {
    private static final Path TEXTS = Path.of(System.getProperty("fixtures.dir"), "onnx", "text");
    private static final Path RECORDED = TEXTS.resolve("arrays/recurrent");
    private static final String IDS = RECORDED.resolve("input_ids.npy").toString(); // 6 10 9 21 22 31, 30 5 11 21 38 10
    private static final String WORDS = "the\nplot\nis\nthin\nand\nslow\nan\nactor\nwho\nis\nquite\nthin\n";
    private static final Pattern TOKEN = Pattern.compile(
            "\"text\"\\s*:\\s*\"([^\"]*)\",\\s*\"start\"\\s*:\\s*(\\d+),\\s*\"end\"\\s*:\\s*(\\d+),\\s*\"weight\"\\s*:\\s*([-.\\deE]+)");
    private static final Pattern VALUES = Pattern.compile("\"values\"\\s*:\\s*\\[([^\\]]*)\\]");

    @TempDir
    Path folder;

    private CommandLineFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CommandLineFixture(folder);
    }

    private Outcome explain(String... more) {
        String model = TEXTS.resolve("recurrent.ts17/model.onnx").toString();
        return cli.runInstalled(Stream.concat(
                        Stream.of("explain", "-m", model, "-o", cli.path("out"), "--no-relu", "-l", "mix"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private String tokens(String lines) {
        return cli.file("tokens.txt", lines).toString();
    }

    private String json(int item) throws IOException {
        return Files.readString(folder.resolve("out/input_ids.item" + item + ".json"));
    }

    private List<MatchResult> found(int item) throws IOException {
        return TOKEN.matcher(json(item)).results().toList();
    }

    private List<String> texts(int item) throws IOException {
        return found(item).stream().map(token -> token.group(1)).toList();
    }

    private float[] map(int item) throws IOException {
        MatchResult values = VALUES.matcher(json(item)).results().findFirst().orElseThrow();
        String[] parts = values.group(1).split(",");
        float[] map = new float[parts.length];
        for (int i = 0; i < map.length; i++) {
            map[i] = Float.parseFloat(parts[i].strip());
        }
        return map;
    }

    /** Computes the map of a class that was recorded first for both items, from what autograd gave. */
    private static float[] recorded(int item) {
        int steps = 6;
        int channels = 12;
        float[] activations = Npy.read(RECORDED.resolve("mix.activations.npy")).toFloatArray();
        float[] gradients = Npy.read(RECORDED.resolve("mix.gradients.npy")).toFloatArray();
        float[] map = new float[steps];
        int start = item * steps * channels;
        for (int channel = 0; channel < channels; channel++) {
            double weight = 0;
            for (int step = 0; step < steps; step++) {
                weight += gradients[start + step * channels + channel] / steps;
            }
            for (int step = 0; step < steps; step++) {
                map[step] += (float) (weight * activations[start + step * channels + channel]);
            }
        }
        return map;
    }

    @Test
    void each_token_of_each_item_has_its_place_and_the_value_of_its_position() throws IOException {
        Outcome outcome = explain("-t", "class:2", "-f", "json", "--tokens", tokens(WORDS), IDS);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(cli.files("out")).containsExactly("input_ids.item0.json", "input_ids.item1.json");
        assertThat(texts(0)).containsExactly("the", "plot", "is", "thin", "and", "slow");
        assertThat(texts(1)).containsExactly("an", "actor", "who", "is", "quite", "thin");
        for (int item = 0; item < 2; item++) {
            assertThat(map(item)).containsExactly(recorded(item), within(1e-6f));
            List<MatchResult> tokens = found(item);
            int start = 0;
            for (int i = 0; i < 6; i++) {
                assertThat(Integer.parseInt(tokens.get(i).group(2))).isEqualTo(start);
                start += tokens.get(i).group(1).length();
                assertThat(Integer.parseInt(tokens.get(i).group(3))).isEqualTo(start++);
                assertThat(Float.parseFloat(tokens.get(i).group(4))).isEqualTo(map(item)[i]);
            }
        }
        assertThat(json(0)).contains("\"the plot is thin and slow\"");
    }

    @Test
    void tokens_and_numbers_that_fill_up_are_not_shown_wherever_they_stand() throws IOException {
        explain("-t", "class:2", "-f", "json", "--tokens", tokens(WORDS), "--pad-token", "thin", IDS);
        assertThat(texts(0)).containsExactly("the", "plot", "is", "and", "slow");
        assertThat(texts(1)).containsExactly("an", "actor", "who", "is", "quite");
        assertThat(json(0)).contains("\"the plot is and slow\"");
        assertThat(Float.parseFloat(found(0).get(3).group(4)))
                .as("'and' keeps the value of its position, for the network saw what fills up")
                .isEqualTo(map(0)[4]);
        explain("-t", "class:2", "-f", "json", "--tokens", tokens(WORDS), "--pad-value", "10", IDS);
        assertThat(texts(0)).containsExactly("the", "is", "thin", "and", "slow");
        assertThat(texts(1)).containsExactly("an", "actor", "who", "is", "quite");
        explain("-t", "class:2", "-f", "json", "--tokens", tokens(WORDS), "--pad-value", "99", IDS);
        assertThat(texts(0)).as("99 does not occur").hasSize(6);
    }

    @Test
    void characters_become_words_that_have_one_weight() throws IOException {
        String characters = "h\ni\n \ny\no\nu\n1\n2\n3\n4\n5\n\u00e9\n";
        explain("-t", "class:2", "-f", "json", "--tokens", tokens(characters), "--words", "sum", IDS);
        float[] map = map(0);
        assertThat(texts(0)).containsExactly("hi", " ", "you");
        assertThat(Float.parseFloat(found(0).get(0).group(4))).isCloseTo(map[0] + map[1], within(1e-6f));
        assertThat(Float.parseFloat(found(0).get(1).group(4))).isEqualTo(map[2]);
        assertThat(Float.parseFloat(found(0).get(2).group(4))).isCloseTo(map[3] + map[4] + map[5], within(1e-6f));
        assertThat(texts(1)).as("without a space they are words").hasSize(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b c d e f           | lists 6 tokens, but 'input_ids.npy' of shape [2, 6] holds 12",
                "a b c d e f g h i j k l m | lists 13 tokens",
                "a                     | lists 1 tokens",
            })
    void another_number_of_tokens_is_refused_with_both_numbers(String words, String hint) {
        Outcome outcome = explain("-f", "json", "--tokens", tokens(words.replace(' ', '\n')), IDS);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).hasLineCount(1).contains(hint).contains("padding included");
        assertThat(cli.files(".")).doesNotContain("out/input_ids.item0.json");
    }

    @Test
    void a_mark_of_the_encoding_is_no_part_of_the_first_token() throws IOException {
        explain("-t", "class:2", "-f", "json", "--tokens", tokens("\ufeff" + WORDS), IDS);
        assertThat(texts(0)).startsWith("the", "plot");
    }

    @Test
    void evidence_that_lies_at_padding_alone_is_told() {
        StringBuilder words = new StringBuilder();
        for (int item = 0; item < 2; item++) {
            for (float value : recorded(item)) {
                words.append(value > 0 ? "PAD\n" : "word\n");
            }
        }
        Outcome outcome = explain("-t", "class:2", "--pad-token", "PAD", "--tokens", tokens(words.toString()), IDS);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("padding of the text alone", "no word speaks for it");
        assertThat(explain("-t", "class:2", "--tokens", tokens(WORDS), IDS).err())
                .doesNotContain("padding");
    }

    @Test
    void tokens_belong_to_one_array_and_not_to_others_of_the_same_size() {
        String other = TEXTS.resolve("arrays/convolutions/input_ids.npy").toString();
        Outcome outcome = explain("-f", "json", "--tokens", tokens(WORDS), IDS, other);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).hasLineCount(1).contains("tokens of one array, but 2 inputs", "one batch");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void fewer_positions_are_stretched_over_the_tokens_as_asked() throws IOException {
        double[][] places = {{0, 0.6, 1.2, 1.8, 2.4, 3}, {0, 0, 1, 1, 2, 3}, {0, 1, 1, 2, 2, 3}};
        String[] kinds = {"linear", "previous", "nearest"};
        for (int kind = 0; kind < kinds.length; kind++) {
            Outcome outcome = cli.runInstalled(
                    "explain",
                    "-m",
                    TEXTS.resolve("convolutions.ts13/model.onnx").toString(),
                    "-o",
                    cli.path("out"),
                    "-f",
                    "json",
                    "-l",
                    "/Squeeze_1_output_0",
                    "--no-relu",
                    "--interpolation",
                    kinds[kind],
                    "--tokens",
                    tokens(WORDS),
                    TEXTS.resolve("arrays/convolutions/input_ids.npy").toString());
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            float[] map = map(0);
            assertThat(map).hasSize(4);
            for (int token = 0; token < 6; token++) {
                int before = Math.min(2, (int) places[kind][token]);
                double behind = places[kind][token] - before;
                assertThat(Double.parseDouble(found(0).get(token).group(4)))
                        .as("%s, token %s", kinds[kind], token)
                        .isCloseTo((1 - behind) * map[before] + behind * map[before + 1], within(1e-7));
            }
        }
    }
}
