/**
 * What formats offer beside themselves: the terminal's summary, reports, pictures of maps, weights of characters, and arrays for
 * NumPy.
 *
 * <p>The formats are found by their ids, through {@link io.github.gradcam4j.discovery.Platform}:
 *
 * <ul>
 *   <li>{@code png}, one file for each target: the map over the original picture, at its size; for tensors the map by
 *       itself. A value is divided by the largest of its map (never stretched from the smallest), and the stronger the
 *       evidence, the more colour: where there is none, the photograph is untouched. With {@code relu} off, colours have two
 *       sides, for and against. Options: {@code style} ({@code smooth}; {@code eli5} draws what ELI5's image formatter draws,
 *       with its defaults), {@code filter} ({@code bilinear}, {@code nearest}, {@code bicubic}, {@code lanczos}, {@code box},
 *       {@code hamming}), {@code colours} ({@code inferno}, {@code magma}, {@code plasma}, {@code viridis}, {@code cividis},
 *       {@code jet}, {@code hot}, {@code gray}, {@code binary}, {@code balance}, {@code coolwarm}, {@code RdYlGn}), {@code
 *       alpha} (how much the strongest colour covers, 0 to 1; 0.65), {@code scale} ({@code own}, or {@code shared} by all
 *       targets), {@code bar} ({@code true} adds a colour bar with units below), {@code border} ({@code false} leaves out the
 *       line around what the network saw). Texts have no picture.
 *   <li>{@code panels}: the picture and the maps of all targets side by side, one PNG file with the options of {@code png}.
 *   <li>{@code npy}, one file for each target: the raw map, float32, unscaled.
 *   <li>{@code json}: everything, as {@code explanation.schema.json} of this package describes it (JSON Schema 2020-12).
 *   <li>{@code html}: one page with all pictures, or with the document for each target, its words inked in orange (for it)
 *       and blue (against it). Options: {@code show} (parts in the order they shall have, of {@code notes}, {@code method},
 *       {@code description}, {@code targets}, {@code ranking}, {@code facts}; {@code info}, {@code weights} and {@code all}
 *       stand for several), {@code include_styles} ({@code false}: a fragment for another page, see
 *       {@link io.github.gradcam4j.formatters.HtmlFragment}), {@code horizontal_layout} ({@code false}: targets one below the
 *       other), and for texts {@code top} (words of each side in the tables; 10), {@code force_weights} ({@code false}: no
 *       tables beside the documents), {@code highlight_spaces} ({@code auto}, {@code true}, {@code false}), {@code
 *       preserve_density} ({@code true}: a word's weight is divided among its characters).
 *   <li>{@code txt}: the terminal's summary, for texts with a table of the strongest words. Option: {@code top} (20).
 *   <li>{@code csv}, {@code tsv}: one row for each token of a text, or each cell.
 * </ul>
 *
 * <p>{@link io.github.gradcam4j.formatters.Report} puts many explanations into one page. In files, places in documents count
 * Unicode code points, as Python does; in Java, UTF-16 units.
 */
@NullMarked
package io.github.gradcam4j.formatters;

import org.jspecify.annotations.NullMarked;
