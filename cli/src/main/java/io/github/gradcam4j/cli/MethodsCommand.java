package io.github.gradcam4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the methods. */
@Command(name = "methods", description = "Lists the methods, with what they do and the paper they follow.")
final class MethodsCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Main main;

    @Override
    public Integer call() {
        Table table = new Table();
        main.platform()
                .methods()
                .all()
                .forEach(method -> table.row(method.id(), method.description(), method.reference()));
        table.print(main.console().out(), "");
        return ExitCode.DONE.number();
    }
}
