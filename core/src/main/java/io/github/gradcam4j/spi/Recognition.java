package io.github.gradcam4j.spi;

/** Says what a backend makes of a model file, judged by its content. */
public sealed interface Recognition {
    /**
     * Says that the backend can open it.
     *
     * @param confidence 1 to 100: 100 where the format is certain
     */
    record Mine(int confidence) implements Recognition {}

    /** Says that the file is of another kind. */
    record NotMine() implements Recognition {}

    /**
     * Says that the file is of the backend's kind but cannot be opened.
     *
     * @param reason why not
     * @param remedy what the user can do
     */
    record Refused(String reason, String remedy) implements Recognition {}
}
