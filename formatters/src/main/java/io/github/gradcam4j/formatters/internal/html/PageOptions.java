package io.github.gradcam4j.formatters.internal.html;

import io.github.gradcam4j.formatters.internal.Options;
import io.github.gradcam4j.formatters.internal.picture.PictureOptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what a page shows.
 *
 * @param show the parts, in order
 * @param top how many words of each side the tables list
 * @param forceWeights whether there are tables beside the coloured documents
 * @param highlightSpaces whether coloured spaces are shown as signs; empty: where tokens begin or end with spaces
 * @param preserveDensity whether a word's weight is divided among its characters
 * @param includeStyles whether a whole page with its styles is written, rather than a fragment for another page
 * @param horizontalLayout whether targets stand side by side where there is room
 * @param pictures how pictures are drawn
 */
record PageOptions(
        List<Section> show,
        int top,
        boolean forceWeights,
        Optional<Boolean> highlightSpaces,
        boolean preserveDensity,
        boolean includeStyles,
        boolean horizontalLayout,
        PictureOptions pictures) {
    private static final Set<String> OWN = Set.of(
            "show",
            "top",
            "force_weights",
            "highlight_spaces",
            "preserve_density",
            "include_styles",
            "horizontal_layout");

    static PageOptions of(Map<String, String> values) {
        Set<String> known = new HashSet<>(OWN);
        known.addAll(PictureOptions.KNOWN);
        Options options = new Options("html", values, known);
        Map<String, String> ofPictures = new HashMap<>(values);
        ofPictures.keySet().removeAll(OWN);
        return new PageOptions(
                Section.list(options.text("show", "all")),
                options.count("top", 10),
                options.flag("force_weights", true),
                options.text("highlight_spaces", "auto").equals("auto")
                        ? Optional.empty()
                        : Optional.of(options.flag("highlight_spaces", true)),
                options.flag("preserve_density", false),
                options.flag("include_styles", true),
                options.flag("horizontal_layout", true),
                PictureOptions.of("html", ofPictures));
    }
}
