package io.github.gradcam4j.spi;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names where a model runs.
 *
 * <p>{@code cpu} is the processor that runs this program, for every backend; {@code gpu} is a graphics processor, for the
 * backends that have one. All other names are a backend's own: it lists them in {@link Availability.Available#devices()}.
 *
 * @param name the kind of device: lower-case letters, digits and dashes
 * @param unit which of that kind: a number from 0, or a name of the backend's own; empty for the backend's choice
 */
public record Device(String name, Optional<String> unit) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern UNIT = Pattern.compile("[a-z0-9][a-z0-9.-]{0,31}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");

    /** The processor that runs this program. */
    public static final Device CPU = new Device("cpu", Optional.empty());

    /** Checks that the text of this device can be read again. */
    public Device {
        boolean unitFits = unit.map(
                        which -> !name.equals("cpu") && UNIT.matcher(which).matches())
                .orElse(true);
        if (!unitFits || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("device '" + text(name, unit)
                    + "' is not understood; write cpu, gpu, gpu:N, or a backend's own NAME or NAME:UNIT");
        }
    }

    /**
     * Reads a device from text, in any case.
     *
     * @param text {@code cpu}, {@code gpu}, {@code gpu:N}, or a backend's own {@code NAME} or {@code NAME:UNIT}
     * @return the device; whether a backend knows it shows when that opens a model
     * @throws IllegalArgumentException if the text has another form
     */
    public static Device parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        return colon < 0
                ? new Device(lower, Optional.empty())
                : new Device(lower.substring(0, colon), Optional.of(lower.substring(colon + 1)));
    }

    /**
     * Refuses a device that a backend does not know, which each backend does before it opens anything.
     *
     * @param backend the backend's id
     * @param names the names that it knows, such as {@code cpu} and {@code gpu}
     * @return this device
     * @throws IllegalArgumentException if its name is none of them
     */
    public Device knownTo(String backend, Collection<String> names) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("device '" + this + "' is not known to the backend '" + backend
                    + "'; it knows " + String.join(", ", names));
        }
        return this;
    }

    /**
     * Returns the unit as a number, for backends that count devices.
     *
     * @return the number from 0 to 999; 0 if there is no unit
     * @throws IllegalArgumentException if the unit is no such number
     */
    public int index() {
        if (unit.isPresent() && !NUMBER.matcher(unit.get()).matches()) {
            throw new IllegalArgumentException("device '" + this + "': '" + unit.get()
                    + "' is not a number from 0 to 999; write " + name + " or " + name + ":N");
        }
        return unit.map(Integer::parseInt).orElse(0);
    }

    private static String text(String name, Optional<String> unit) {
        return unit.map(which -> name + ":" + which).orElse(name);
    }

    @Override
    public String toString() {
        return text(name, unit);
    }
}
