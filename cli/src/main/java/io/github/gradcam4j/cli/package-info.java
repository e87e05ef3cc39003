/** The command line: options, file names, batches and messages. What is computed lies in the core. */
@NullMarked
package io.github.gradcam4j.cli;

import org.jspecify.annotations.NullMarked;
