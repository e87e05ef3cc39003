package io.github.gradcam4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the output formats. */
@Command(name = "formats", description = "Lists the output formats.")
final class FormatsCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Override
    public Integer call() {
        Table table = new Table();
        main.platform()
                .formatters()
                .all()
                .forEach(format -> table.row(
                        format.id(), format.perTarget() ? "one per target" : "one per input", format.description()));
        table.print(main.console().out(), "");
        return ExitCode.DONE.number();
    }
}
