package io.github.gradcam4j.tokenizers.hf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.spi.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is changed in a file, it is refused or works: an abort of the native library would end this process. */
class DamagedFilesTest {
    private static final int ROUNDS = Integer.getInteger("damaged.rounds", 150);
    private static final List<Object> STRANGE = Arrays.asList(
            null, true, 0, 1, -1, 299, 100_000, 0.5, "", "a", "\u2581", "(", "[", "[UNK]", "Left", "\u0000", List.of(),
            Map.of());

    @ParameterizedTest
    @MethodSource("io.github.gradcam4j.tokenizers.hf.Recorded#names")
    void a_damaged_file_is_refused_or_works(String name) throws IOException {
        long seed = name.hashCode() + Long.getLong("damaged.seed", 7L);
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Object> tree =
                    JSON.std.mapFrom(new String(Recorded.file(name).bytes(), StandardCharsets.UTF_8));
            StringBuilder what = new StringBuilder();
            for (int change = random.nextInt(1, 3); change > 0; change--) {
                what.append(damage(tree, random)).append(' ');
            }
            TokenizerFile file = new TokenizerFile("damaged.json", JSON.std.asBytes(tree));
            try (Tokenizer tokenizer =
                    new HuggingFaceTokenizers().open(TextPreprocessing.unknown().withFile(file))) {
                for (String text : List.of("", " the film \u00e9 \ud83d\ude00 unbelievable [SEP]</s>")) {
                    assertThat(tokenizer.encode(text).tokens()).allMatch(token -> token.end() <= text.length());
                }
            } catch (IllegalArgumentException | GradCamException e) {
                refused++;
                assertThat(e.getMessage()).as("%s, seed %s", what, seed).isNotBlank();
            }
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS);
    }

    /** Changes one value somewhere, rather high up than deep down in the vocabulary. */
    @SuppressWarnings("unchecked")
    private static String damage(Object tree, SplittableRandom random) {
        if (tree instanceof Map<?, ?> && !((Map<?, ?>) tree).isEmpty()) {
            Map<String, Object> map = (Map<String, Object>) tree;
            List<String> names = new ArrayList<>(map.keySet());
            String key = names.get(random.nextInt(names.size()));
            if (isNested(map.get(key)) && random.nextInt(5) > 0) {
                return key + "." + damage(map.get(key), random);
            }
            if (random.nextInt(4) == 0) {
                map.remove(key);
                return key + " removed";
            }
            map.put(key, STRANGE.get(random.nextInt(STRANGE.size())));
            return key + "=" + map.get(key);
        }
        if (tree instanceof List<?> && !((List<?>) tree).isEmpty()) {
            List<Object> list = (List<Object>) tree;
            int i = random.nextInt(list.size());
            if (isNested(list.get(i)) && random.nextInt(4) > 0) {
                return i + "." + damage(list.get(i), random);
            }
            list.set(i, STRANGE.get(random.nextInt(STRANGE.size())));
            return i + "=" + list.get(i);
        }
        return "nothing";
    }

    private static boolean isNested(Object value) {
        return value instanceof Map<?, ?> map && !map.isEmpty() || value instanceof List<?> list && !list.isEmpty();
    }
}
