/** The listings and pictures of the documentation, compiled and run. */
@NullMarked
package io.github.gradcam4j.docs;

import org.jspecify.annotations.NullMarked;
