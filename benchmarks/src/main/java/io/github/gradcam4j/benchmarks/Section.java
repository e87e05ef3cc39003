package io.github.gradcam4j.benchmarks;

import io.github.gradcam4j.benchmarks.plot.Plot;
import java.util.List;
import java.util.function.Function;

/**
 * Says how the results of a question are shown, beside their table.
 *
 * @param prose what a reader must know to read them, in Markdown; may be empty
 * @param plots draws them
 */
record Section(String prose, Function<List<Figures.Row>, List<Plot>> plots) {}
