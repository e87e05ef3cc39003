/** Draws figures as SVG: the same figures are the same text. */
@NullMarked
package io.github.gradcam4j.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
