package io.github.gradcam4j.testkit;

import static io.github.gradcam4j.testkit.Rule.appliesIf;
import static io.github.gradcam4j.testkit.Rule.require;

import io.github.gradcam4j.GradCamException;
import io.github.gradcam4j.ModelLoadException;
import io.github.gradcam4j.spi.Availability;
import io.github.gradcam4j.spi.Device;
import io.github.gradcam4j.spi.GradientBackend;
import io.github.gradcam4j.spi.GradientModel;
import io.github.gradcam4j.spi.ModelOptions;
import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.spi.Recognition;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Identity, native code, recognition, and files that are none. */
final class BackendRules {
    static final List<Rule<GradientBackendContract>> ALL = List.of(
            new Rule<>("B01", "the id is legal and stable", BackendRules::id),
            new Rule<>("B02", "constructing loads no native code", BackendRules::construction),
            new Rule<>("B03", "availability names version and devices, or reason and remedy", BackendRules::available),
            new Rule<>("B04", "garbage is never recognised and never thrown about", BackendRules::garbage),
            new Rule<>("B05", "models are recognised by content, not by name", BackendRules::recognition),
            new Rule<>("B06", "a damaged model is refused with the documented exceptions", BackendRules::damaged),
            new Rule<>("B07", "a device that does not exist is named and refused, not replaced", BackendRules::device));

    private BackendRules() {}

    private static void id(GradientBackendContract contract) {
        GradientBackend backend = contract.backend();
        require(
                backend.id().matches("[a-z0-9-]{1,64}"),
                "id '" + backend.id() + "' is not made of 1 to 64 lower-case letters, digits and dashes");
        require(
                backend.id().equals(contract.backend().id()) && backend.id().equals(backend.id()),
                "the id changes from call to call");
    }

    private static void construction(GradientBackendContract contract) throws IOException, InterruptedException {
        appliesIf(ConstructionProbe.works(), "this system does not list the libraries of a process");
        Class<?> type = contract.backend().getClass();
        appliesIf(
                Arrays.stream(type.getDeclaredConstructors()).anyMatch(c -> c.getParameterCount() == 0),
                type.getName() + " has no constructor without arguments");
        Path report = Files.createTempFile("gradcam4j-probe", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    ConstructionProbe.class.getName(),
                    type.getName(),
                    report.toString());
            builder.environment()
                    .put(
                            "CLASSPATH",
                            System.getProperty("java.class.path", "")
                                    + File.pathSeparator
                                    + System.getProperty("jdk.module.path", ""));
            builder.redirectErrorStream(true);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            require(process.waitFor() == 0, "a fresh Java process cannot construct " + type.getName() + ": " + output);
            String libraries = Files.readString(report);
            require(libraries.isEmpty(), "constructing " + type.getName() + " loads " + libraries);
        } finally {
            Files.delete(report);
        }
    }

    private static void available(GradientBackendContract contract) {
        Availability availability = contract.backend().availability();
        if (availability instanceof Availability.Available there) {
            require(!there.version().isBlank(), "the version is blank");
            require(!there.devices().isEmpty(), "no device is named");
        } else if (availability instanceof Availability.Unavailable missing) {
            require(!missing.reason().isBlank(), "no reason is given");
            require(!missing.remedy().isBlank(), "no remedy is given");
        }
    }

    private static void garbage(GradientBackendContract contract) throws IOException {
        for (ModelSource source : garbage()) {
            Recognition recognition = contract.backend().recognise(source);
            require(
                    !(recognition instanceof Recognition.Mine),
                    "'" + source.name() + "' is garbage, but recognised as " + recognition);
            refused(contract, source);
        }
        ModelSource unreadable = new Unreadable();
        require(
                !(contract.backend().recognise(unreadable) instanceof Recognition.Mine),
                "a file that cannot be read is recognised");
        refused(contract, unreadable);
    }

    private static List<ModelSource> garbage() throws IOException {
        byte[] noise = new byte[5000];
        new SplittableRandom(1).nextBytes(noise);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("readme.txt"));
            out.write(noise);
        }
        byte[] text = "# A readme\n\nThis is no model, it is text.\n".repeat(50).getBytes(StandardCharsets.UTF_8);
        List<ModelSource> sources = new ArrayList<>();
        for (String extension : List.of("", ".onnx", ".pt", ".pb", ".bin")) {
            sources.add(new BytesSource("empty" + extension, new byte[0]));
            sources.add(new BytesSource("zero" + extension, new byte[1]));
            sources.add(new BytesSource("zeros" + extension, new byte[4096]));
            sources.add(new BytesSource("text" + extension, text));
            sources.add(new BytesSource("noise" + extension, noise));
            sources.add(new BytesSource("zip" + extension, zip.toByteArray()));
        }
        return sources;
    }

    private static void recognition(GradientBackendContract contract) {
        for (TestModel model : contract.models()) {
            for (ModelSource source : List.of(model.source(), new BytesSource("model", content(model)))) {
                Recognition recognition = contract.backend().recognise(source);
                require(
                        recognition instanceof Recognition.Mine mine
                                && mine.confidence() >= 1
                                && mine.confidence() <= 100,
                        "model '" + model.name() + "' under the name '" + source.name() + "' is judged " + recognition);
            }
        }
    }

    private static void damaged(GradientBackendContract contract) {
        for (TestModel model : contract.models()) {
            byte[] whole = content(model);
            for (int part = 1; part < 8; part++) {
                byte[] bytes = Arrays.copyOf(whole, (int) ((long) whole.length * part / 8));
                ModelSource source = new BytesSource("truncated-" + part + "-of-8", bytes);
                contract.backend().recognise(source);
                refused(contract, source);
            }
        }
    }

    private static void refused(GradientBackendContract contract, ModelSource source) {
        try (GradientModel model = contract.backend().open(source, ModelOptions.defaults())) {
            throw new AssertionError("'" + source.name() + "' was opened, with " + model.signature());
        } catch (GradCamException e) {
            require(
                    String.valueOf(e.getMessage()).contains(source.name()),
                    "the refusal does not name '" + source.name() + "': " + e.getMessage());
        } catch (RuntimeException e) {
            throw new AssertionError("'" + source.name() + "' was refused with " + e, e);
        }
    }

    private static void device(GradientBackendContract contract) {
        TestModel model = contract.models().get(0);
        ModelOptions told = model.options();
        ModelOptions options =
                new ModelOptions(Device.parse("no-such-device:7"), told.threads(), told.shapes(), told.output());
        try (GradientModel open = contract.backend().open(model.source(), options)) {
            throw new AssertionError("a model was opened on no-such-device:7, with " + open.signature());
        } catch (IllegalArgumentException e) {
            require(
                    String.valueOf(e.getMessage()).contains("no-such-device:7"),
                    "the refusal does not name the device: " + e.getMessage());
        }
    }

    private static byte[] content(TestModel model) {
        ByteBuffer buffer = model.source().bytes();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** A file that vanished after it was named. */
    private static final class Unreadable implements ModelSource {
        @Override
        public String name() {
            return "vanished.bin";
        }

        @Override
        public java.util.Optional<Path> path() {
            return java.util.Optional.empty();
        }

        @Override
        public ByteBuffer bytes() {
            throw new ModelLoadException("the model 'vanished.bin' cannot be read: it is gone. Check the path");
        }

        @Override
        public java.util.Optional<byte[]> sibling(String fileName) {
            return java.util.Optional.empty();
        }

        @Override
        public java.util.Optional<String> sha256() {
            return java.util.Optional.empty();
        }
    }
}
