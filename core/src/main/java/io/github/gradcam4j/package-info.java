/**
 * What callers use: open a model with {@link io.github.gradcam4j.Explainer}, ask with
 * {@link io.github.gradcam4j.ExplainRequest}, read the {@link io.github.gradcam4j.Explanation}.
 */
@NullMarked
package io.github.gradcam4j;

import org.jspecify.annotations.NullMarked;
