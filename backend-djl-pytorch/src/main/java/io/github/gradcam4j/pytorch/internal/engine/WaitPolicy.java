package io.github.gradcam4j.pytorch.internal.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Properties;

/**
 * Lets threads of OpenMP sleep while they wait. By default they spin, and on a machine that has other work to do a network
 * then takes 10 to 50 times as long. OpenMP reads the environment when it is loaded, and Java cannot change its own.
 */
final class WaitPolicy {
    private static final String VARIABLE = "OMP_WAIT_POLICY";
    private static final int KEEP = 0;

    private WaitPolicy() {}

    /** Sets the policy before libtorch is loaded, unless the user chose one. Where it cannot be set, networks run all the same. */
    static void setPassive(Properties system) {
        if (!system.getProperty("os.name", "").startsWith("Linux")) {
            return;
        }
        try {
            Function setenv = NativeLibrary.getProcess().getFunction("setenv");
            setenv.invokeInt(new Object[] {VARIABLE, "passive", KEEP});
        } catch (LinkageError e) {
            // speed is all that is lost
        }
    }
}
