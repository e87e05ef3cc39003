package io.github.gradcam4j.opencl;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.ExplanationException;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.opencl.internal.ChosenDevice;
import io.github.gradcam4j.opencl.internal.Session;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import org.jspecify.annotations.Nullable;

/**
 * Sums maps on a graphics processor by OpenCL, or on whatever device the drivers of this machine offer. Arrays are copied to the
 * device as they lie. Sums are made in double precision, or in pairs of floats on devices without it, and rounded once; the
 * same task gives the same bits on the same device.
 *
 * <p>Cheap to construct: libraries and drivers are loaded when the kernel is asked or used. All kernels of a process share one
 * context, and their sums run one after the other. It keeps at most five buffers of 256 MiB on the device, and frees them when
 * it is {@linkplain #close() closed} or when no kernel is in use any more. The system property
 * {@code gradcam4j.opencl.device} chooses a device by a part of its name.
 */
@AutoService(CamKernel.class)
@SuppressWarnings("exports") // the annotation is not there at run time, and consumers need not have it
public final class OpenClKernel implements CamKernel, AutoCloseable {
    private @Nullable Session session;

    /** Creates a kernel; nothing is loaded yet. */
    public OpenClKernel() {}

    @Override
    public String id() {
        return "gpu";
    }

    /** Returns a rank behind the processor's: another kernel than that is chosen by name, or for large tasks. */
    @Override
    public int priority() {
        return -1;
    }

    /** Loads the drivers and looks for devices; the one that sums is the first. */
    @Override
    public Availability availability() {
        return ChosenDevice.availability();
    }

    @Override
    public boolean hasOwnProcessor() {
        return ChosenDevice.hasOwnProcessor();
    }

    /**
     * {@inheritDoc}
     *
     * @throws BackendUnavailableException if there is no device, or its compiler refuses the program
     * @throws ExplanationException if the device has too little memory
     * @throws GradCamException if the driver fails
     */
    @Override
    public void sum(CamTask task, float[] maps) {
        session().sum(task, maps);
    }

    /** Frees what this process has on the device; the next sum opens it again. Idempotent. */
    @Override
    public void close() {
        session().close();
    }

    /** A kernel that is never used keeps no session, and starts no cleaner for one. */
    private synchronized Session session() {
        if (session == null) {
            session = Session.ofProcess();
        }
        return session;
    }
}
