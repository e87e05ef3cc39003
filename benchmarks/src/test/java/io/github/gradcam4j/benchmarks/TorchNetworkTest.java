package io.github.gradcam4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchNetworkTest {
    @TempDir
    private Path folder;

    @Test
    void a_folder_without_networks_is_told_how_to_get_them() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchNetwork.in(folder))
                .withMessageContaining("make_networks.py " + folder)
                .withMessageContaining("requirements.txt");
    }

    @Test
    void networks_have_their_layers_their_class_and_the_picture_in_direct_memory() throws IOException {
        write();

        List<TorchNetwork> networks = TorchNetwork.in(folder);

        TorchNetwork network = TorchNetwork.named("b", folder);
        assertThat(networks).hasSize(2);
        assertThat(network.file()).isEqualTo(folder.resolve("b.pt"));
        assertThat(List.of(network.first(), network.middle(), network.last())).containsExactly("x", "y", "z");
        assertThat(network.top()).isEqualTo(7);
        assertThat(network.picture().bytes().isDirect()).isTrue();
        assertThat(network.picture().toFloatArray()).containsExactly(1, 2);
    }

    @Test
    void another_name_is_refused() throws IOException {
        write();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchNetwork.named("c", folder))
                .withMessageContaining("'c'");
    }

    private void write() throws IOException {
        Files.writeString(folder.resolve("networks.json"), """
                {"networks": [
                  {"name": "a", "first": "r", "middle": "s", "last": "t", "top": [1, 2]},
                  {"name": "b", "first": "x", "middle": "y", "last": "z", "top": [7, 3]}]}
                """);
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
        header += " ".repeat(117 - header.length()) + "\n";
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(0x93);
        file.writeBytes("NUMPY".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(new byte[] {1, 0, (byte) header.length(), 0});
        file.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        Files.write(folder.resolve("noise.npy"), file.toByteArray());
    }
}
