package io.github.gradcam4j.cli.fetch;

import io.github.gradcam4j.spi.NativeJar;
import java.net.URI;
import java.nio.file.Path;

/** Is told what happens while a file is fetched. */
public interface Watcher {
    /**
     * Says that another process fetches the same file, which is waited for.
     *
     * @param fileName the file
     */
    void waiting(String fileName);

    /**
     * Says that the file is on this machine already.
     *
     * @param jar the file
     * @param file where it lies
     */
    void found(NativeJar jar, Path file);

    /**
     * Says that a download starts.
     *
     * @param jar the file
     * @param address where it comes from
     */
    void started(NativeJar jar, URI address);

    /**
     * Says how far the download is.
     *
     * @param bytes how many are there
     */
    void progress(long bytes);

    /** Says that the download is over, well or not. */
    void ended();
}
