package io.github.gradcam4j.onnx.internal.rewrite;

import io.github.gradcam4j.onnx.internal.autodiff.GraphIndex;
import io.github.gradcam4j.onnx.internal.proto.DataType;
import io.github.gradcam4j.onnx.internal.proto.ModelProto;
import io.github.gradcam4j.onnx.internal.proto.TensorProto;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * Rewrites a model where its graph is not one that gradients can be added to. Values and operators keep their names, and the
 * results are the same. Most models need nothing, and nothing is copied then.
 */
public final class Rewriter {
    private Rewriter() {}

    /**
     * Does what can be done from the file alone: inlines the functions of the model, folds branches whose condition is a
     * constant, and writes operators of the sets 7 to 10 as set 11 has them.
     *
     * @param file bytes of a model
     * @param model what was read from them
     * @return bytes of the equivalent model, or empty if the file is fine as it is
     */
    public static Optional<ByteBuffer> rewrite(ByteBuffer file, ModelProto model) {
        Draft draft = new Draft(model);
        boolean changed = Functions.needed(draft);
        if (changed) {
            Functions.inline(draft);
        }
        changed |= foldConstants(draft);
        changed |= Upgrade.upgrade(draft);
        return changed ? Optional.of(draft.write(file)) : Optional.empty();
    }

    /**
     * Folds branches whose conditions are known from a run.
     *
     * @param file bytes of a model
     * @param model what was read from them
     * @param conditions truth of values that are the same in all runs the result is used for
     * @return bytes of the model without these branches, or empty if there was none
     */
    public static Optional<ByteBuffer> fold(ByteBuffer file, ModelProto model, Map<String, Boolean> conditions) {
        Draft draft = new Draft(model);
        boolean changed = Branches.fold(draft, name -> Optional.ofNullable(conditions.get(name)));
        if (changed) {
            foldConstants(draft);
        }
        return changed ? Optional.of(draft.write(file)) : Optional.empty();
    }

    private static boolean foldConstants(Draft draft) {
        boolean changed = false;
        while (draft.nodes.stream().anyMatch(Branches::isIf)) {
            GraphIndex graph = new GraphIndex(draft.model());
            if (!Branches.fold(draft, name -> graph.constant(name).flatMap(Rewriter::truth))) {
                break;
            }
            changed = true;
        }
        return changed;
    }

    private static Optional<Boolean> truth(TensorProto constant) {
        return constant.type() == DataType.BOOL && constant.content().remaining() == 1
                ? Optional.of(constant.content().get() != 0)
                : Optional.empty();
    }
}
