package io.github.gradcam4j.formatters;

import io.github.gradcam4j.formatters.internal.html.Page;

/** Has the styles of the pages that format {@code html} writes. */
public final class PageStyle {
    private PageStyle() {}

    /**
     * Returns the styles for fragments that format {@code html} writes with option {@code include_styles=false}: put them
     * once into the page that holds the fragments. The colours of words do not need them.
     *
     * @return a CSS style sheet; all its rules are for elements of class {@code gradcam4j}
     */
    public static String css() {
        return Page.articleStyle();
    }
}
