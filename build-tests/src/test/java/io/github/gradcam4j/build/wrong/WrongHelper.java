package io.github.gradcam4j.build.wrong;

import io.github.gradcam4j.internal.layer.Nearest;
import java.awt.Color;
import java.util.List;

/** Breaks every rule there is: ArchitectureTest must notice. */
@SuppressWarnings("unused")
public final class WrongHelper {
    private final Color colour = Color.RED;
    private final String nearest = Nearest.quoted("a", List.of("b"));

    void print() {
        System.out.println("no library prints");
        throw new WrongException();
    }

    private static final class WrongException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
