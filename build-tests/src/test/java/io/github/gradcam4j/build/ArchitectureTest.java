package io.github.gradcam4j.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.build.wrong.WrongHelper;
import io.github.gradcam4j.spi.ModelSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds over all modules; every rule is also shown a class that breaks it. */
class ArchitectureTest {
    private static final JavaClasses OURS = OurModules.classes();
    private static final JavaClasses WRONG = new ClassFileImporter().importPackagesOf(WrongHelper.class);
    private static final Map<String, String> MODULES = modules();

    private static final ArchRule CORE_IS_SMALL = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.gradcam4j..",
                    "java.io..",
                    "java.lang..",
                    "java.math..",
                    "java.net..",
                    "java.nio..",
                    "java.security..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify..",
                    "com.google.auto.service..");

    private static final ArchRule NO_STREAMS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    private static final ArchRule EXCEPTIONS_HAVE_ONE_ROOT = classes()
            .that()
            .areAssignableTo(Throwable.class)
            // Within a module a signal may be of another kind.
            .and()
            .resideOutsideOfPackage("..internal..")
            .should()
            .beAssignableTo(GradCamException.class);

    private static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses().should().haveNameMatching(".*(Util|Utils|Manager|Helper|Helpers)(\\$.*)?");

    private static final ArchRule INTERNAL_STAYS_INSIDE = classes().should(notUseInternalsOfOthers());

    private static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .should(new ArchCondition<>("lie in a package that is NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            type, marked, type.getPackageName() + (marked ? " is" : " is not") + " NullMarked"));
                }
            });

    private static final ArchRule SPI_KNOWS_NO_INTERNALS = noClasses()
            .that()
            .resideInAPackage("io.github.gradcam4j.spi..")
            // Its factory method for files is the one door from the contracts to what is behind them.
            .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(ModelSource.class)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..internal..");

    private static Map<String, String> modules() {
        Map<String, String> modules = new HashMap<>();
        for (String name : OurModules.all().keySet()) {
            OurModules.classes(name).forEach(type -> modules.put(type.getName(), name));
        }
        return modules;
    }

    private static ArchCondition<JavaClass> notUseInternalsOfOthers() {
        return new ArchCondition<>("not use internal packages that other modules do not export to theirs") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass();
                    boolean internal = (target.getPackageName() + ".").contains(".internal.")
                            && MODULES.containsKey(target.getName());
                    String from = MODULES.get(target.getName());
                    String to = MODULES.get(type.getName());
                    if (internal && !from.equals(to) && !isExported(target.getPackageName(), from, to)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean isExported(String source, String from, @Nullable String to) {
        return OurModules.descriptor(from).exports().stream()
                .anyMatch(export ->
                        export.source().equals(source) && export.targets().contains(OurModules.HOUSE + to));
    }

    private static JavaClasses of(boolean cli) {
        return OURS.that(new DescribedPredicate<>("cli is " + cli) {
            @Override
            public boolean test(JavaClass type) {
                return "cli".equals(MODULES.get(type.getName())) == cli;
            }
        });
    }

    @Test
    void the_rules_see_all_modules() {
        assertThat(OurModules.all().keySet())
                .contains(
                        "core",
                        "inputs",
                        "formatters",
                        "models",
                        "onnx",
                        "opencl",
                        "pytorch",
                        "tensorflow",
                        "tokenizers.hf",
                        "testkit");
        assertThat(OURS.size()).as("analysed classes").isGreaterThan(350);
        assertThat(OurModules.classes("core").size()).isGreaterThan(100);
    }

    @Test
    void core_needs_nothing_but_java_base() {
        CORE_IS_SMALL.check(OurModules.classes("core"));
        assertThat(OurModules.descriptor("core").requires().stream()
                        .filter(r ->
                                !r.modifiers().contains(java.lang.module.ModuleDescriptor.Requires.Modifier.STATIC))
                        .map(r -> r.name()))
                .containsExactly("java.base");
    }

    @Test
    void nothing_but_the_command_line_prints() {
        NO_STREAMS.check(of(false));
    }

    @Test
    void internal_packages_are_used_and_exported_by_nobody_else() {
        INTERNAL_STAYS_INSIDE.check(OURS);
        OurModules.all()
                .values()
                .forEach(module -> assertThat(module.descriptor().exports())
                        .as("exports of " + module.descriptor().name())
                        .noneMatch(export -> export.source().contains(".internal") && !export.isQualified()));
    }

    @Test
    void contracts_know_no_internals() {
        SPI_KNOWS_NO_INTERNALS.check(OurModules.classes("core"));
    }

    @Test
    void every_package_is_null_marked() {
        PACKAGES_ARE_NULL_MARKED.check(OURS);
    }

    @Test
    void every_exception_is_a_grad_cam_exception() {
        EXCEPTIONS_HAVE_ONE_ROOT.check(OURS);
    }

    @Test
    void names_say_what_a_class_is() {
        NAMES_SAY_WHAT_A_CLASS_IS.check(OURS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inputs", "formatters", "models", "onnx", "opencl", "pytorch", "tensorflow", "testkit"})
    void arrows_between_modules_point_to_core(String module) {
        Set<String> used = new TreeSet<>();
        for (JavaClass type : OurModules.classes(module)) {
            type.getDirectDependenciesFromSelf()
                    .forEach(d ->
                            used.add(MODULES.getOrDefault(d.getTargetClass().getName(), module)));
        }
        used.remove(module);
        assertThat(used).isSubsetOf("core");
    }

    @Test
    void every_rule_notices_a_class_that_breaks_it() {
        for (ArchRule rule : List.of(
                CORE_IS_SMALL,
                NO_STREAMS,
                EXCEPTIONS_HAVE_ONE_ROOT,
                NAMES_SAY_WHAT_A_CLASS_IS,
                INTERNAL_STAYS_INSIDE,
                PACKAGES_ARE_NULL_MARKED)) {
            assertThat(rule.evaluate(WRONG).hasViolation())
                    .as(rule.getDescription())
                    .isTrue();
        }
    }
}
