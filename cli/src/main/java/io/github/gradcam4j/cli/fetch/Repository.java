package io.github.gradcam4j.cli.fetch;

import io.github.gradcam4j.BackendUnavailableException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Is the one repository that is asked: Maven Central, or what Maven's settings put in its place.
 *
 * @param address without a slash at its end and without a login
 * @param authorization what the repository wants to be told about who asks
 * @param proxy the way there; empty for that of the Java platform
 * @param proxyLogin who goes that way
 */
record Repository(
        URI address, Optional<String> authorization, Optional<Proxy> proxy, Optional<MavenSettings.Proxy> proxyLogin) {
    static final String CENTRAL = "https://repo.maven.apache.org/maven2";
    private static final String CENTRAL_ID = "central";

    /** Returns what stands for Maven Central in these settings. */
    static Repository central(MavenSettings settings) {
        Optional<MavenSettings.Mirror> mirror = mirrorOfCentral(settings);
        if (mirror.isPresent() && mirror.get().blocked()) {
            throw new BackendUnavailableException("Maven's settings block Maven Central with the mirror '"
                    + mirror.get().id() + "'. Name a mirror that may be used in Maven's settings.xml");
        }
        String id = mirror.map(MavenSettings.Mirror::id).orElse(CENTRAL_ID);
        URI given = address(mirror.map(MavenSettings.Mirror::url).orElse(CENTRAL), id);
        Optional<String> login = settings.servers().stream()
                .filter(server -> server.id().equals(id) && !server.username().isEmpty())
                .findFirst()
                .map(server -> server.username() + ":" + readable(server))
                .or(() -> Optional.ofNullable(given.getUserInfo()));
        URI address = URI.create(given.getScheme() + "://" + given.getHost()
                + (given.getPort() < 0 ? "" : ":" + given.getPort())
                + given.getRawPath().replaceAll("/+$", ""));
        Optional<MavenSettings.Proxy> proxy = proxyTo(address, settings);
        return new Repository(
                address,
                login.map(Repository::basic),
                proxy.map(
                        way -> new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(way.host(), way.port()))),
                proxy.filter(way -> !way.username().isEmpty()));
    }

    /** As in Maven, a mirror of exactly this repository comes before the patterns. */
    private static Optional<MavenSettings.Mirror> mirrorOfCentral(MavenSettings settings) {
        return settings.mirrors().stream()
                .filter(mirror -> mirror.mirrorOf().equals(CENTRAL_ID))
                .findFirst()
                .or(() -> settings.mirrors().stream()
                        .filter(mirror -> matchesCentral(mirror.mirrorOf()))
                        .findFirst());
    }

    static boolean matchesCentral(String mirrorOf) {
        boolean matches = false;
        for (String part : mirrorOf.split(",")) {
            switch (part.strip()) {
                case "!" + CENTRAL_ID -> {
                    return false;
                }
                case CENTRAL_ID, "*", "external:*" -> matches = true;
                default -> {
                    // another repository, or external:http:*, which Central is not
                }
            }
        }
        return matches;
    }

    private static URI address(String url, String id) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            uri = URI.create("");
        }
        if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
            throw new BackendUnavailableException("the mirror '" + id + "' of Maven's settings has the address '" + url
                    + "', of which nothing can be fetched here. Use one with https:// or http://");
        }
        return uri;
    }

    private static String readable(MavenSettings.Server server) {
        if (server.password().startsWith("{") && server.password().endsWith("}")) {
            throw new BackendUnavailableException("the password of the server '" + server.id()
                    + "' in Maven's settings is encrypted, which only Maven can read");
        }
        return server.password();
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<MavenSettings.Proxy> proxyTo(URI address, MavenSettings settings) {
        return settings.proxies().stream()
                .filter(proxy -> proxy.protocol().equalsIgnoreCase(address.getScheme()))
                .findFirst()
                .or(() -> settings.proxies().stream()
                        .filter(proxy -> proxy.protocol().equalsIgnoreCase("http"))
                        .findFirst())
                .filter(proxy -> !without(proxy.nonProxyHosts(), address.getHost()));
    }

    private static boolean without(String nonProxyHosts, String host) {
        String pattern = Arrays.stream(nonProxyHosts.split("[|,]"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name ->
                        Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|"));
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(host).matches();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
