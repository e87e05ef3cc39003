package io.github.gradcam4j.spi;

import java.util.List;

/** Says whether a plug-in can work on this machine. */
public sealed interface Availability {
    /**
     * Says that it can.
     *
     * @param version the version of the engine behind the plug-in
     * @param devices the names of the devices that it offers, such as {@code cpu}; whether the drivers of one are there may
     *     show only when a model is opened on it
     */
    record Available(String version, List<String> devices) implements Availability {
        /** Copies the devices. */
        public Available {
            devices = List.copyOf(devices);
        }
    }

    /**
     * Says that it cannot.
     *
     * @param reason what is missing
     * @param remedy what the user can do
     */
    record Unavailable(String reason, String remedy) implements Availability {}
}
