package io.github.gradcam4j.inputs.internal.text;

/** Is what a cutter found in a text: units from {@code start} to {@code end}, exclusive and not empty, of a word, or of none (-1). */
record Piece(int start, int end, int word) {}
