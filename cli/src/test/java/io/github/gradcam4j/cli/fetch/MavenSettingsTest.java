package io.github.gradcam4j.cli.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.BackendUnavailableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MavenSettingsTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();

    @BeforeEach
    void setUp() {
        system.setProperty("user.home", home.toString());
    }

    private Repository central() {
        return Repository.central(MavenSettings.read(environment, system));
    }

    private Path user(String content) throws IOException {
        return write(".m2/settings.xml", content);
    }

    private Path write(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file, "<settings xmlns=\"http://maven.apache.org/SETTINGS/1.2.0\">" + content + "</settings>");
    }

    private static String mirror(String id, String of, String url) {
        return "<mirror><id>" + id + "</id><mirrorOf>" + of + "</mirrorOf><url>" + url + "</url></mirror>";
    }

    private static String mirrors(String... mirrors) {
        return "<mirrors>" + String.join("", mirrors) + "</mirrors>";
    }

    @Test
    void without_settings_it_is_maven_central() {
        assertThat(central().address()).hasToString("https://repo.maven.apache.org/maven2");
        assertThat(central().authorization()).isEmpty();
        assertThat(central().proxy()).isEmpty();
        assertThat(MavenSettings.read(environment, system).localRepository()).contains(home.resolve(".m2/repository"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                 | true",
                "central           | true",
                "external:*        | true",
                "other, central    | true",
                "*, !other         | true",
                "*, !central       | false",
                "!central, *       | false",
                "external:http:*   | false",
                "other             | false",
            })
    void patterns_mean_what_they_mean_in_maven(String pattern, boolean matches) {
        assertThat(Repository.matchesCentral(pattern)).isEqualTo(matches);
    }

    @Test
    void a_mirror_of_exactly_central_comes_first() throws IOException {
        user(mirrors(mirror("all", "*", "https://all.example/"), mirror("one", "central", "https://one.example/r//")));
        assertThat(central().address()).hasToString("https://one.example/r");
    }

    @Test
    void the_user_comes_before_the_installation() throws IOException {
        environment.put("MAVEN_HOME", home.resolve("maven").toString());
        write("maven/conf/settings.xml", mirrors(mirror("m", "*", "https://global.example")));
        assertThat(central().address()).hasToString("https://global.example");
        user(mirrors(mirror("m", "*", "https://user.example")));
        assertThat(central().address()).hasToString("https://user.example");
    }

    @Test
    void the_arguments_of_every_maven_count_and_properties_more() throws IOException {
        Path named = write("named.xml", mirrors(mirror("m", "*", "https://named.example")));
        environment.put("MAVEN_ARGS", "-B -s " + named + " -Dmaven.repo.local=" + home.resolve("r"));
        assertThat(central().address()).hasToString("https://named.example");
        assertThat(MavenSettings.read(environment, system).localRepository()).contains(home.resolve("r"));
        Path other = write("other.xml", mirrors(mirror("m", "*", "https://other.example")));
        system.setProperty("maven.user.settings", other.toString());
        assertThat(central().address()).hasToString("https://other.example");
    }

    @Test
    void logins_may_come_from_the_environment() throws IOException {
        environment.put("SECRET", "a$b\\c");
        user(mirrors(mirror("m", "*", "https://m.example")) + "<servers><server><id>m</id><username>me</username>"
                + "<password>${env.SECRET}</password></server></servers>");
        assertThat(central().authorization()).contains("Basic bWU6YSRiXGM=");
        assertThat(MavenSettings.read(environment, system).toString()).doesNotContain("a$b");
    }

    @Test
    void a_login_in_the_address_is_used_and_not_shown() throws IOException {
        user(mirrors(mirror("m", "*", "https://me:pass@m.example:8443/r")));
        assertThat(central().authorization()).contains("Basic bWU6cGFzcw==");
        assertThat(central().toString()).isEqualTo("https://m.example:8443/r");
    }

    @Test
    void what_only_maven_can_read_is_said() throws IOException {
        user(mirrors(mirror("m", "*", "https://m.example")) + "<servers><server><id>m</id><username>me</username>"
                + "<password>{AbC=}</password></server></servers>");
        assertThatThrownBy(this::central)
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContainingAll("'m'", "encrypted");
    }

    @Test
    void proxies_are_used_if_active_and_not_excepted() throws IOException {
        String proxies = "<proxies><proxy><active>false</active><host>off.example</host></proxy><proxy><protocol>http"
                + "</protocol><host>proxy.example</host><port>3128</port><username>me</username>"
                + "<nonProxyHosts>localhost|*.corp.example</nonProxyHosts></proxy></proxies>";
        user(proxies);
        assertThat(central().proxy().orElseThrow().address())
                .isEqualTo(InetSocketAddress.createUnresolved("proxy.example", 3128));
        assertThat(central().proxyLogin().orElseThrow().username()).isEqualTo("me");
        user(proxies + mirrors(mirror("m", "*", "https://maven.corp.example")));
        assertThat(central().proxy()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"65536", "-1", "http", "123456"})
    void a_port_that_is_none_is_refused(String port) throws IOException {
        user("<proxies><proxy><host>p.example</host><port>" + port + "</port></proxy></proxies>");
        assertThatThrownBy(this::central).hasMessageContainingAll("'" + port + "'", "port");
    }

    @Test
    void a_blocked_mirror_is_not_gone_around() throws IOException {
        user("<mirrors><mirror><id>no</id><mirrorOf>*</mirrorOf><url>https://no.example</url><blocked>true</blocked>"
                + "</mirror></mirrors>");
        assertThatThrownBy(this::central).hasMessageContainingAll("block", "'no'");
    }

    @ParameterizedTest
    @CsvSource({"file:///r", "m.example/r", "''", "ftp://m.example", "'https://a b'"})
    void a_mirror_of_another_kind_is_refused(String url) throws IOException {
        user(mirrors(mirror("m", "*", url)));
        assertThatThrownBy(this::central).hasMessageContainingAll("'m'", "'" + url + "'", "https://");
    }

    @Test
    void settings_may_forbid_the_network_and_name_a_repository() throws IOException {
        user("<localRepository>${user.home}/mine</localRepository><offline>true</offline>");
        MavenSettings settings = MavenSettings.read(environment, system);
        assertThat(settings.offline()).isTrue();
        assertThat(settings.localRepository()).contains(home.resolve("mine"));
    }

    @Test
    void damaged_settings_stop_everything() throws IOException {
        Path file = user("<mirrors>");
        assertThatThrownBy(this::central)
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContainingAll(file.toString(), "mirrors", "corrected");
    }

    @Test
    void no_entity_is_looked_up() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), "s3cret");
        Path file = user("");
        Files.writeString(
                file,
                "<!DOCTYPE settings [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]><settings><localRepository>&x;"
                        + "</localRepository></settings>");
        assertThatThrownBy(this::central).hasMessageContaining("DOCTYPE").hasMessageNotContaining("s3cret");
    }
}
