/** Reads ONNX files from untrusted bytes and writes the patches that are appended to them. */
@NullMarked
package io.github.gradcam4j.onnx.internal.proto;

import org.jspecify.annotations.NullMarked;
