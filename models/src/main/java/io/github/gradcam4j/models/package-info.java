/** Models in jars, with the licences of their weights. */
@NullMarked
package io.github.gradcam4j.models;

import org.jspecify.annotations.NullMarked;
