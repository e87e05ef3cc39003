package io.github.gradcam4j.spi;

/**
 * Opens model files of one kind of runtime. Cheap to construct; native code is not touched before
 * {@link #availability()} or {@link #open}. Thread-safe.
 */
public interface GradientBackend extends Provider {
    /**
     * Says whether the runtime works on this machine. May load native code; never throws.
     *
     * @return version and devices, or what is missing
     */
    Availability availability();

    /**
     * Judges a model by its content. Never throws.
     *
     * @param source the model
     * @return whether this backend is the one to open it
     */
    Recognition recognise(ModelSource source);

    /**
     * Opens a model.
     *
     * @param source the model
     * @param options device, threads and shapes
     * @return the model, owned by the caller, who closes it
     * @throws io.github.gradcam4j.ModelLoadException if the file is missing, damaged or hostile
     * @throws io.github.gradcam4j.UnsupportedModelException if the runtime or this backend does not know what is in it
     * @throws io.github.gradcam4j.BackendUnavailableException if the runtime or the device is missing; an explicit choice
     *     never falls back, neither here nor in a run
     * @throws IllegalArgumentException if this backend does not know the device, see {@link Device#knownTo}
     */
    GradientModel open(ModelSource source, ModelOptions options);
}
