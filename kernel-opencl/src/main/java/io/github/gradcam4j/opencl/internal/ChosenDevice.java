package io.github.gradcam4j.opencl.internal;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.Availability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the device that sums: the best, or the one whose name the property {@value #PROPERTY} is part of. */
public final class ChosenDevice {
    /** Names a device by a part of its description, in any case. */
    static final String PROPERTY = "gradcam4j.opencl.device";

    private ChosenDevice() {}

    /**
     * Says what there is on this machine.
     *
     * @return the chosen device first, then the others; or what is missing
     */
    public static Availability availability() {
        Devices.Found found = Devices.find();
        if (found.devices().isEmpty()) {
            return new Availability.Unavailable(
                    found.missing().reason(), found.missing().remedy());
        }
        Optional<ClDevice> chosen = chosen(found.devices());
        if (chosen.isEmpty()) {
            return unknown(found.devices());
        }
        List<String> descriptions = new ArrayList<>();
        descriptions.add(chosen.get().description());
        found.devices().stream()
                .filter(device -> !device.equals(chosen.get()))
                .map(ClDevice::description)
                .forEach(descriptions::add);
        return new Availability.Available(chosen.get().platformVersion(), descriptions);
    }

    /**
     * Tells whether the chosen device is another one than the processor that runs this program.
     *
     * @return false too if there is no device
     */
    public static boolean hasOwnProcessor() {
        return chosen(Devices.find().devices())
                .filter(device -> device.kind() != ClDevice.Kind.CPU)
                .isPresent();
    }

    /** Returns the chosen device. */
    static ClDevice require() {
        Devices.Found found = Devices.find();
        return chosen(found.devices()).orElseThrow(() -> {
            Availability.Unavailable missing = found.devices().isEmpty()
                    ? new Availability.Unavailable(
                            found.missing().reason(), found.missing().remedy())
                    : unknown(found.devices());
            return new BackendUnavailableException(
                    "the kernel 'gpu' cannot run here: " + missing.reason() + ". " + missing.remedy());
        });
    }

    private static Optional<ClDevice> chosen(List<ClDevice> devices) {
        String part = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
        return devices.stream()
                .filter(device -> device.description().toLowerCase(Locale.ROOT).contains(part))
                .findFirst();
    }

    private static Availability.Unavailable unknown(List<ClDevice> devices) {
        return new Availability.Unavailable(
                "no OpenCL device has '" + System.getProperty(PROPERTY) + "' in its name, which the property "
                        + PROPERTY + " asks for",
                "There are "
                        + String.join(
                                "; ",
                                devices.stream().map(ClDevice::description).toList())
                        + ". Write a part of one of these, or leave the property out");
    }
}
