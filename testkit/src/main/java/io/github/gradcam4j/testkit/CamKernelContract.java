package io.github.gradcam4j.testkit;

import static io.github.gradcam4j.testkit.Rule.require;

import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamKernel.Weighting;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks that a {@link CamKernel} keeps its contract: against a naive sum in double precision over random layouts, sizes
 * and options. Extend this class and supply the kernel; where it is not available the rules are skipped.
 */
public abstract class CamKernelContract {
    private static final int SEEDS = 60;
    /** Of the size of the summed terms. */
    private static final double TOLERANCE = 1e-6;

    private static final List<Rule<KernelRun>> ALL = List.of(
            new Rule<>("K01", "maps are the sums", CamKernelContract::oracle),
            new Rule<>("K02", "a NaN reaches its map and no other, ReLU or not", CamKernelContract::notANumber),
            new Rule<>("K03", "an infinity reaches the map", CamKernelContract::infinity),
            new Rule<>("K04", "constant layers give constant maps", CamKernelContract::constant),
            new Rule<>("K05", "only the maps are written", CamKernelContract::bounds),
            new Rule<>("K06", "the same task gives the same bits", CamKernelContract::deterministic),
            new Rule<>("K07", "the smallest sums are kept", CamKernelContract::smallest));

    /** Creates the contract test. */
    protected CamKernelContract() {}

    private record KernelRun(CamKernel kernel, KernelCase given) {}

    /**
     * Returns the kernel under test.
     *
     * @return the kernel
     */
    protected abstract CamKernel kernel();

    /**
     * Makes a test of every rule for each seed.
     *
     * @return a container for each rule
     */
    @TestFactory
    @DisplayName("kernel contract")
    protected Stream<DynamicNode> rules() {
        return ALL.stream()
                .map(rule -> DynamicContainer.dynamicContainer(
                        rule.label(), Seeds.first(SEEDS).stream().map(seed -> test(rule, seed))));
    }

    private DynamicTest test(Rule<KernelRun> rule, long seed) {
        KernelCase given = KernelCase.random(seed);
        String name = "seed " + seed + ": " + given;
        return DynamicTest.dynamicTest(rule.id() + " " + name, () -> {
            Assumptions.assumeTrue(
                    kernel().availability() instanceof Availability.Available, "the kernel is not available here");
            rule.run(new KernelRun(kernel(), given), name);
        });
    }

    private static void oracle(KernelRun run) {
        float[] maps = run.given.run(run.kernel);
        KernelCase.Oracle oracle = run.given.oracle();
        for (int i = 0; i < maps.length; i++) {
            double error = Math.abs(maps[i] - oracle.values()[i]);
            require(
                    error <= TOLERANCE * oracle.sizes()[i] + Float.MIN_VALUE,
                    "value " + i + " is " + maps[i] + ", expected " + oracle.values()[i]);
        }
    }

    private static void notANumber(KernelRun run) {
        for (Weighting weighting : Weighting.values()) {
            for (boolean relu : new boolean[] {false, true}) {
                KernelCase given = run.given.with(weighting, relu);
                int item = given.items() - 1;
                int position = given.positions() / 2;
                given.gradients()[given.index(item, 0, position)] = Float.NaN;
                expect(given, run.kernel, weighting == Weighting.CHANNEL_MEAN, item, position, 1);
                KernelCase other = run.given.with(weighting, relu);
                other.activations()[other.index(item, 0, position)] = Float.NaN;
                expect(other, run.kernel, false, item, position, other.targets());
            }
        }
    }

    /** Expects NaN at a position, or the whole map, of an item for the first targets, and nowhere else. */
    private static void expect(
            KernelCase given, CamKernel kernel, boolean everywhere, int item, int position, int targets) {
        float[] maps = given.run(kernel);
        for (int i = 0; i < maps.length; i++) {
            int p = i % given.positions();
            int n = i / given.positions() % given.items();
            int k = i / given.positions() / given.items();
            boolean wanted = k < targets && n == item && (everywhere || p == position);
            require(
                    Float.isNaN(maps[i]) == wanted,
                    given + ": target " + k + ", item " + n + ", position " + p + " is " + maps[i]
                            + (wanted ? ", expected NaN" : ", expected a number"));
        }
    }

    private static void infinity(KernelRun run) {
        KernelCase given = run.given.with(Weighting.ELEMENTWISE, false);
        int at = given.index(0, 0, 0);
        given.activations()[at] = Float.POSITIVE_INFINITY;
        given.gradients()[at] = 1;
        float expected = given.negate() ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        float value = given.run(run.kernel)[0];
        require(value == expected, "infinity times 1 is " + value);
    }

    private static void constant(KernelRun run) {
        KernelCase given = run.given.with(run.given.weighting(), false);
        Arrays.fill(given.activations(), 0.5f);
        Arrays.fill(given.gradients(), -0.25f);
        float[] maps = given.run(run.kernel);
        float first = maps[0];
        require(given.negate() ? first > 0 : first < 0, "the sum of equal negative terms is " + first);
        for (float value : maps) {
            require(value == first, "a constant layer gives " + first + " and " + value);
        }
    }

    /** A product that float32 can only have with few digits. */
    private static void smallest(KernelRun run) {
        KernelCase given = run.given.with(Weighting.ELEMENTWISE, false);
        int at = given.index(0, 0, 0);
        Arrays.fill(given.gradients(), 0);
        given.activations()[at] = 1e-30f;
        given.gradients()[at] = 3e-10f;
        float value = given.run(run.kernel)[0];
        float expected = (float) ((double) 1e-30f * 3e-10f) * (given.negate() ? -1 : 1);
        require(value == expected, "1e-30 x 3e-10 is " + value);
    }

    private static void bounds(KernelRun run) {
        float[] expected = run.given.run(run.kernel);
        float[] longer = new float[expected.length + 7];
        Arrays.fill(longer, 42);
        run.kernel.sum(run.given.task(), longer);
        require(
                Arrays.equals(Arrays.copyOf(longer, expected.length), expected),
                "values depend on what the array held before");
        for (int i = expected.length; i < longer.length; i++) {
            require(longer[i] == 42, "the kernel wrote behind the maps");
        }
    }

    private static void deterministic(KernelRun run) {
        float[] first = run.given.run(run.kernel);
        Stream.generate(() -> run)
                .limit(8)
                .parallel()
                .forEach(same ->
                        require(Arrays.equals(same.given.run(same.kernel), first), "a second run gives other bits"));
    }
}
