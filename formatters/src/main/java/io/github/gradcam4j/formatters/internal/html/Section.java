package io.github.gradcam4j.formatters.internal.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Names the parts of a page. */
enum Section {
    /** What was assumed or should be known. */
    NOTES,
    /** How the explanation was computed. */
    METHOD,
    /** How to read it. */
    DESCRIPTION,
    /** The picture or the document, for each target. */
    TARGETS,
    /** The classes with the highest scores. */
    RANKING,
    /** Where everything came from. */
    FACTS;

    private static final List<Section> INFO = List.of(METHOD, DESCRIPTION);
    private static final List<Section> WEIGHTS = List.of(TARGETS);

    /** Reads names separated by commas; {@code info}, {@code weights} and {@code all} stand for several. */
    static List<Section> list(String names) {
        Set<Section> sections = new LinkedHashSet<>();
        for (String name : names.split(",")) {
            String folded = name.strip().toLowerCase(Locale.ROOT);
            switch (folded) {
                case "all" -> sections.addAll(List.of(values()));
                case "info" -> sections.addAll(INFO);
                case "weights" -> sections.addAll(WEIGHTS);
                default -> sections.add(one(folded));
            }
        }
        return new ArrayList<>(sections);
    }

    private static Section one(String name) {
        return Arrays.stream(values())
                .filter(section -> section.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("option show of html cannot contain '" + name
                        + "'. Name parts separated by commas, in the order they shall have: "
                        + Arrays.stream(values()).map(Section::toString).collect(Collectors.joining(", "))
                        + "; or info, weights, all"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
