package io.github.gradcam4j.cli.fetch;

import io.github.gradcam4j.BackendUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads one {@code settings.xml}. */
final class SettingsFile {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

    private final Map<String, String> environment;
    private final Properties system;

    SettingsFile(Map<String, String> environment, Properties system) {
        this.environment = environment;
        this.system = system;
    }

    /** Returns what a file says; nothing if it is not there. */
    MavenSettings read(Path file) {
        if (!Files.isRegularFile(file)) {
            return MavenSettings.NONE;
        }
        try (InputStream in = Files.newInputStream(file)) {
            DocumentBuilder parser = parser();
            parser.setErrorHandler(new DefaultHandler()); // or else it prints
            return settings(parser.parse(in).getDocumentElement());
        } catch (IOException | SAXException | IllegalArgumentException e) {
            throw new BackendUnavailableException(
                    "Maven's settings in '" + file + "' cannot be read: " + e.getMessage()
                            + ". They say which repository is asked, so nothing is fetched until they are corrected",
                    e);
        }
    }

    /** Settings need no document type, so none is allowed: no entity reaches for files or the network. */
    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            return factory.newDocumentBuilder();
        } catch (ParserConfigurationException e) {
            throw new AssertionError("the parser of the JDK knows this feature", e);
        }
    }

    private MavenSettings settings(Element root) {
        List<MavenSettings.Mirror> mirrors = new ArrayList<>();
        for (Element mirror : list(root, "mirrors")) {
            mirrors.add(new MavenSettings.Mirror(
                    text(mirror, "id", "default"),
                    text(mirror, "mirrorOf", ""),
                    text(mirror, "url", ""),
                    text(mirror, "blocked", "false").equals("true")));
        }
        List<MavenSettings.Server> servers = new ArrayList<>();
        for (Element server : list(root, "servers")) {
            servers.add(new MavenSettings.Server(
                    text(server, "id", "default"), text(server, "username", ""), text(server, "password", "")));
        }
        List<MavenSettings.Proxy> proxies = new ArrayList<>();
        for (Element proxy : list(root, "proxies")) {
            if (text(proxy, "active", "true").equals("true")) {
                proxies.add(new MavenSettings.Proxy(
                        text(proxy, "protocol", "http"),
                        text(proxy, "host", ""),
                        port(text(proxy, "port", "8080")),
                        text(proxy, "username", ""),
                        text(proxy, "password", ""),
                        text(proxy, "nonProxyHosts", "")));
            }
        }
        String repository = text(root, "localRepository", "");
        return new MavenSettings(
                text(root, "offline", "false").equals("true"),
                repository.isEmpty() ? Optional.empty() : Optional.of(Path.of(repository)),
                mirrors,
                servers,
                proxies);
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("'" + text + "' is no port of a proxy");
        }
        return Integer.parseInt(text);
    }

    private static List<Element> list(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getLocalName().equals(name))
                .flatMap(list -> children(list).stream())
                .toList();
    }

    private String text(Element parent, String name, String otherwise) {
        return children(parent).stream()
                .filter(child -> child.getLocalName().equals(name))
                .findFirst()
                .map(child -> expanded(child.getTextContent().strip()))
                .filter(text -> !text.isEmpty())
                .orElse(otherwise);
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** Placeholders that nobody defines stay, as in Maven. */
    private String expanded(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    }

    private String value(MatchResult found) {
        String name = found.group(1);
        return name.startsWith("env.")
                ? environment.getOrDefault(name.substring("env.".length()), found.group())
                : system.getProperty(name, found.group());
    }
}
