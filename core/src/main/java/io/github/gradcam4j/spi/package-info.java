/**
 * What plug-in authors implement: backends, targets, methods, kernels, readers, preparers and formatters.
 *
 * <p>Implementations are found with {@link java.util.ServiceLoader}. They must be cheap to construct and load no native
 * code before they are used.
 */
@NullMarked
package io.github.gradcam4j.spi;

import org.jspecify.annotations.NullMarked;
