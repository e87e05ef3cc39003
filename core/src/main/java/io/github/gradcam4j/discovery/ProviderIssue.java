package io.github.gradcam4j.discovery;

/**
 * Reports a plug-in that could not be loaded or is not used.
 *
 * @param kind the kind of plug-in, such as {@code backend}
 * @param provider the class or jar, as far as it is known
 * @param reason what went wrong
 */
public record ProviderIssue(String kind, String provider, String reason) {}
