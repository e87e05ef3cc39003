/**
 * The kernel on graphics processors, by OpenCL.
 *
 * @provides io.github.gradcam4j.spi.CamKernel
 */
module io.github.gradcam4j.opencl {
    requires transitive io.github.gradcam4j.core;
    requires org.lwjgl;
    requires org.lwjgl.opencl;
    requires static org.jspecify;
    requires static com.google.auto.service;

    exports io.github.gradcam4j.opencl;

    provides io.github.gradcam4j.spi.CamKernel with
            io.github.gradcam4j.opencl.OpenClKernel;
}
