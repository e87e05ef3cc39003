package io.github.gradcam4j.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Knows the options of a later version, so that they are refused with a reason rather than as typing errors. */
final class LaterArguments {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    @Option(names = "--text", hidden = true)
    void text(String value) {
        refuse("--text");
    }

    @Option(names = "--tokens", hidden = true)
    void tokens(String value) {
        refuse("--tokens");
    }

    @Option(names = "--pad-token", hidden = true)
    void padToken(String value) {
        refuse("--pad-token");
    }

    @Option(names = "--pad-value", hidden = true)
    void padValue(String value) {
        refuse("--pad-value");
    }

    @Option(names = "--interpolation", hidden = true)
    void interpolation(String value) {
        refuse("--interpolation");
    }

    private void refuse(String option) {
        throw new ParameterException(
                command.commandLine(),
                "option '" + option
                        + "' is for texts, which this version does not explain yet. It explains pictures and"
                        + " .npy arrays");
    }
}
