package io.github.gradcam4j.spi;

/**
 * Names a tensor inside a network: a layer, which of its calls, and which of its outputs.
 *
 * @param name the layer's name as users know it
 * @param call the number of the call, from 0, for layers that run more than once
 * @param output the number of the output, from 0, for layers with more than one
 */
public record LayerRef(String name, int call, int output) {
    /**
     * Names the first output of the first call.
     *
     * @param name the layer's name
     * @return the reference
     */
    public static LayerRef of(String name) {
        return new LayerRef(name, 0, 0);
    }

    /** Returns the name, with {@code #call} and {@code :output} counted from 0 where they are not the first. */
    @Override
    public String toString() {
        boolean first = call == 0 && output == 0;
        return first ? name : name + (call > 0 ? "#" + call : "") + (output > 0 ? ":" + output : "");
    }
}
