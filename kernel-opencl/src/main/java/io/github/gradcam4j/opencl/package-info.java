/** The kernel on graphics processors, by OpenCL. */
@NullMarked
package io.github.gradcam4j.opencl;

import org.jspecify.annotations.NullMarked;
