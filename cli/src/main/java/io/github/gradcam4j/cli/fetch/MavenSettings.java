package io.github.gradcam4j.cli.fetch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Is what the settings of Maven say about fetching.
 *
 * @param offline whether they forbid the network
 * @param localRepository where Maven keeps what it fetched; empty for its default
 * @param mirrors in the order in which Maven asks them
 * @param servers who logs in where
 * @param proxies the active ones, in order
 */
record MavenSettings(
        boolean offline,
        Optional<Path> localRepository,
        List<Mirror> mirrors,
        List<Server> servers,
        List<Proxy> proxies) {
    static final MavenSettings NONE = new MavenSettings(false, Optional.empty(), List.of(), List.of(), List.of());

    MavenSettings {
        mirrors = List.copyOf(mirrors);
        servers = List.copyOf(servers);
        proxies = List.copyOf(proxies);
    }

    /** A repository that stands for others. */
    record Mirror(String id, String mirrorOf, String url, boolean blocked) {}

    /** A login for the repository of the same id. */
    record Server(String id, String username, String password) {
        @Override
        public String toString() {
            return "Server[id=" + id + "]";
        }
    }

    /** A way to hosts; {@code nonProxyHosts} is a list with bars between and stars in it. */
    record Proxy(String protocol, String host, int port, String username, String password, String nonProxyHosts) {
        @Override
        public String toString() {
            return "Proxy[" + protocol + "://" + host + ":" + port + "]";
        }
    }

    /** Reads the settings of this user and of the installation; files that are not there say nothing. */
    static MavenSettings read(Map<String, String> environment, Properties system) {
        MavenPlaces places = MavenPlaces.of(environment, system);
        SettingsFile file = new SettingsFile(environment, system);
        MavenSettings user = file.read(places.userSettings());
        MavenSettings global = places.globalSettings().map(file::read).orElse(NONE);
        return user.over(global)
                .in(places.localRepository()
                        .or(user::localRepository)
                        .or(global::localRepository)
                        .orElse(Path.of(system.getProperty("user.home", "."), ".m2", "repository")));
    }

    /** Returns these settings with what only the others say. */
    MavenSettings over(MavenSettings others) {
        List<Mirror> allMirrors = new ArrayList<>(mirrors);
        others.mirrors.stream()
                .filter(other -> mirrors.stream().noneMatch(own -> own.id().equals(other.id())))
                .forEach(allMirrors::add);
        List<Server> allServers = new ArrayList<>(servers);
        allServers.addAll(others.servers); // the first of an id counts
        List<Proxy> allProxies = new ArrayList<>(proxies);
        allProxies.addAll(others.proxies);
        return new MavenSettings(
                offline || others.offline,
                localRepository.or(others::localRepository),
                allMirrors,
                allServers,
                allProxies);
    }

    private MavenSettings in(Path repository) {
        return new MavenSettings(offline, Optional.of(repository), mirrors, servers, proxies);
    }
}
