package io.github.gradcam4j.cli.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one process at a time fetch a file; the others wait and then find it there. The operating system ends the turn of a
 * process that is killed. The lock's file stays: who deletes it could take it from somebody who waits.
 */
final class Turn implements AutoCloseable {
    private static final long PAUSE_MS = 200;

    private final FileChannel channel;

    private Turn(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the turn, and says so once if there is somebody else. */
    static Turn at(Path file, Runnable waiting) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            for (boolean told = false; !free(channel); told = true) {
                if (!told) {
                    waiting.run();
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new Turn(channel);
    }

    private static boolean free(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close(); // which gives the lock back
    }
}
