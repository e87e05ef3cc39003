package io.github.gradcam4j.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The class path finds plug-ins by services files, the module path by {@code provides}: both must say the same. */
class ServicesTest {
    private static final String FOLDER = "META-INF/services/";

    @Test
    void services_files_and_provides_name_the_same_plug_ins() throws IOException {
        int services = 0;
        for (ModuleReference module : OurModules.all().values()) {
            Map<String, Set<String>> declared = module.descriptor().provides().stream()
                    .collect(Collectors.toMap(
                            ModuleDescriptor.Provides::service, provides -> new TreeSet<>(provides.providers())));
            assertThat(files(module)).as(module.descriptor().name()).isEqualTo(new TreeMap<>(declared));
            services += declared.size();
        }
        assertThat(services).as("services of all modules").isGreaterThanOrEqualTo(8);
    }

    @Test
    void whatever_is_provided_to_core_is_used_by_core() {
        Set<String> used = OurModules.descriptor("core").uses();
        OurModules.all()
                .values()
                .forEach(module -> module.descriptor().provides().stream()
                        .map(ModuleDescriptor.Provides::service)
                        .filter(service -> service.startsWith(OurModules.HOUSE + "spi."))
                        .forEach(service -> assertThat(used)
                                .as(module.descriptor().name() + " provides " + service)
                                .contains(service)));
    }

    private static Map<String, Set<String>> files(ModuleReference module) throws IOException {
        Map<String, Set<String>> files = new TreeMap<>();
        try (ModuleReader reader = module.open()) {
            for (String name : reader.list().filter(n -> n.startsWith(FOLDER)).toList()) {
                if (!name.endsWith("/")) {
                    String text = new String(reader.open(name).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
                    files.put(
                            name.substring(FOLDER.length()),
                            text.lines()
                                    .map(line -> line.replaceAll("#.*", "").strip())
                                    .filter(line -> !line.isEmpty())
                                    .collect(Collectors.toCollection(TreeSet::new)));
                }
            }
        }
        return files;
    }
}
