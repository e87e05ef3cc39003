/**
 * Shows explanations in Jupyter notebooks. With this jar and {@code gradcam4j-formatters} on the class path of a notebook of
 * <a href="https://github.com/dflib/jjava">JJava</a> or
 * <a href="https://github.com/padreati/rapaio-jupyter-kernel">rapaio-jupyter-kernel</a>, an
 * {@link io.github.gradcam4j.Explanation} at the end of a cell, or one that is given to {@code display}, is shown with its
 * pictures or its coloured words. Both kernels find the jar by themselves.
 *
 * <p>{@link io.github.gradcam4j.notebook.ExplanationOutput} has the same with options.
 */
@NullMarked
package io.github.gradcam4j.notebook;

import org.jspecify.annotations.NullMarked;
