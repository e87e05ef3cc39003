package io.github.gradcam4j.testkit;

import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.testkit.Node.Op;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** The file format of a {@link ReferenceNetwork}: a magic word, the nodes, and a checksum. */
final class ReferenceFile {
    static final byte[] MAGIC = "GC4JREF1".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_NODES = 1000;
    private static final int MOST_WEIGHTS = 1 << 24;

    private ReferenceFile() {}

    static byte[] write(ReferenceNetwork network) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeBoolean(network.layout().equals(Layout.NHWC));
            out.writeInt(network.batch());
            out.writeInt(network.nodes().size());
            for (Node node : network.nodes()) {
                out.writeUTF(node.name());
                out.writeUTF(node.op().code());
                out.writeInt(node.channels());
                out.writeInt(node.stride());
                out.writeInt(node.inputs().size());
                for (int input : node.inputs()) {
                    out.writeInt(input);
                }
                out.writeInt(node.weights().length);
                for (double weight : node.weights()) {
                    out.writeDouble(weight);
                }
            }
            CRC32 crc = new CRC32();
            crc.update(bytes.toByteArray());
            out.writeLong(crc.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static ReferenceNetwork read(ModelSource source) {
        ByteBuffer buffer = source.bytes();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        int body = bytes.length - Long.BYTES;
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, Math.max(0, body));
        if (body < MAGIC.length
                || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))
                || ByteBuffer.wrap(bytes, body, Long.BYTES).getLong() != crc.getValue()) {
            throw damaged(source, "its beginning or its checksum is wrong");
        }
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(bytes, MAGIC.length, body - MAGIC.length))) {
            ReferenceNetwork network = new ReferenceNetwork(in.readBoolean() ? Layout.NHWC : Layout.NCHW, in.readInt());
            int count = bounded(in.readInt(), MOST_NODES, source);
            for (int n = 0; n < count; n++) {
                String name = in.readUTF();
                Op op = operation(in.readUTF(), source);
                int channels = in.readInt();
                int stride = in.readInt();
                List<Integer> inputs = new ArrayList<>();
                for (int i = bounded(in.readInt(), 2, source); i > 0; i--) {
                    inputs.add(bounded(in.readInt(), n - 1, source));
                }
                double[] weights = new double[bounded(in.readInt(), MOST_WEIGHTS, source)];
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = in.readDouble();
                }
                network.nodes().add(new Node(name, op, inputs, channels, stride, weights));
            }
            return network;
        } catch (IOException e) {
            throw damaged(source, "it ends too early");
        }
    }

    private static Op operation(String code, ModelSource source) {
        return Arrays.stream(Op.values())
                .filter(op -> op.code().equals(code))
                .findFirst()
                .orElseThrow(() -> damaged(source, "there is no operation '" + code + "'"));
    }

    private static int bounded(int value, int most, ModelSource source) {
        if (value < 0 || value > most) {
            throw damaged(source, "it counts " + value + " where at most " + most + " are possible");
        }
        return value;
    }

    private static ModelLoadException damaged(ModelSource source, String why) {
        return new ModelLoadException(
                "the model '" + source.name() + "' is no reference network: " + why + ". Write it again");
    }
}
