/** How files of a Maven repository get here: whose settings count, which repository is asked, what is believed. */
@NullMarked
package io.github.gradcam4j.cli.fetch;

import org.jspecify.annotations.NullMarked;
