/** Finds the plug-ins on the class path, survives broken ones, and explains what is missing. */
@NullMarked
package io.github.gradcam4j.discovery;

import org.jspecify.annotations.NullMarked;
