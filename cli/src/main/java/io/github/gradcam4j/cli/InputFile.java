package io.github.gradcam4j.cli;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Input;
import io.github.gradcam4j.input.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Is one thing to explain, named on the command line or found in a folder. Nothing is read before its turn. */
sealed interface InputFile permits InputFile.OnDisk, InputFile.Given, InputFile.Absent, PipedInput {
    /** Returns what people call it in messages. */
    String name();

    /** Returns the name that results are called after, with its extension. */
    String fileName();

    /** Reads it. */
    Input read(Platform platform);

    /** Returns the file, where there is one. */
    default Optional<Path> path() {
        return Optional.empty();
    }

    /** A file. */
    record OnDisk(Path file) implements InputFile {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public String fileName() {
            return String.valueOf(file.getFileName());
        }

        @Override
        public Input read(Platform platform) {
            return platform.read(file);
        }

        @Override
        public Optional<Path> path() {
            return Optional.of(file);
        }
    }

    /** A document on the command line; {@code name} tells several apart. */
    record Given(String name, String text) implements InputFile {
        @Override
        public String fileName() {
            return name;
        }

        @Override
        public Input read(Platform platform) {
            return new Document(Source.named(name), text);
        }

        @Override
        public boolean isText() {
            return true;
        }

        /** Returns one for each text. */
        static List<InputFile> all(List<String> texts) {
            List<InputFile> all = new ArrayList<>();
            for (String text : texts) {
                all.add(new Given(texts.size() == 1 ? "text" : "text" + (all.size() + 1), text));
            }
            return all;
        }
    }

    /** Tells whether it is a text: by its name, unless it has none of its own. */
    default boolean isText() {
        return isText(fileName());
    }

    /** Tells whether a file is a text by its name. */
    static boolean isText(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(".txt");
    }

    /** An argument that led to no file. */
    record Absent(String argument, String reason) implements InputFile {
        @Override
        public String name() {
            return argument;
        }

        @Override
        public String fileName() {
            return argument;
        }

        @Override
        public Input read(Platform platform) {
            throw new InputException(reason);
        }
    }
}
