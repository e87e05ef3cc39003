package io.github.gradcam4j.onnx.internal.proto;

import java.nio.ByteBuffer;
import java.util.List;

/** Is what an attribute of a node holds. */
public sealed interface AttributeValue {
    /**
     * Is a whole number.
     *
     * @param value the number
     */
    record Int(long value) implements AttributeValue {}

    /**
     * Is a single precision number.
     *
     * @param value the number
     */
    record Real(float value) implements AttributeValue {}

    /**
     * Is a word.
     *
     * @param value the word
     */
    record Text(String value) implements AttributeValue {}

    /**
     * Is a constant.
     *
     * @param value the constant
     */
    record Tensor(TensorProto value) implements AttributeValue {}

    /**
     * Is a subgraph: the body of a loop or a branch.
     *
     * @param value the subgraph
     */
    record Graph(GraphProto value) implements AttributeValue {}

    /**
     * Is a list of whole numbers.
     *
     * @param values the numbers
     */
    record Ints(List<Long> values) implements AttributeValue {
        /** Copies the list. */
        public Ints {
            values = List.copyOf(values);
        }
    }

    /**
     * Is a list of single precision numbers.
     *
     * @param values the numbers
     */
    record Reals(List<Float> values) implements AttributeValue {
        /** Copies the list. */
        public Reals {
            values = List.copyOf(values);
        }
    }

    /**
     * Is a list of words.
     *
     * @param values the words
     */
    record Texts(List<String> values) implements AttributeValue {
        /** Copies the list. */
        public Texts {
            values = List.copyOf(values);
        }
    }

    /**
     * Is a list of subgraphs.
     *
     * @param values the subgraphs
     */
    record Graphs(List<GraphProto> values) implements AttributeValue {
        /** Copies the list. */
        public Graphs {
            values = List.copyOf(values);
        }
    }

    /**
     * Is a reference to an attribute of the enclosing function.
     *
     * @param name attribute of the function
     */
    record Reference(String name) implements AttributeValue {}

    /**
     * Is something gradients never ask for: lists of tensors, sparse tensors, types.
     *
     * @param type number of {@code AttributeProto.AttributeType}, 0 if the file gives none
     * @param message the attribute as it stands in the file
     */
    record Other(int type, ByteBuffer message) implements AttributeValue {}
}
