import io.github.gradcam4j.CompileRequest;
import io.github.gradcam4j.CompiledModel;
import io.github.gradcam4j.ExplainRequest;
import io.github.gradcam4j.Explainer;
import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Explains models for sweep.py with the public API. Reads one request a line from standard input, fields separated by tabs:
 *
 * <pre>
 * open    MODEL
 * explain INPUT.npy  CLASS,CLASS  FOLDER  LAYER...
 * compile LAYER  FILE
 * close
 * </pre>
 *
 * and answers on standard output: {@code layer NAME SHAPE} for each layer, whose activations and gradients (all classes, one
 * after the other) then lie in FOLDER as raw little-endian float32; {@code compiled SALIENCY CLASSES SHAPE LAYOUT PREFIX}
 * with the names of the file's outputs for the two best classes, and how the layer's axes and tokens lie; or
 * {@code refused TYPE MESSAGE}; and {@code done}.
 */
final class Explain {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Explain() {}

    public static void main(String[] none) throws IOException {
        Explainer explainer = null;
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] fields = line.split("\t");
            try {
                switch (fields[0]) {
                    case "open" -> explainer = Explainer.open(Path.of(fields[1]));
                    case "explain" -> explain(explainer, fields);
                    case "compile" -> compile(explainer, fields);
                    default -> explainer.close();
                }
            } catch (GradCamException | IllegalArgumentException e) {
                answer("refused", e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                answer("failed", e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
                e.printStackTrace();
            }
            OUT.println("done");
        }
    }

    private static void answer(String... fields) {
        OUT.println(Arrays.stream(fields).map(f -> f.replaceAll("\\s+", " ")).collect(Collectors.joining("\t")));
    }

    private static void explain(Explainer explainer, String[] fields) throws IOException {
        Path folder = Path.of(fields[3]);
        ExplainRequest.Builder request =
                ExplainRequest.about(explainer.read(Path.of(fields[1]))).keepTensors(true);
        Arrays.stream(fields).skip(4).forEach(request::layer);
        for (String target : fields[2].split(",")) {
            request.target("class:" + target);
        }
        List<Explanation> explanations = explainer.explain(request.build());
        for (int i = 0; i < explanations.size(); i++) {
            var kept = explanations.get(i).tensors().orElseThrow();
            save(folder.resolve(i + ".activations"), List.of(kept.activations()));
            save(folder.resolve(i + ".gradients"), kept.gradients());
            String shape = kept.activations().shape().toString();
            answer("layer", explanations.get(i).layer().ref().toString(), shape);
        }
    }

    /** Signed maps: where ReLU leaves nothing of one, there would be nothing to compare. */
    private static void compile(Explainer explainer, String[] fields) {
        CompileRequest request =
                CompileRequest.defaults().withTargets("top:2").withRelu(false).withLayer(fields[1]);
        CompiledModel compiled = explainer.compile(request, Path.of(fields[2]));
        Layout layout = compiled.layer().layout();
        String shape = compiled.layer().shape().toString();
        int prefix = layout.grid().map(grid -> grid.prefix()).orElse(0);
        answer("compiled", compiled.saliency(), compiled.saliencyClass(), shape, layout.toString(), "" + prefix);
    }

    private static void save(Path file, List<Tensor> tensors) throws IOException {
        try (var channel = Files.newByteChannel(
                file,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.TRUNCATE_EXISTING,
                java.nio.file.StandardOpenOption.WRITE)) {
            for (Tensor tensor : tensors) {
                float[] values = tensor.toFloatArray();
                ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
    }
}
