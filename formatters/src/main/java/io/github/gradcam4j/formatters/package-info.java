/**
 * What formats offer beside themselves: the terminal's summary, and arrays for NumPy.
 *
 * <p>The formats are found by their ids, through {@link io.github.gradcam4j.discovery.Platform}:
 *
 * <ul>
 *   <li>{@code png}, one file for each target: the map over the original picture, at its size; for tensors the map by
 *       itself. A value is divided by the largest of its map (never stretched from the smallest), and the stronger the
 *       evidence, the more colour: where there is none, the photograph is untouched. With {@code relu} off, colours have two
 *       sides, for and against. Options: {@code filter} ({@code bilinear}, {@code nearest}, {@code bicubic}, {@code
 *       lanczos}), {@code colours} ({@code inferno}, {@code magma}, {@code plasma}, {@code viridis}, {@code balance}),
 *       {@code alpha} (how much the strongest colour covers, 0 to 1; 0.65), {@code scale} ({@code own}, or {@code shared} by
 *       all targets), {@code bar} ({@code true} adds a colour bar with units below), {@code border} ({@code false} leaves
 *       out the line around what the network saw).
 *   <li>{@code npy}, one file for each target: the raw map, float32, unscaled.
 *   <li>{@code json}: everything, as {@code explanation.schema.json} of this package describes it (JSON Schema 2020-12).
 *   <li>{@code html}: one page with all pictures in it. {@code txt}: the terminal's summary. {@code csv}: one row for each
 *       cell.
 * </ul>
 */
@NullMarked
package io.github.gradcam4j.formatters;

import org.jspecify.annotations.NullMarked;
