/** What every part costs; not published. */
@NullMarked
package io.github.gradcam4j.benchmarks;

import org.jspecify.annotations.NullMarked;
