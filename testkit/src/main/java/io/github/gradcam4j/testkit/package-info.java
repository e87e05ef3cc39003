/**
 * Contract tests for plug-in authors. Extend {@link io.github.gradcam4j.testkit.GradientBackendContract}, {@link
 * io.github.gradcam4j.testkit.CamKernelContract} or {@link io.github.gradcam4j.testkit.FormatterContract}; every rule has a
 * number, and a rule that does not apply to a model is skipped, not passed.
 */
@NullMarked
package io.github.gradcam4j.testkit;

import org.jspecify.annotations.NullMarked;
