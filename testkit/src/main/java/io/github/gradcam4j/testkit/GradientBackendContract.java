package io.github.gradcam4j.testkit;

import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks that a {@link GradientBackend} keeps its contract. Extend this class, supply the backend and a handful of small
 * models, and run it with JUnit: every rule appears under its number, once for each model, and is skipped where it does not
 * apply.
 *
 * <p>Gradients are held against central differences of the backend's own forward runs, so no recorded numbers are needed;
 * {@link TestModel#withReferences} adds some where they exist. Describe networks of different kinds: with and without a
 * final softmax, channels first and last, with paths around a layer, with a fixed batch, and keep them small, because
 * every rule runs every model several times.
 */
public abstract class GradientBackendContract {
    /** Creates the contract test. */
    protected GradientBackendContract() {}

    /**
     * Returns the backend under test.
     *
     * @return a new instance on every call
     */
    protected abstract GradientBackend backend();

    /**
     * Describes the models that the rules run.
     *
     * @return at least one; the same on every call
     */
    protected abstract List<TestModel> models();

    /**
     * Lists the rules, so that documents and reports can name them.
     *
     * @return number and title of each rule, in order
     */
    public static List<String> titles() {
        List<String> titles = new ArrayList<>();
        BackendRules.ALL.forEach(rule -> titles.add(rule.label()));
        modelRules().forEach(rule -> titles.add(rule.label()));
        return List.copyOf(titles);
    }

    /**
     * Makes a test of every rule.
     *
     * @return a test for each rule about the backend, a container of one test for each model for the others
     */
    @TestFactory
    @DisplayName("gradient backend contract")
    protected Stream<DynamicNode> rules() {
        if (models().isEmpty()) {
            throw new AssertionError("models() describes no model, so nothing would be checked");
        }
        Stream<DynamicNode> backendRules = BackendRules.ALL.stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.label(), () -> rule.run(this, backend().id())));
        return Stream.concat(
                backendRules,
                modelRules()
                        .map(rule -> DynamicContainer.dynamicContainer(
                                rule.label(), models().stream().map(model -> test(rule, model)))));
    }

    private DynamicTest test(Rule<Subject> rule, TestModel model) {
        return DynamicTest.dynamicTest(rule.id() + " " + model.name(), () -> {
            GradientBackend backend = backend();
            try (GradientModel open = backend.open(model.source(), model.options())) {
                rule.run(new Subject(backend, model, open), model.name());
            }
        });
    }

    private static Stream<Rule<Subject>> modelRules() {
        return Stream.of(ForwardRules.ALL, GradientRules.ALL, DifferenceRules.ALL, RefusalRules.ALL, LifeRules.ALL)
                .flatMap(List::stream);
    }
}
