package io.github.gradcam4j.opencl.internal;

/**
 * What tests change.
 *
 * @param source the program's source
 * @param doubles whether double precision is used where the device has it
 * @param largestBuffer the bytes that a buffer on the device should not exceed, however large the device is
 */
record Settings(String source, boolean doubles, long largestBuffer) {
    private static final long USUAL = 256L << 20;

    static Settings usual() {
        return new Settings(Program.source(), true, USUAL);
    }

    /** Returns the bytes that a buffer should not exceed: five of them leave room for others on the device. */
    long limit(ClDevice device) {
        return Math.min(largestBuffer, Math.min(device.largestBuffer(), device.memory() / 8));
    }
}
