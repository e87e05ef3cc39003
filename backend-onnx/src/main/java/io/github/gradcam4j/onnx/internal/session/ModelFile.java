package io.github.gradcam4j.onnx.internal.session;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.ExternalFiles;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.ModelReader;
import io.github.gradcam4j.onnx.internal.rewrite.Rewriter;
import io.github.gradcam4j.spi.ModelSource;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Is a model file that was parsed and checked in Java, before native code sees it.
 *
 * @param bytes the file, or an equivalent model where that can be differentiated better
 * @param graph what is in it
 * @param folder the folder of its external data, if the runtime reads any
 * @param outline the model without the constants that the runtime maps from its file, if the file is large
 */
public record ModelFile(ByteBuffer bytes, GraphIndex graph, Optional<Path> folder, Optional<OutlinedFile> outline) {
    /** Smaller files are copied faster than mapped. */
    private static final int LARGE = 32 << 20;

    /** Room for the next patch, which may be larger. */
    private static final int SPARE = 1 << 18;

    /** Reads the file's structure without judging its graph. */
    public static ModelProto parse(ModelSource source) {
        return ModelReader.read(source.bytes());
    }

    static ModelFile open(ModelSource source) {
        try {
            return checked(source);
        } catch (ModelLoadException e) {
            throw new ModelLoadException("the model '" + source.name() + "' cannot be opened: " + e.getMessage(), e);
        }
    }

    private static ModelFile checked(ModelSource source) {
        ByteBuffer bytes = source.bytes();
        ModelProto model = ModelReader.read(bytes.duplicate());
        Optional<Path> folder = Optional.empty();
        if (source.path().isPresent()) {
            Path parent = source.path().get().toAbsolutePath().getParent();
            if (parent != null && !ExternalFiles.resolve(model, parent).isEmpty()) {
                folder = Optional.of(parent);
            }
        } else {
            ExternalFiles.refuse(model);
        }
        Optional<ByteBuffer> rewritten = Rewriter.rewrite(bytes, model);
        if (rewritten.isEmpty() && folder.isEmpty() && source.path().isPresent() && bytes.remaining() >= LARGE) {
            Optional<OutlinedFile> outline = OutlinedFile.of(source.path().get(), bytes);
            return new ModelFile(bytes, new GraphIndex(model), outline.map(OutlinedFile::folder), outline);
        }
        return of(bytes, model, rewritten, folder);
    }

    private static ModelFile of(
            ByteBuffer bytes, ModelProto model, Optional<ByteBuffer> rewritten, Optional<Path> folder) {
        return new ModelFile(
                rewritten.orElse(bytes),
                new GraphIndex(rewritten.map(ModelReader::read).orElse(model)),
                folder,
                Optional.empty());
    }

    /** Returns the model with the branches that some conditions decide, or this if they decide none. */
    ModelFile fold(Map<String, Boolean> conditions) {
        Optional<ByteBuffer> folded = Rewriter.fold(bytes.duplicate(), graph.model(), conditions);
        return folded.isEmpty() ? this : of(bytes, graph.model(), folded, folder);
    }

    /** Returns how many bytes the constants take, wherever they lie. */
    long constantBytes() {
        return graph.model().graph().initializers().stream()
                .mapToLong(constant -> constant.type().bytes(constant.elements()))
                .sum();
    }

    /** Says whether a session costs little memory: the runtime maps the large constants, or there are few. */
    boolean sharesConstants() {
        return outline.isPresent() || folder.isPresent() || bytes.remaining() < LARGE;
    }

    /**
     * Returns the bytes of the model with a patch appended: serialized messages merge when they are concatenated.
     *
     * @param patch what is appended
     * @param memory direct memory to use if it is large enough
     */
    ByteBuffer with(byte[] patch, Optional<ByteBuffer> memory) {
        ByteBuffer model = outline.map(OutlinedFile::bytes).orElse(bytes);
        int size = Math.addExact(model.remaining(), patch.length);
        ByteBuffer whole =
                memory.filter(free -> free.capacity() >= size).orElseGet(() -> ByteBuffer.allocateDirect(size + SPARE));
        return whole.clear().put(model.duplicate()).put(patch).flip();
    }
}
