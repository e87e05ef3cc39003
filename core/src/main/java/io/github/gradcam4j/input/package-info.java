/** What is explained (pictures, documents, arrays), and the way from positions of the network back to them. */
@NullMarked
package io.github.gradcam4j.input;

import org.jspecify.annotations.NullMarked;
