package io.github.gradcam4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the kinds of targets. */
@Command(name = "targets", description = "Lists the kinds of questions, and how they are written.")
final class TargetsCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Override
    public Integer call() {
        Table table = new Table();
        main.platform()
                .targets()
                .all()
                .forEach(target -> table.row(target.id(), target.syntax(), target.description()));
        table.print(main.console().out(), "");
        return ExitCode.DONE.number();
    }
}
