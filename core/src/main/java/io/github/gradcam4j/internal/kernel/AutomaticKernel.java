package io.github.gradcam4j.internal.kernel;

import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.CamKernel;
import io.github.gradcam4j.spi.CamTask;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sums here, and large tasks on a processor elsewhere if there is one and it was measured to be faster. No driver is loaded
 * before the first large task. What fails elsewhere is summed here, then and from then on. Thread-safe.
 */
public final class AutomaticKernel implements CamKernel {
    /** What was learnt about a kind of kernel, once in a process. */
    private static final ClassValue<Learnt> OF_PROCESS = new ClassValue<>() {
        @Override
        protected Learnt computeValue(Class<?> kernel) {
            return new Learnt(System::nanoTime);
        }
    };

    private final CamKernel here;
    private final List<CamKernel> others;
    private final @Nullable Learnt given;
    private boolean asked;
    private Optional<CamKernel> elsewhere = Optional.empty();

    /**
     * Chooses between kernels.
     *
     * @param here sums on this processor
     * @param others the other ones; the first with a processor of its own takes part
     */
    public AutomaticKernel(CamKernel here, List<CamKernel> others) {
        this(here, others, null);
    }

    AutomaticKernel(CamKernel here, List<CamKernel> others, @Nullable Learnt given) {
        this.here = here;
        this.others = List.copyOf(others);
        this.given = given;
    }

    /** The crossovers of a kernel: one for a gradient per channel, which is little to copy, and one for all others. */
    static final class Learnt {
        private final Crossover perChannel;
        private final Crossover perPosition;
        private volatile boolean failed;

        Learnt(LongSupplier nanoTime) {
            perChannel = new Crossover(nanoTime);
            perPosition = new Crossover(nanoTime);
        }

        Crossover of(CamTask task) {
            return task.gradientsAt().position() == 0 ? perChannel : perPosition;
        }
    }

    /**
     * Returns the kernel that takes part beside the one here; loads drivers at the first call.
     *
     * @return the kernel, if there is one with a processor of its own
     */
    public synchronized Optional<CamKernel> elsewhere() {
        if (!asked) {
            asked = true;
            elsewhere = others.stream().filter(CamKernel::hasOwnProcessor).findFirst();
        }
        return elsewhere;
    }

    @Override
    public String id() {
        return "auto";
    }

    @Override
    public Availability availability() {
        return here.availability();
    }

    @Override
    public void sum(CamTask task, float[] maps) {
        choose(task, maps);
    }

    private CamKernel choose(CamTask task, float[] maps) {
        Optional<CamKernel> there = Crossover.work(task) < Crossover.LEAST_WORK ? Optional.empty() : elsewhere();
        if (there.isPresent()) {
            Learnt learnt = given == null ? OF_PROCESS.get(there.get().getClass()) : given;
            if (!learnt.failed) {
                try {
                    return learnt.of(task).sum(task, maps, here, there.get());
                } catch (RuntimeException | LinkageError e) {
                    learnt.failed = true;
                }
            }
        }
        here.sum(task, maps);
        return here;
    }

    /**
     * Returns a kernel for one run, whose id tells afterwards which kernels summed.
     *
     * @return the kernel, used by one thread
     */
    public CamKernel forRun() {
        return new Run();
    }

    private final class Run implements CamKernel {
        private final Set<String> used = new LinkedHashSet<>();

        @Override
        public String id() {
            return used.isEmpty() ? here.id() : String.join("+", used);
        }

        @Override
        public Availability availability() {
            return AutomaticKernel.this.availability();
        }

        @Override
        public void sum(CamTask task, float[] maps) {
            used.add(choose(task, maps).id());
        }
    }
}
