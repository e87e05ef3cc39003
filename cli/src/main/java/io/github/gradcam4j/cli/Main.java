package io.github.gradcam4j.cli;

import io.github.gradcam4j.Version;
import io.github.gradcam4j.discovery.Platform;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Is the command {@code gradcam4j}. */
@Command(
        name = "gradcam4j",
        description = "Tells why a neural network said that.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Main.VersionLine.class,
        sortOptions = false)
public final class Main {
    private static final List<Class<?>> COMMANDS = List.of(
            ExplainCommand.class,
            LayersCommand.class,
            MethodsCommand.class,
            TargetsCommand.class,
            FormatsCommand.class,
            SidecarCommand.class,
            CompileCommand.class,
            DoctorCommand.class,
            InstallCommand.class);

    /** What picocli says of {@code --shape x}. */
    private static final String KEY_VALUE =
            "(?s)^Value for option option '(.*)' \\((.*)\\) should be in KEY=VALUE format but was (.*)$";

    private final Console console;
    private final FutureTask<Platform> platform;

    @Option(names = "--stacktrace", hidden = true, scope = ScopeType.INHERIT)
    private boolean stackTraces;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version")
    @SuppressWarnings("unused") // picocli reads it
    private boolean version;

    private Main(Console console, FutureTask<Platform> platform) {
        this.console = console;
        this.platform = platform;
    }

    /**
     * Runs the command and ends the process.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments, Console.system(), Platform::discover));
    }

    /** Runs a command line with the given plug-ins, which are looked for while options are read, and returns its exit code. */
    static int run(String[] arguments, Console console, Callable<Platform> plugIns) {
        FutureTask<Platform> platform = new FutureTask<>(plugIns);
        Thread finder = new Thread(platform, "gradcam4j-plug-ins");
        finder.setDaemon(true);
        finder.start();
        Main main = new Main(console, platform);
        CommandLine line = new CommandLine(main);
        COMMANDS.stream().filter(command -> isNeeded(command, arguments)).forEach(line::addSubcommand);
        // A document may begin with an @, and what a file of that name holds are no options.
        line.setExpandAtFiles(false)
                .setOut(new PrintWriter(console.out(), true, Charset.defaultCharset()))
                .setErr(new PrintWriter(console.err(), true, Charset.defaultCharset()))
                .setParameterExceptionHandler(main::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> main.failed(failure));
        if (arguments.length == 0) {
            line.usage(line.getErr());
            return ExitCode.USAGE.number();
        }
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
            return main.failed(e);
        } finally {
            console.out().flush();
        }
    }

    Console console() {
        return console;
    }

    boolean stackTraces() {
        return stackTraces;
    }

    /** Reflection on all commands costs a cold start more than on the one that is asked for. */
    private static boolean isNeeded(Class<?> command, String[] arguments) {
        return arguments.length == 0
                || COMMANDS.stream().map(Main::name).noneMatch(arguments[0]::equals)
                || name(command).equals(arguments[0]);
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** Returns the plug-ins. */
    Platform platform() {
        return Futures.get(platform);
    }

    private int wrongUsage(CommandLine.ParameterException wrong, String[] arguments) {
        StringBuilder text =
                new StringBuilder(String.valueOf(wrong.getMessage()).replaceFirst(KEY_VALUE, "$1 needs $2, not '$3'"));
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            text.append(". Nearest: ").append(String.join(", ", unmatched.getSuggestions()));
        }
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        console.message(text + ". See: " + command + " --help");
        if (stackTraces) {
            wrong.printStackTrace(console.err());
        }
        return ExitCode.USAGE.number();
    }

    private int failed(Throwable failure) {
        boolean known = failure instanceof CommandFailure;
        Throwable cause = known && failure.getCause() != null ? failure.getCause() : failure;
        console.message(ExitCode.reason(cause));
        if (stackTraces) {
            cause.printStackTrace(console.err());
        }
        return (failure instanceof CommandFailure command ? command.exitCode() : ExitCode.of(failure)).number();
    }

    /** Tells the version. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gradcam4j " + Version.current()};
        }
    }
}
