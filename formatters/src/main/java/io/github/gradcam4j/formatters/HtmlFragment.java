package io.github.gradcam4j.formatters;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.formatters.internal.html.Page;
import java.util.HashMap;
import java.util.Map;

/** Writes explanations as parts of other pages, such as notebooks. */
public final class HtmlFragment {
    private HtmlFragment() {}

    /**
     * Writes an explanation as one element of class {@code gradcam4j}: no script, nothing loaded from elsewhere.
     *
     * @param explanation the explanation
     * @param options options of format {@code html}
     * @return HTML for the body of a page; words have their colours even without the styles
     * @throws IllegalArgumentException if an option is unknown or wrong
     */
    public static String of(Explanation explanation, Map<String, String> options) {
        Map<String, String> fragment = new HashMap<>(options);
        fragment.put("include_styles", "false");
        return Page.of(explanation, fragment);
    }

    /**
     * Returns the styles of fragments: put them once into a {@code style} element of the page that holds them.
     *
     * @return a CSS style sheet; all its rules are for elements of class {@code gradcam4j}
     */
    public static String styles() {
        return Page.articleStyle();
    }
}
