package io.github.gradcam4j.cli;

import io.github.gradcam4j.Version;
import io.github.gradcam4j.discovery.KernelChoice;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.NativeJar;
import io.github.gradcam4j.spi.Provider;
import java.io.PrintStream;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Tells what is installed, what is not, and why. */
@Command(name = "doctor", description = "Tells what is installed, what is not and why, versions, devices, kernels.")
final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Override
    public Integer call() {
        Platform platform = main.platform();
        PrintStream out = main.console().out();
        Runtime runtime = Runtime.getRuntime();
        new Table()
                .row("gradcam4j", Version.current())
                .row(
                        "java",
                        System.getProperty("java.vm.name") + " " + Runtime.version(),
                        System.getProperty("java.home"))
                .row(
                        "system",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch"),
                        runtime.availableProcessors() + " cores, heap up to " + Console.size(runtime.maxMemory()))
                .row("fast start", System.getProperty("gradcam4j.archive", "no class-data archive in use"))
                .print(out, "");
        Table backends = new Table();
        platform.backends().all().forEach(backend -> backends.row(backend.id(), state(backend)));
        section(out, "backends", backends);
        Table kernels = new Table();
        platform.kernels().all().forEach(kernel -> kernels.row(kernel.id(), state(kernel)));
        KernelChoice automatic = platform.automaticKernel();
        kernels.row("auto", automatic.kernel() + ": " + automatic.reason());
        section(out, "kernels", kernels);
        Table models = new Table();
        platform.models()
                .all()
                .forEach(model -> models.row(
                        model.id(), model.kind().name().toLowerCase(java.util.Locale.ROOT), model.description()));
        section(out, "bundled models", models);
        Table readers = new Table();
        platform.readers()
                .all()
                .forEach(reader -> readers.row(reader.id(), String.join(", ", new TreeSet<>(reader.extensions()))));
        section(out, "readers", readers);
        Table others = new Table()
                .row("methods", ids(platform.methods().all()))
                .row("targets", ids(platform.targets().all()))
                .row("tokenizers", ids(platform.tokenizers().all()))
                .row("formats", ids(platform.formatters().all()));
        section(out, "also", others);
        Table issues = new Table();
        platform.issues().forEach(issue -> issues.row(issue.kind(), issue.provider(), issue.reason()));
        section(out, "plug-ins that are not used", issues);
        return ExitCode.DONE.number();
    }

    private static void section(PrintStream out, String title, Table rows) {
        out.println();
        out.println(title);
        (rows.isEmpty() ? new Table().row("none") : rows).print(out, "  ");
    }

    private static String state(CamKernel kernel) {
        if (kernel.availability() instanceof Availability.Available there) {
            return "ready, version " + there.version() + ", on " + String.join("; also there: ", there.devices());
        }
        return state(kernel.availability());
    }

    private static String state(GradientBackend backend) {
        List<NativeJar> missing = MissingParts.of(backend);
        return missing.isEmpty()
                ? state(backend.availability())
                : "not ready: lacks " + MissingParts.names(missing) + ". Fetch with: " + MissingParts.command(backend);
    }

    private static String state(Availability availability) {
        if (availability instanceof Availability.Available there) {
            String drivers = there.devices().size() > 1 ? " (drivers are looked for when a device is used)" : "";
            return "ready, version " + there.version() + ", on " + String.join(", ", there.devices()) + drivers;
        }
        Availability.Unavailable missing = (Availability.Unavailable) availability;
        return "cannot run here: " + missing.reason() + ". " + missing.remedy();
    }

    private static String ids(List<? extends Provider> providers) {
        return providers.stream().map(Provider::id).collect(Collectors.joining(", "));
    }
}
