package io.github.gradcam4j.internal.explain;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.ProviderNotFoundException;
import io.github.gradcam4j.discovery.KernelChoice;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.discovery.ProviderIssue;
import io.github.gradcam4j.internal.kernel.AutomaticKernel;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chooses backend and kernel: an explicit choice never falls back. */
public final class Opening {
    private Opening() {}

    /** Returns the backend that was chosen, or the one that recognises the model best. */
    public static GradientBackend backend(Platform platform, Optional<String> chosen, ModelSource source) {
        GradientBackend backend = choice(platform, chosen, source);
        if (backend.availability() instanceof Availability.Unavailable missing) {
            throw new BackendUnavailableException("the backend '" + backend.id() + "' cannot run here: "
                    + missing.reason() + ". " + missing.remedy());
        }
        return backend;
    }

    /** Returns that backend without asking whether it can run. */
    public static GradientBackend choice(Platform platform, Optional<String> chosen, ModelSource source) {
        return chosen.map(platform.backends()::require).orElseGet(() -> recognised(platform, source));
    }

    private static GradientBackend recognised(Platform platform, ModelSource source) {
        List<GradientBackend> all = platform.backends().all();
        if (all.isEmpty()) {
            String broken = platform.backends().issues().stream()
                    .map(ProviderIssue::toString)
                    .collect(Collectors.joining("; "));
            throw new ProviderNotFoundException("the model '" + source.name()
                    + "' cannot be opened: there is no backend on the class path"
                    + (broken.isEmpty() ? "" : " (not loaded: " + broken + ")")
                    + ". Add one, such as io.github.gradcam4j:gradcam4j-backend-onnx");
        }
        GradientBackend best = null;
        int confidence = 0;
        List<String> refusals = new ArrayList<>();
        for (GradientBackend backend : all) {
            Recognition recognition = backend.recognise(source);
            if (recognition instanceof Recognition.Mine mine && mine.confidence() > confidence) {
                best = backend;
                confidence = mine.confidence();
            } else if (recognition instanceof Recognition.Refused refused) {
                refusals.add(refused.reason() + ". " + refused.remedy());
            }
        }
        if (best != null) {
            return best;
        }
        if (!refusals.isEmpty()) {
            throw new ModelLoadException(
                    "the model '" + source.name() + "' cannot be opened: " + String.join("; ", refusals));
        }
        throw new ModelLoadException(
                "the model '" + source.name() + "' is of no kind that the backends on the class path ("
                        + all.stream().map(GradientBackend::id).collect(Collectors.joining(", "))
                        + ") know. Check the file, or add the backend for it");
    }

    /** Returns the kernel that was chosen, or one that chooses for each task. */
    public static CamKernel kernel(Platform platform, String chosen) {
        if (!chosen.equals("auto")) {
            CamKernel kernel = platform.kernels().require(chosen);
            if (kernel.availability() instanceof Availability.Unavailable missing) {
                throw new BackendUnavailableException(
                        "the kernel '" + chosen + "' cannot run here: " + missing.reason() + ". " + missing.remedy());
            }
            return kernel;
        }
        CamKernel here = first(platform);
        List<CamKernel> others = platform.kernels().all().stream()
                .filter(kernel -> !kernel.id().equals(here.id()))
                .toList();
        return others.isEmpty() ? here : new AutomaticKernel(here, others);
    }

    private static CamKernel first(Platform platform) {
        return platform.kernels().all().stream()
                .filter(kernel -> kernel.availability() instanceof Availability.Available)
                .findFirst()
                .orElseThrow(() -> new ProviderNotFoundException(
                        "there is no kernel on the class path; gradcam4j-core brings 'cpu', so its jar is damaged"));
    }

    /** Says which kernel that is, and why; loads drivers. */
    public static KernelChoice automaticKernel(Platform platform) {
        CamKernel chosen = kernel(platform, "auto");
        if (!(chosen instanceof AutomaticKernel automatic)) {
            return new KernelChoice(chosen.id(), "there is no other kernel on the class path");
        }
        String here = first(platform).id();
        return automatic
                .elsewhere()
                .map(other -> new KernelChoice(
                        here + "+" + other.id(),
                        "'" + here + "', and for large sums '" + other.id()
                                + "' if a measurement at the first one shows that it is faster, copies included"))
                .orElseGet(() -> new KernelChoice(here, "no other kernel has a processor of its own here"));
    }
}
