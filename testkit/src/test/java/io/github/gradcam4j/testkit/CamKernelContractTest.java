package io.github.gradcam4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gradcam4j.discovery.Platform;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The kernel of core keeps the contract, and wrong ones break it. */
class CamKernelContractTest extends CamKernelContract {
    enum Fault {
        NONE(""),
        SCALED("K01"),
        PREFIX_FORGOTTEN("K01"),
        CHANNELS_AND_POSITIONS_SWAPPED("K01"),
        RELU_SWALLOWS_NAN("K02"),
        FINITE_ONLY("K03"),
        ADDS_TO_ARRAY("K05"),
        WRITES_BEHIND("K05"),
        LOSES_SMALL_SUMS("K07");

        private final String rule;

        Fault(String rule) {
            this.rule = rule;
        }
    }

    @Override
    protected CamKernel kernel() {
        return cpu();
    }

    private static CamKernel cpu() {
        return Platform.discover().kernels().require("cpu");
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = Mode.EXCLUDE)
    void every_fault_breaks_its_rule(Fault fault) {
        assertThat(broken(new Faulty(cpu(), fault))).contains(fault.rule);
    }

    private static Set<String> broken(CamKernel kernel) {
        CamKernelContract contract = new CamKernelContract() {
            @Override
            protected CamKernel kernel() {
                return kernel;
            }
        };
        Set<String> broken = new TreeSet<>();
        contract.rules().flatMap(CamKernelContractTest::leaves).forEach(test -> {
            try {
                test.getExecutable().execute();
            } catch (Throwable e) {
                broken.add(test.getDisplayName().substring(0, 3));
            }
        });
        return broken;
    }

    private static Stream<DynamicTest> leaves(DynamicNode node) {
        return node instanceof DynamicContainer container
                ? container.getChildren().flatMap(CamKernelContractTest::leaves)
                : Stream.of((DynamicTest) node);
    }

    private record Faulty(CamKernel right, Fault fault) implements CamKernel {
        @Override
        public String id() {
            return "faulty";
        }

        @Override
        public Availability availability() {
            return right.availability();
        }

        @Override
        public void sum(CamTask t, float[] maps) {
            float[] before = maps.clone();
            boolean swap = fault == Fault.CHANNELS_AND_POSITIONS_SWAPPED && t.channels() == t.positions();
            right.sum(
                    new CamTask(
                            t.activations(),
                            wrong(t.activationsAt(), swap),
                            t.gradients(),
                            wrong(t.gradientsAt(), swap),
                            t.targetStride(),
                            t.targets(),
                            t.items(),
                            t.channels(),
                            t.positions(),
                            t.weighting(),
                            t.negate(),
                            t.relu()),
                    maps);
            int size = t.targets() * t.items() * t.positions();
            for (int i = 0; i < size; i++) {
                switch (fault) {
                    case SCALED -> maps[i] *= 1.00001f;
                    case RELU_SWALLOWS_NAN -> maps[i] = t.relu() && !(maps[i] > 0) ? 0 : maps[i];
                    case FINITE_ONLY -> maps[i] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, maps[i]));
                    case LOSES_SMALL_SUMS -> maps[i] = Math.abs(maps[i]) < Float.MIN_NORMAL ? 0 : maps[i];
                    case ADDS_TO_ARRAY -> maps[i] += before[i];
                    default -> {}
                }
            }
            if (fault == Fault.WRITES_BEHIND && maps.length > size) {
                maps[size] = 0;
            }
        }

        private CamTask.Strides wrong(CamTask.Strides right, boolean swap) {
            return new CamTask.Strides(
                    fault == Fault.PREFIX_FORGOTTEN ? 0 : right.offset(),
                    right.item(),
                    swap ? right.position() : right.channel(),
                    swap ? right.channel() : right.position());
        }
    }
}
