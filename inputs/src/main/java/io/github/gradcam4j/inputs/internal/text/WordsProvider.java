package io.github.gradcam4j.inputs.internal.text;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.input.TextPreprocessing;
import io.github.gradcam4j.input.TokenizerFile;
import io.github.gradcam4j.spi.Tokenizer;
import io.github.gradcam4j.spi.TokenizerProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Cuts documents into words, and looks them up in a list. */
@AutoService(TokenizerProvider.class)
public final class WordsProvider implements TokenizerProvider {
    private static final SortedSet<String> OPTIONS = options();
    private static final Pattern NO_SPACES = Pattern.compile("\\S+");

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public WordsProvider() {}

    private static SortedSet<String> options() {
        SortedSet<String> options = new TreeSet<>(Numbering.OPTIONS);
        options.addAll(List.of("pattern", "split", "filters", "remove", "lowercase"));
        return options;
    }

    @Override
    public String id() {
        return "words";
    }

    @Override
    public String description() {
        return "words, numbered by a list: JSON, Keras' Tokenizer, CSV, or one a line; options "
                + String.join(", ", OPTIONS);
    }

    @Override
    public boolean recognises(TokenizerFile file) {
        return Lists.recognises(file, false);
    }

    @Override
    public Tokenizer open(TextPreprocessing settings) {
        Optional<IndexFile> file = Lists.read(settings);
        Options options = Lists.options(settings, file, OPTIONS);
        boolean lowercase = options.truth("lowercase").orElse(false);
        Numbering numbering = Numbering.of(file.map(IndexFile::ids).orElse(Map.of()), options);
        return new ListTokenizer(
                Lists.description("words", settings, numbering, lowercase),
                lowercase,
                Lists.characters(options.text("remove")),
                cutter(settings, options),
                numbering);
    }

    /** What a file of Keras says about separators gives way to a pattern. */
    private static Cutter cutter(TextPreprocessing settings, Options options) {
        if (settings.options().containsKey("pattern") && settings.options().containsKey("split")) {
            throw new IllegalArgumentException("the options 'pattern' (what a token is) and 'split' (what lies between"
                    + " tokens) exclude each other. Leave one out");
        }
        String filters = options.text("filters").orElse("");
        Optional<Pattern> pattern = options.pattern("pattern");
        if (pattern.isPresent()) {
            Cutter cutter = Cutter.of(pattern.get());
            return filters.isEmpty() ? cutter : text -> cutter.cut(masked(text, filters));
        }
        Optional<Pattern> split = options.pattern("split");
        if (split.isEmpty() && filters.isEmpty()) {
            return Cutter.of(NO_SPACES);
        }
        String between = split.map(Pattern::pattern).orElse("\\s");
        String set = filters.codePoints()
                .mapToObj(c -> Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining("|"));
        return Cutter.between(Pattern.compile(set.isEmpty() ? between : "(?:" + between + ")|" + set));
    }

    /** Puts spaces where separators are, as many units as they have. */
    private static String masked(String text, String filters) {
        StringBuilder masked = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> masked.append(
                        filters.indexOf(c) >= 0 ? " ".repeat(Character.charCount(c)) : Character.toString(c)));
        return masked.toString();
    }
}
