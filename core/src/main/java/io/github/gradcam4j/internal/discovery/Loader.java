package io.github.gradcam4j.internal.discovery;

import io.github.gradcam4j.discovery.ProviderIssue;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Iterates over a service loader so that a broken plug-in costs only itself. */
public final class Loader {
    /** An unreadable services file could fail for ever. */
    private static final int CONSECUTIVE_FAILURES = 20;

    private Loader() {}

    /** Returns all plug-ins that load; what does not is added to the issues. */
    public static <P> List<P> load(Class<P> type, String kind, ClassLoader loader, List<ProviderIssue> issues) {
        List<P> found = new ArrayList<>();
        Iterator<ServiceLoader.Provider<P>> iterator =
                ServiceLoader.load(type, loader).stream().iterator();
        int failures = 0;
        while (failures < CONSECUTIVE_FAILURES) {
            ServiceLoader.Provider<P> provider;
            // A missing class or superclass is thrown by the iterator, as an error of either type.
            try {
                if (!iterator.hasNext()) {
                    break;
                }
                provider = iterator.next();
                failures = 0;
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                issues.add(new ProviderIssue(kind, "a services file", reason(e)));
                continue;
            }
            // A failing constructor or static block is thrown here.
            try {
                found.add(provider.get());
            } catch (ServiceConfigurationError | LinkageError e) {
                issues.add(new ProviderIssue(kind, provider.type().getName(), reason(e)));
            }
        }
        return found;
    }

    /** Returns class and jar of a plug-in, for messages. */
    public static String where(Object provider) {
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        return provider.getClass().getName() + (source == null ? "" : " in " + source.getLocation());
    }

    private static String reason(Throwable thrown) {
        StringBuilder reason = new StringBuilder(String.valueOf(thrown.getMessage()));
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            reason.append(": ").append(cause);
        }
        return reason.toString();
    }
}
