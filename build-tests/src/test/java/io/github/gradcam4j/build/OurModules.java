package io.github.gradcam4j.build;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.File;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The modules of this project, as they lie on the class path of the tests: folders or jars. */
final class OurModules {
    static final String HOUSE = "io.github.gradcam4j.";

    private static final Map<String, ModuleReference> ALL = find();
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importLocations(ALL.values().stream().map(OurModules::content).toList());

    private OurModules() {}

    /** Returns modules by the end of their names, such as {@code core}. */
    static Map<String, ModuleReference> all() {
        return ALL;
    }

    private static Map<String, ModuleReference> find() {
        Map<String, ModuleReference> modules = new TreeMap<>();
        for (Path entry : classPath()) {
            try {
                ModuleFinder.of(entry).findAll().stream()
                        .filter(module -> module.descriptor().name().startsWith(HOUSE))
                        .forEach(
                                module -> modules.put(module.descriptor().name().substring(HOUSE.length()), module));
            } catch (FindException e) {
                // a jar whose name is no module name is none of ours
            }
        }
        return modules;
    }

    static Path[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toArray(Path[]::new);
    }

    static Path location(ModuleReference module) {
        return Path.of(module.location().orElseThrow());
    }

    /** Jars after the packaging phase, folders before it. */
    private static Location content(ModuleReference module) {
        URI uri = location(module).toUri();
        return Location.of(Files.isDirectory(location(module)) ? uri : URI.create("jar:" + uri + "!/"));
    }

    static ModuleDescriptor descriptor(String name) {
        return all().get(name).descriptor();
    }

    /** Returns the classes of all modules, and of each: from one import, which is what costs time. */
    static JavaClasses classes() {
        return CLASSES;
    }

    static JavaClasses classes(String module) {
        String location = location(all().get(module)).toUri().getRawPath();
        return CLASSES.that(new DescribedPredicate<>("in " + module) {
            @Override
            public boolean test(JavaClass type) {
                return type.getSource().orElseThrow().getUri().toString().contains(location);
            }
        });
    }
}
