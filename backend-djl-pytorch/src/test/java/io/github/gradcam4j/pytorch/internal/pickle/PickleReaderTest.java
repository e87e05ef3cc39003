package io.github.gradcam4j.pytorch.internal.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gradcam4j.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleReaderTest {
    @Test
    void reads_a_scripted_model() throws IOException {
        Pickled.Instance model =
                (Pickled.Instance) Objects.requireNonNull(PickleReader.read(resource("scripted.pkl"), "data"));

        assertThat(model.typeName()).isEqualTo("__torch__.M");
        assertThat(model.attributes())
                .containsEntry("training", true)
                .containsEntry("none", null)
                .containsEntry("pair", new Pickled.Tuple(List.of(1L, true)));
        assertThat(((Pickled.Sequence) model.attributes().get("names")).elements())
                .containsExactly("x", "y");
        assertThat(((Pickled.Sequence) model.attributes().get("sizes")).elements())
                .containsExactly(7L, -300L, 70000L, 5000000000L);
        assertThat(((Pickled.Dict) model.attributes().get("table")).entries()).isEqualTo(Map.of("p", 0.5));
        Pickled.Instance linear = (Pickled.Instance) model.attributes().get("a");
        assertThat(linear.typeName()).isEqualTo("__torch__.torch.nn.modules.linear.Linear");
        assertThat(linear.attributes().get("weight"))
                .as("a tied weight")
                .isSameAs(model.attributes().get("tied"))
                .isEqualTo(new Pickled.Tensor(
                        Optional.of(DType.FLOAT32), List.of(2L, 3L), List.of(3L, 1L), "data/0", 0, true));
    }

    @Test
    void reads_constants() throws IOException {
        Pickled.Tuple constants = (Pickled.Tuple) PickleReader.read(resource("constants.pkl"), "constants");

        assertThat(constants.elements())
                .containsExactly(
                        new Pickled.Tensor(Optional.of(DType.INT64), List.of(), List.of(), "constants/0", 0, false),
                        new Pickled.Tensor(
                                Optional.of(DType.FLOAT32), List.of(2L), List.of(1L), "constants/1", 0, false));
    }

    @Test
    void one_object_twice_is_one_instance() {
        Bytes bytes = Bytes.start().op('(');
        bytes.global("__torch__", "A")
                .op(')')
                .op(0x81)
                .op('}')
                .op('b')
                .op('q', 7)
                .op('h', 7)
                .op('t');

        Pickled.Tuple both = (Pickled.Tuple) PickleReader.read(bytes.end(), "data");

        assertThat(both.elements().get(0)).isSameAs(both.elements().get(1)).isInstanceOf(Pickled.Instance.class);
    }

    @Test
    void nothing_that_is_named_runs() {
        byte[] bytes = Bytes.start()
                .global("os", "system")
                .text("true")
                .op(0x85)
                .op('R')
                .end();

        assertThat(PickleReader.read(bytes, "data")).isEqualTo(new Pickled.Made("os.system", List.of("true")));
    }

    @Test
    void a_member_of_an_enumeration_is_made_of_its_value() {
        byte[] bytes = Bytes.start()
                .global("__torch__.a", "Format")
                .text("NCHW")
                .op('R')
                .end();

        assertThat(PickleReader.read(bytes, "data")).isEqualTo(new Pickled.Made("__torch__.a.Format", List.of("NCHW")));
    }

    @Test
    void numbers_have_their_signs() {
        byte[] bytes = Bytes.start()
                .op('(')
                .op(0x8a, 0)
                .op(0x8a, 1, 0xff)
                .op(0x8a, 2, 0xff, 0)
                .op(0x8a, 8)
                .op(0, 0, 0, 0, 0, 0, 0, 0x80)
                .op('J', 0xfe, 0xff, 0xff, 0xff)
                .op('M', 0xff, 0xff)
                .op('G', 0xbf, 0xe0, 0, 0, 0, 0, 0, 0)
                .op('t')
                .end();

        assertThat(PickleReader.read(bytes, "data"))
                .isEqualTo(new Pickled.Tuple(List.of(0L, -1L, 255L, Long.MIN_VALUE, -2L, 65535L, -0.5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "N",
                "t.",
                "a.",
                "u.",
                "0.",
                "Ka",
                "h\u0000.",
                "Q.",
                "R.",
                "b.",
                "\u0081.",
                "i.",
                "P0\n.",
                "(N.a",
                "(.",
                "]q\u0000h\u0000a.",
                "cos\nsystem\n.",
                "c",
                "cos\n",
                "NR.",
                "N)R.",
                "N)\u0081.",
                "Nb.",
                "}(Ku.",
                "}(}Nu.",
                "}(NNu.",
                "X\u00ff\u00ff\u00ff\u007fabc.",
                "X\u00ff\u00ff\u00ff\u00ffabc.",
                "T\u00ff\u00ff\u00ff\u00ff.",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.",
                "\u008a\u00ff.",
                "\u0080\u0009N.",
                "j\u00ff\u00ff\u00ff\u00ff.",
                "]q\u0000}q\u0001K\u0001h\u0000sa."
            })
    void refuses_what_libtorch_does_not_write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> PickleReader.read(bytes, "data"))
                .isInstanceOf(PickleException.class)
                .hasMessageMatching("(?s).{15,}");
    }

    @Test
    void refuses_what_is_too_deep() {
        Bytes bytes = Bytes.start().op(')');
        for (int i = 0; i < 100_000; i++) {
            bytes.op(0x85);
        }

        assertThatThrownBy(() -> PickleReader.read(bytes.end(), "data")).hasMessageContaining("deep");
    }

    @Test
    void values_that_double_are_looked_at_once() {
        Bytes bytes = Bytes.start().op(')');
        for (int i = 0; i < 200; i++) {
            bytes.op('q', 0).op('h', 0).op(0x86);
        }

        assertThat(PickleReader.read(bytes.end(), "data")).isInstanceOf(Pickled.Tuple.class);
    }

    @Test
    void refuses_impossible_tensors() {
        byte[] sizes = Bytes.start()
                .global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .op('(')
                .text("storage")
                .global("torch", "FloatStorage")
                .text("0")
                .op('t')
                .op('Q')
                .small(0)
                .op('(')
                .op(0x8a, 8, 0, 0, 0, 0, 0, 0, 0, 0x40)
                .small(4)
                .op('t')
                .small(1)
                .small(1)
                .op(0x86)
                .op(0x89)
                .op('}')
                .op('t')
                .op('R')
                .end();

        assertThatThrownBy(() -> PickleReader.read(sizes, "data")).hasMessageContaining("shape");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PickleReaderTest.class.getResourceAsStream("/pickle/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
