package io.github.gradcam4j.tensorflow.internal.keras.file;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads an HDF5 file within limits: no links to elsewhere, no filters, and nothing larger than the file. */
final class Hdf5 implements AutoCloseable {
    private static final long MOST_ATTRIBUTE = 128L << 20;
    private static final int MOST_NAMES = 1_000_000;

    private final OpenedFile file;
    private final FileChannel channel;
    private final HdfFile hdf;

    private Hdf5(OpenedFile file, FileChannel channel, HdfFile hdf) {
        this.file = file;
        this.channel = channel;
        this.hdf = hdf;
    }

    /** Opens a file, which is closed with this. */
    static Hdf5 open(OpenedFile file) {
        FileChannel channel = null;
        try {
            FileChannel opened = file.channel();
            channel = opened;
            return new Hdf5(file, opened, guarded(() -> new HdfFile(opened)));
        } catch (IOException e) {
            close(channel, file);
            throw new Damaged("it cannot be read: " + e.getMessage(), e);
        } catch (Damaged e) {
            close(channel, file);
            throw e;
        }
    }

    private static void close(@Nullable FileChannel channel, OpenedFile file) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // it was only read
        }
        file.close();
    }

    /**
     * Damage shows in many ways; none of them may get through. A table that leads to itself overflows the stack, and a
     * length that is not true fills the memory, both for a moment only.
     */
    private static <T> T guarded(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Damaged e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new Damaged("its HDF5 tables cannot be read: " + Json.firstLine(e), e);
        }
    }

    /** Returns an attribute of the file; null if there is none. */
    @Nullable
    String text(String name) {
        return guarded(() -> {
            List<String> texts = texts(hdf, name);
            return texts == null || texts.isEmpty() ? null : texts.get(0);
        });
    }

    private static @Nullable List<String> texts(Node node, String name) {
        Attribute attribute = node.getAttributes().get(name);
        if (attribute == null) {
            return null;
        }
        if (attribute.isEmpty()) {
            return List.of();
        }
        if (attribute.getSizeInBytes() > MOST_ATTRIBUTE || attribute.getSize() > MOST_NAMES) {
            throw new Damaged("its attribute '" + name + "' claims to have " + attribute.getSize() + " elements");
        }
        Object data = attribute.getData();
        List<String> texts = new ArrayList<>();
        if (data instanceof Object[] array) {
            Arrays.stream(array).forEach(one -> texts.add(toText(one)));
        } else if (data instanceof String || data instanceof byte[]) {
            texts.add(toText(data));
        }
        return texts;
    }

    private static String toText(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    /** Returns a list of names, which Keras divides among several attributes where it is long. */
    List<String> names(String group, String attribute) {
        return guarded(() -> {
            Group owner = group(group);
            if (owner == null) {
                return List.of();
            }
            List<String> whole = texts(owner, attribute);
            if (whole != null) {
                return whole;
            }
            List<String> all = new ArrayList<>();
            for (int i = 0; ; i++) {
                List<String> part = texts(owner, attribute + i);
                if (part == null) {
                    return all;
                }
                all.addAll(part);
            }
        });
    }

    /** Tells whether there is a group. */
    boolean hasGroup(String path) {
        return guarded(() -> group(path)) != null;
    }

    /** Returns how many tensors a group holds. */
    int count(String path) {
        return guarded(() -> {
            Group found = group(path);
            return found == null ? 0 : found.getChildren().size();
        });
    }

    private @Nullable Group group(String path) {
        return node(path) instanceof Group group ? group : null;
    }

    private @Nullable Node node(String path) {
        Node node = hdf;
        for (String part : path.split("/")) {
            if (!(node instanceof Group group)) {
                return null;
            }
            Node next = group.getChildren().get(part);
            if (next == null) {
                return null;
            }
            if (next instanceof Link || next.isLink()) {
                throw new Damaged("its '" + path + "' is a link to elsewhere, which Keras does not write");
            }
            node = next;
        }
        return node;
    }

    /** Returns a tensor; null if there is none. */
    @Nullable
    StoredTensor tensor(String path) {
        return guarded(() -> {
            Node node = node(path);
            if (node == null) {
                return null;
            }
            if (!(node instanceof Dataset dataset)) {
                throw new Damaged("its '" + path + "' is no tensor");
            }
            return StoredTensor.of(path, dataset, hdf.size());
        });
    }

    /** Reads what a tensor holds. */
    static <T> T read(Supplier<T> reading) {
        return guarded(reading);
    }

    /** The library cannot close what it did not open. */
    @Override
    public void close() {
        close(channel, file);
    }
}
