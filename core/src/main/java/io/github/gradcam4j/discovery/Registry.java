package io.github.gradcam4j.discovery;

import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.ProviderNotFoundException;
import io.github.gradcam4j.internal.discovery.Loader;
import io.github.gradcam4j.internal.layer.Nearest;
import io.github.gradcam4j.spi.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds the plug-ins of one kind, in a fixed order: by descending priority, then by id. Immutable.
 *
 * @param <P> the kind of plug-in
 */
public final class Registry<P extends Provider> {
    private static final int LISTED = 12;
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
    private static final String HOUSE = "io.github.gradcam4j.";

    private final String kind;
    private final Map<String, P> providers = new LinkedHashMap<>();
    private final Map<String, String> conflicts = new LinkedHashMap<>();
    private final List<ProviderIssue> issues = new ArrayList<>();

    private Registry(String kind, List<P> found, List<ProviderIssue> loading) {
        this.kind = kind;
        issues.addAll(loading);
        Map<String, List<Named<P>>> byId = new LinkedHashMap<>();
        for (P provider : found) {
            named(provider)
                    .ifPresent(named -> byId.computeIfAbsent(named.id(), key -> new ArrayList<>())
                            .add(named));
        }
        List<Named<P>> accepted = new ArrayList<>();
        byId.forEach((id, sameId) -> single(id, sameId).ifPresent(accepted::add));
        accepted.sort(Comparator.comparingInt((Named<P> named) -> named.priority())
                .reversed()
                .thenComparing(Named::id));
        accepted.forEach(named -> providers.put(named.id(), named.provider()));
    }

    /** A plug-in, asked once for its id and priority, so that they stay what they were. */
    private record Named<P>(String id, int priority, P provider) {}

    /**
     * Finds the plug-ins of one kind with {@link java.util.ServiceLoader}. A plug-in that cannot be loaded becomes an
     * {@linkplain #issues() issue}; the others are found all the same.
     *
     * @param type the plug-in's interface
     * @param kind what people call the kind, such as {@code backend}
     * @param loader where to look
     * @param <P> the kind of plug-in
     * @return what was found
     */
    public static <P extends Provider> Registry<P> load(Class<P> type, String kind, ClassLoader loader) {
        List<ProviderIssue> issues = new ArrayList<>();
        return new Registry<>(kind, Loader.load(type, kind, loader, issues), issues);
    }

    /**
     * Holds given plug-ins.
     *
     * @param kind what people call the kind
     * @param providers the plug-ins
     * @param <P> the kind of plug-in
     * @return a registry of these
     */
    public static <P extends Provider> Registry<P> of(String kind, List<P> providers) {
        return new Registry<>(kind, providers, List.of());
    }

    /**
     * Returns all plug-ins.
     *
     * @return by descending priority, then by id
     */
    public List<P> all() {
        return List.copyOf(providers.values());
    }

    /**
     * Returns what could not be loaded or is not used.
     *
     * @return the issues
     */
    public List<ProviderIssue> issues() {
        return List.copyOf(issues);
    }

    /**
     * Finds a plug-in by id.
     *
     * @param id the id
     * @return the plug-in, if there is one
     */
    public Optional<P> find(String id) {
        return Optional.ofNullable(providers.get(id));
    }

    /**
     * Returns the plug-in that was asked for.
     *
     * @param id the id
     * @return the plug-in
     * @throws ProviderNotFoundException if there is none; the message says what there is, what failed to load, and what to
     *     add
     * @throws GradCamException if two plug-ins claim the id
     */
    public P require(String id) {
        P provider = providers.get(id);
        if (provider != null) {
            return provider;
        }
        if (conflicts.containsKey(id)) {
            throw new GradCamException(conflicts.get(id));
        }
        String present = providers.isEmpty()
                ? "none is on the class path"
                : providers.size() > LISTED
                        ? "the nearest on the class path are " + Nearest.quoted(id, providers.keySet())
                        : "on the class path are "
                                + providers.keySet().stream()
                                        .map(known -> "'" + known + "'")
                                        .collect(Collectors.joining(", "));
        String broken = issues.isEmpty()
                ? ""
                : ". Not loaded: "
                        + issues.stream()
                                .map(issue -> issue.provider() + " (" + issue.reason() + ")")
                                .collect(Collectors.joining("; "));
        throw new ProviderNotFoundException("there is no " + kind + " '" + id + "': " + present + broken
                + ". Choose one of these, or add the jar that brings '" + id + "' (ours are called gradcam4j-...)");
    }

    private Optional<Named<P>> named(P provider) {
        String name = provider.getClass().getName();
        try {
            String id = provider.id();
            if (ID.matcher(id).matches()) {
                return Optional.of(new Named<>(id, provider.priority(), provider));
            }
            issues.add(new ProviderIssue(
                    kind, name, "its id '" + id + "' is not made of 1 to 64 lower-case letters, digits and dashes"));
        } catch (RuntimeException | LinkageError e) {
            issues.add(new ProviderIssue(kind, name, "it fails when asked for id and priority: " + e));
        }
        return Optional.empty();
    }

    private Optional<Named<P>> single(String id, List<Named<P>> sameId) {
        if (sameId.size() == 1) {
            return Optional.of(sameId.get(0));
        }
        List<Named<P>> house = sameId.stream()
                .filter(named -> named.provider().getClass().getName().startsWith(HOUSE))
                .toList();
        String claims =
                sameId.stream().map(named -> Loader.where(named.provider())).collect(Collectors.joining(" and "));
        if (house.size() == 1) {
            issues.add(
                    new ProviderIssue(kind, claims, "the id '" + id + "' is gradcam4j's own; the others are ignored"));
            return Optional.of(house.get(0));
        }
        String conflict = "the " + kind + " id '" + id + "' is claimed by " + claims
                + ". Take all but one of these off the class path";
        conflicts.put(id, conflict);
        issues.add(new ProviderIssue(kind, claims, "they claim the same id '" + id + "'; none is used"));
        return Optional.empty();
    }
}
