package io.github.gradcam4j.discovery;

/**
 * Says which kernel sums maps where none is chosen.
 *
 * @param kernel the id of the kernel; several for tasks of several sizes are joined by {@code +}
 * @param reason why, for people
 */
public record KernelChoice(String kernel, String reason) {}
