package io.github.gradcam4j.pytorch.internal.archive;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.UnsupportedModelException;
import io.github.gradcam4j.pytorch.internal.pickle.PickleException;
import io.github.gradcam4j.pytorch.internal.pickle.PickleReader;
import io.github.gradcam4j.pytorch.internal.pickle.Pickled;
import io.github.gradcam4j.pytorch.internal.pickle.TensorValues;
import io.github.gradcam4j.pytorch.internal.program.Program;
import io.github.gradcam4j.pytorch.internal.syntax.SyntaxException;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.DType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * An open TorchScript archive. What is hostile or damaged is refused before native code sees it. Thread-safe as long as
 * nobody closes it.
 */
public final class TorchArchive implements AutoCloseable {
    /** The newest file format that libtorch 2.7.1 reads. */
    private static final int NEWEST_FORMAT = 10;

    private static final int MOST_CODE = 64 << 20;
    private static final int MOST_PICKLE = 512 << 20;
    private static final int MOST_KEPT = 1 << 14;
    private static final int MOST_WORDS = 64;
    private static final int MOST_HEAD = 4096;
    /** Protocol 2, then the class of the first object: its module and its name. */
    private static final Pattern HEAD = Pattern.compile("\u0080\u0002c(__torch__[^\n]*)\n([^\n]+)\n.*", Pattern.DOTALL);

    private final String name;
    private final OpenedFile opened;
    private final ZipFile zip;
    private final String folder;
    private final Program program;
    private final Pickled.Instance root;
    private final @Nullable Object constants;
    private volatile boolean closed;

    private TorchArchive(String name, OpenedFile opened, ZipFile zip, String folder) {
        this.name = name;
        this.opened = opened;
        this.zip = zip;
        this.folder = folder;
        this.program = new Program(this::code, rootType());
        this.constants = pickled("constants");
        if (!(pickled("data") instanceof Pickled.Instance object)) {
            throw damaged("its data.pkl holds no module");
        }
        this.root = object;
    }

    /**
     * Opens an archive and checks its entries and its format.
     *
     * @throws ModelLoadException if it is damaged, hostile or no TorchScript archive
     * @throws UnsupportedModelException if its format is one that the bundled libtorch does not read
     */
    public static TorchArchive open(ModelSource source) {
        OpenedFile opened = OpenedFile.of(source);
        ZipFile zip = null;
        try {
            zip = new ZipFile(opened.path().toFile());
            TorchArchive archive = new TorchArchive(source.name(), opened, zip, Entries.folder(source.name(), zip));
            archive.requireReadableFormat();
            archive.requireReadableCode();
            archive.requireWholeTensors();
            return archive;
        } catch (IOException e) {
            String kind = OtherFiles.ofNoArchive(opened.path());
            close(zip, opened);
            throw new ModelLoadException(
                    "the model '" + source.name() + "' " + OtherFiles.CANNOT_RUN + kind + ". " + OtherFiles.REMEDY, e);
        } catch (RuntimeException | Error e) {
            close(zip, opened);
            throw e;
        }
    }

    /** Returns the model's name. */
    public String name() {
        return name;
    }

    /** Returns the code. */
    public Program program() {
        return program;
    }

    /** Returns an entry's bytes, such as those of {@code constants.pkl}; empty if there is no such entry. */
    public Optional<byte[]> bytes(String path) {
        ZipEntry entry = closed ? null : zip.getEntry(folder + path);
        return entry == null
                ? Optional.empty()
                : Optional.of(Entries.bytes(name, zip, entry, path.endsWith(".pkl") ? MOST_PICKLE : MOST_CODE));
    }

    /** Returns the model's object. */
    public Pickled.Instance root() {
        return root;
    }

    /** Returns a tensor of a module, by its path from the model, such as {@code layer4.1.conv2.weight}. */
    public Optional<Pickled.Tensor> tensor(String path) {
        Object object = root;
        for (String step : path.split("\\.")) {
            object = object instanceof Pickled.Instance instance
                    ? instance.attributes().get(step)
                    : null;
        }
        return object instanceof Pickled.Tensor tensor ? Optional.of(tensor) : Optional.empty();
    }

    /** Returns the constants that code names as CONSTANTS.c0 and so on. */
    public List<@Nullable Object> constants() {
        return constants instanceof Pickled.Tuple tuple ? tuple.elements() : List.of();
    }

    /** Returns the elements of small tensors that hold whole numbers, or are constants; they can be read after closing. */
    public TensorValues smallValues() {
        Map<String, byte[]> kept = new HashMap<>();
        for (Pickled.Tensor tensor : StoredTensors.in(Arrays.asList(root, constants))) {
            boolean counts = tensor.dtype().filter(dtype -> !dtype.isFloating()).isPresent()
                    || tensor.storage().startsWith("constants/");
            ZipEntry entry = zip.getEntry(folder + tensor.storage());
            if (counts && entry != null && entry.getSize() <= MOST_KEPT) {
                bytes(tensor.storage()).ifPresent(bytes -> kept.put(tensor.storage(), bytes));
            }
        }
        return new TensorValues(entry -> Optional.ofNullable(kept.get(entry)), ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the type of the model's first tensor of floating-point numbers; FLOAT32 if it has none. */
    public DType numbers() {
        return StoredTensors.in(java.util.Collections.singletonList(root)).stream()
                .flatMap(tensor -> tensor.dtype().stream())
                .filter(DType::isFloating)
                .findFirst()
                .orElse(DType.FLOAT32);
    }

    /** Returns the archive's file, which may be a temporary copy. */
    Path path() {
        return opened.path();
    }

    ZipFile zip() {
        return zip;
    }

    String folder() {
        return folder;
    }

    private Optional<String> code(String path) {
        return bytes(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private String rootType() {
        byte[] pickle = bytes("data.pkl").orElse(new byte[0]);
        String head = new String(pickle, 0, Math.min(pickle.length, MOST_HEAD), StandardCharsets.ISO_8859_1);
        Matcher matcher = HEAD.matcher(head);
        if (!matcher.matches()) {
            throw new ModelLoadException(
                    "the model '" + name + "' is damaged: its data.pkl does not begin with a module."
                            + " Export it again with torch.jit.save");
        }
        return matcher.group(1) + "." + matcher.group(2);
    }

    private @Nullable Object pickled(String name) {
        try {
            return PickleReader.read(bytes(name + ".pkl").orElse(new byte[0]), name);
        } catch (PickleException e) {
            throw damaged("its " + name + ".pkl " + e.getMessage());
        }
    }

    /** Says that the archive lacks something, or has something wrong. */
    public ModelLoadException damaged(String why) {
        return new ModelLoadException("the model '" + name + "' is damaged: " + why
                + ". Copy it again, or export it again with torch.jit.save");
    }

    /** All of it, whether it is used or not: libtorch's own parser does not survive everything. */
    private void requireReadableCode() {
        zip.stream()
                .map(entry -> entry.getName().substring(folder.length()))
                .filter(path -> path.startsWith("code/") && path.endsWith(".py"))
                .forEach(path -> {
                    try {
                        program.source(path);
                    } catch (SyntaxException e) {
                        throw unreadable(e);
                    }
                });
    }

    private void requireWholeTensors() {
        for (Pickled.Tensor tensor : StoredTensors.in(Arrays.asList(root, constants))) {
            StoredTensors.check(name, tensor, entry -> {
                ZipEntry record = zip.getEntry(folder + entry);
                return record == null ? -1 : record.getSize();
            });
        }
    }

    private void requireReadableFormat() {
        String format = new String(
                        bytes("version").or(() -> bytes(".data/version")).orElse(new byte[0]), StandardCharsets.UTF_8)
                .trim();
        if (!format.matches("\\d{1,9}")) {
            throw damaged("its entry 'version' holds '" + format.substring(0, Math.min(format.length(), MOST_WORDS))
                    + "' instead of a number");
        }
        if (bytes("byteorder")
                .filter(order -> order.length > 0 && order[0] != 'l')
                .isPresent()) {
            throw new UnsupportedModelException(
                    "the model '" + name + "' has numbers with the high byte first, which libtorch"
                            + " would read the other way round. Export it on a machine of the usual kind (x86-64, ARM)");
        }
        int number = Integer.parseInt(format);
        if (number > NEWEST_FORMAT || number < 1) {
            throw new UnsupportedModelException("the model '" + name + "' has TorchScript's file format " + number
                    + ", but libtorch 2.7.1, which this backend runs, reads formats 1 to " + NEWEST_FORMAT
                    + ". Export it with PyTorch 2.7.1 or older");
        }
    }

    /** Says that code cannot be read. */
    public ModelLoadException unreadable(SyntaxException e) {
        return new ModelLoadException(
                "the model '" + name + "' has code that cannot be understood: " + e.getMessage()
                        + ". Export it again with torch.jit.save",
                e);
    }

    private static void close(@Nullable ZipFile zip, OpenedFile opened) {
        try {
            if (zip != null) {
                zip.close();
            }
        } catch (IOException e) {
            // it was only read
        }
        opened.close();
    }

    @Override
    public void close() {
        closed = true;
        close(zip, opened);
    }
}
