package io.github.gradcam4j.tensorflow.internal.keras.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Shows a part of a file as a file of its own, to be read only. Each read is counted: a file whose tables lead round in
 * circles ends with an exception instead of never.
 */
final class Window extends FileChannel {
    private static final long MOST_READS = 2_000_000;

    private final FileChannel file;
    private final long start;
    private final long length;
    private long position;
    private long reads;

    Window(FileChannel file, long start, long length) {
        this.file = file;
        this.start = start;
        this.length = length;
    }

    private void count(long from, long bytes) throws IOException {
        if (++reads > MOST_READS) {
            throw new IOException("its tables are read over and over");
        }
        if (from < 0 || bytes < 0 || from > length - bytes) {
            throw new IOException("it refers to " + bytes + " bytes at " + from + ", but has " + length);
        }
    }

    @Override
    public int read(ByteBuffer target, long from) throws IOException {
        count(from, 0);
        int most = (int) Math.min(target.remaining(), length - from);
        if (most == 0) {
            return target.hasRemaining() ? -1 : 0;
        }
        ByteBuffer part = target.slice(target.position(), most);
        int read = file.read(part, start + from);
        if (read > 0) {
            target.position(target.position() + read);
        }
        return read;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = read(target, position);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int count) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + count; i++) {
            total += Math.max(0, read(targets[i]));
        }
        return total;
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long bytes) throws IOException {
        count(from, bytes);
        return file.map(MapMode.READ_ONLY, start + from, bytes);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long to) {
        position = to;
        return this;
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public void force(boolean metaData) {
        // nothing was written
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long from, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long from, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long from, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
