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

/** Cuts documents into characters, and looks them up in a list. */
@AutoService(TokenizerProvider.class)
public final class CharactersProvider implements TokenizerProvider {
    private static final SortedSet<String> OPTIONS = options();

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public CharactersProvider() {}

    private static SortedSet<String> options() {
        SortedSet<String> options = new TreeSet<>(Numbering.OPTIONS);
        options.addAll(List.of("unit", "remove", "lowercase"));
        return options;
    }

    @Override
    public String id() {
        return "characters";
    }

    @Override
    public String description() {
        return "characters, numbered by a list: JSON, Keras' Tokenizer, CSV, or one a line; options "
                + String.join(", ", OPTIONS);
    }

    @Override
    public boolean recognises(TokenizerFile file) {
        return Lists.recognises(file, true);
    }

    @Override
    public Tokenizer open(TextPreprocessing settings) {
        Optional<IndexFile> file = Lists.read(settings);
        if (file.isPresent() && !file.get().characters()) {
            throw new IllegalArgumentException(
                    "the file '" + settings.file().orElseThrow().name()
                            + "' cannot be used: it lists words, not characters. Choose the tokenizer 'words'");
        }
        Options options = Lists.options(settings, file, OPTIONS);
        boolean lowercase = options.truth("lowercase").orElse(false);
        Numbering numbering = Numbering.of(file.map(IndexFile::ids).orElse(Map.of()), options);
        String unit = options.text("unit").orElse("codepoint");
        if (!unit.equals("codepoint") && !unit.equals("grapheme")) {
            throw Options.wrong("unit", unit, "codepoint or grapheme");
        }
        return new ListTokenizer(
                Lists.description("characters", settings, numbering, lowercase),
                lowercase,
                Lists.characters(options.text("remove")),
                Cutter.characters(unit.equals("grapheme") ? Cutter.GRAPHEME : Cutter.CODE_POINT),
                numbering);
    }
}
