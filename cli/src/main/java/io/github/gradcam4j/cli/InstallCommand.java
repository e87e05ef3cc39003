package io.github.gradcam4j.cli;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.GradientBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes backends ready ahead of time: fetches the native jars that they lack. */
@Command(
        name = "install",
        description = "Makes backends ready to use ahead of time: fetches the native jars that they lack,"
                + " from Maven Central or the mirror that Maven's settings.xml names for it.")
final class InstallCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Parameters(paramLabel = "BACKEND", arity = "1..*", description = "ids of backends, see: gradcam4j doctor")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--offline",
            description = "fetch nothing from the network; Maven's local repository is looked into")
    private boolean offline;

    @Override
    public Integer call() {
        Platform platform = main.platform();
        List<GradientBackend> backends =
                ids.stream().map(platform.backends()::require).toList();
        MissingParts parts = new MissingParts(main.console(), offline);
        ExitCode exitCode = ExitCode.DONE;
        for (GradientBackend backend : backends) {
            try {
                parts.fetch(backend);
            } catch (BackendUnavailableException e) {
                main.console().message(ExitCode.reason(e));
                exitCode = ExitCode.MODEL;
                continue;
            }
            if (backend.availability() instanceof Availability.Available there) {
                main.console().out().println(backend.id() + " is ready: version " + there.version());
            } else if (backend.availability() instanceof Availability.Unavailable missing) {
                main.console()
                        .message("the backend '" + backend.id() + "' cannot run here: " + missing.reason() + ". "
                                + missing.remedy());
                exitCode = ExitCode.MODEL;
            }
        }
        return exitCode.number();
    }
}
