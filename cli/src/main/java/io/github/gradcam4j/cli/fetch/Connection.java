package io.github.gradcam4j.cli.fetch;

import io.github.gradcam4j.BackendUnavailableException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens addresses of a repository. {@link HttpURLConnection} rather than the younger client: only its limit of time holds for
 * the body too, and a connection that went silent is noticed.
 */
final class Connection {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 5;

    private final Repository repository;
    private final int milliseconds;

    Connection(Repository repository) {
        this(repository, PATIENCE);
    }

    Connection(Repository repository, Duration patience) {
        this.repository = repository;
        this.milliseconds = Math.toIntExact(patience.toMillis());
    }

    /**
     * Asks for a file and follows redirects, which are never allowed to give up encryption.
     *
     * @return a connection whose status is none of a redirect; the caller disconnects
     * @throws IOException if there is no answer
     */
    HttpURLConnection open(URI address) throws IOException {
        URI from = address;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpURLConnection connection = connect(from, sameHost(from, address));
            int status = connection.getResponseCode();
            String to = connection.getHeaderField("Location");
            if (status < 300 || status >= 400 || status == HttpURLConnection.HTTP_NOT_MODIFIED || to == null) {
                return connection;
            }
            connection.disconnect();
            from = redirected(from, to);
        }
        throw new BackendUnavailableException(
                "'" + address + "' redirects more than " + MOST_REDIRECTS + " times. Check the mirror");
    }

    private static URI redirected(URI from, String to) {
        try {
            URI target = from.resolve(new URI(to));
            if ("https".equals(target.getScheme()) || sameHost(from, target)) {
                return target;
            }
        } catch (URISyntaxException e) {
            // as bad as any other that is not followed
        }
        throw new BackendUnavailableException("'" + from + "' redirects to '" + to
                + "', which is not followed: only https:// is, or the same host. Check the mirror");
    }

    private static boolean sameHost(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private HttpURLConnection connect(URI address, boolean toRepository) throws IOException {
        Optional<Proxy> proxy = repository.proxy();
        if (proxy.isPresent() && repository.proxyLogin().isPresent()) {
            // Java would not log in at a proxy for https:// otherwise, as Maven does; read once, at the first
            // connection.
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        }
        HttpURLConnection connection = (HttpURLConnection)
                (proxy.isPresent()
                        ? address.toURL().openConnection(proxy.get())
                        : address.toURL().openConnection());
        repository.proxyLogin().ifPresent(login -> connection.setAuthenticator(new AtProxy(login)));
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(milliseconds);
        connection.setReadTimeout(milliseconds);
        connection.setRequestProperty("User-Agent", "gradcam4j");
        if (toRepository) {
            repository.authorization().ifPresent(login -> connection.setRequestProperty("Authorization", login));
        }
        return connection;
    }

    /** Logs in at the proxy, and nowhere else. */
    private static final class AtProxy extends Authenticator {
        private final MavenSettings.Proxy login;

        AtProxy(MavenSettings.Proxy login) {
            this.login = login;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY
                    ? new PasswordAuthentication(
                            login.username(), login.password().toCharArray())
                    : null;
        }
    }
}
