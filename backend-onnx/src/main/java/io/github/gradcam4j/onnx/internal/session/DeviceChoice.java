package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.Device;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The device that was chosen, which can be used as far as that shows before a model runs. It never falls back. */
record DeviceChoice(Device device, Optional<Accelerator> accelerator) {
    /** Where the runtime says which library or driver failed, or what OpenVINO has not, somewhere in many lines. */
    private static final Pattern FAILURE =
            Pattern.compile("with error: (.+)|(\\w+ failure \\d+: [^;\n]+)|OpenVINO-EP](?:.*\n)*(.*\\S)\\s*$");

    /** Checks, in this order, the device's name, its unit, the native library, and drivers. */
    static DeviceChoice of(Device device) {
        device.knownTo("onnx", Accelerator.known());
        Optional<Accelerator> accelerator = Accelerator.of(device);
        DeviceChoice choice = new DeviceChoice(device, accelerator);
        accelerator.ifPresent(choice::require);
        return choice;
    }

    private void require(Accelerator accelerator) {
        accelerator.check(device);
        String offered = String.join(", ", Accelerator.offered());
        if (!accelerator.isOffered()) {
            throw new BackendUnavailableException("device '" + device
                    + "' cannot be used: this library of ONNX Runtime "
                    + OnnxRuntime.environment().getVersion() + " offers only " + offered + ". " + accelerator.source()
                    + ". Or take --device cpu");
        }
        try (SessionOptions trial = new SessionOptions()) {
            addTo(trial);
        }
    }

    /** Adds the device to a session. */
    void addTo(SessionOptions session) {
        if (accelerator.isPresent()) {
            try {
                accelerator.get().add(session, device);
            } catch (OrtException e) {
                throw new BackendUnavailableException(
                        "device '" + device + "' cannot be used: " + reason(e) + ". It needs "
                                + accelerator.get().needs()
                                + ", where the system finds libraries (LD_LIBRARY_PATH on Linux, PATH on Windows). Or take"
                                + " --device cpu",
                        e);
            }
        }
    }

    /** Returns what to say when a session cannot be created. */
    BackendUnavailableException refuses(String model, OrtException e) {
        return new BackendUnavailableException(
                "device '" + device + "' refuses the model '" + model + "': " + reason(e) + ". Take --device cpu", e);
    }

    /** Returns what to say when the runtime ran a model without the device. */
    BackendUnavailableException unused(String model) {
        return new BackendUnavailableException(
                "device '" + device + "' was not used: ONNX Runtime left all operators of the"
                        + " model '" + model + "' to the processor. The device needs "
                        + accelerator.map(Accelerator::needs).orElse("nothing") + ". Or take --device cpu");
    }

    /** Returns what to say when results are not those of the processor. */
    BackendUnavailableException differs(String model, Comparison comparison) {
        return new BackendUnavailableException(String.format(
                Locale.ROOT,
                "device '%s' computes the model '%s' otherwise than the processor: the result '%s' is off by %.0f %%."
                        + " Take --device cpu",
                device,
                model,
                comparison.output(),
                100 * comparison.error()));
    }

    private static String reason(OrtException e) {
        Matcher failure = FAILURE.matcher(String.valueOf(e.getMessage()));
        if (failure.find()) {
            for (int group = 1; group <= failure.groupCount(); group++) {
                if (failure.group(group) != null) {
                    return failure.group(group).strip();
                }
            }
        }
        return Sessions.message(e);
    }
}
