package io.github.gradcam4j.cli;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.spi.ExplanationFormatter;
import io.github.gradcam4j.spi.FormatRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Prints one JSON document after another, and nothing else, to standard output. */
record JsonToStandardOutput(ExplanationFormatter json, Console console) implements Delivery {
    @Override
    public Runnable prepare(List<Explanation> explanations, String stem, String input) {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try {
            for (Explanation explanation : explanations) {
                json.write(explanation, FormatRequest.of(0), document);
            }
        } catch (IOException e) {
            throw new GradCamException("the JSON cannot be written: " + e.getMessage(), e);
        }
        return () -> print(document);
    }

    private void print(ByteArrayOutputStream document) {
        PrintStream out = console.out();
        out.writeBytes(document.toByteArray());
        out.flush();
        if (out.checkError()) {
            throw new GradCamException("standard output does not take the JSON: it is closed, or its disk is full");
        }
    }
}
