package io.github.gradcam4j.onnx.internal.session;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.github.gradcam4j.spi.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Is a kind of device beside the processor: an execution provider of ONNX Runtime, told to compute in float32. */
enum Accelerator {
    CUDA(
            OrtProvider.CUDA,
            List.of("gpu", "cuda"),
            Texts.GPU_JAR,
            "an NVIDIA GPU with its driver, CUDA 12 and cuDNN 9") {
        @Override
        void add(SessionOptions session, Device device) throws OrtException {
            NativeLibraries.unpackProvider("onnxruntime_providers_cuda");
            session.setDeterministicCompute(true);
            try (OrtCUDAProviderOptions options = new OrtCUDAProviderOptions(device.index())) {
                // Products of numbers of 11 bits, as TF32 has them, are not exact to 1e-4.
                options.add("use_tf32", "0");
                // What a search by time finds differs from run to run.
                options.add("cudnn_conv_algo_search", "HEURISTIC");
                session.addCUDA(options);
            }
        }
    },
    TENSORRT(
            OrtProvider.TENSOR_RT,
            List.of("tensorrt"),
            Texts.GPU_JAR,
            "an NVIDIA GPU with its driver, CUDA 12, cuDNN 9 and TensorRT 10") {
        @Override
        void add(SessionOptions session, Device device) throws OrtException {
            NativeLibraries.unpackProvider("onnxruntime_providers_tensorrt");
            try (OrtTensorRTProviderOptions options = new OrtTensorRTProviderOptions(device.index())) {
                session.addTensorrt(options);
            }
            // What TensorRT does not take stays on the same GPU.
            CUDA.add(session, device);
        }
    },
    COREML(
            OrtProvider.CORE_ML,
            List.of("coreml"),
            "com.microsoft.onnxruntime:onnxruntime has it on macOS with Apple silicon",
            "macOS 12 or newer") {
        @Override
        void check(Device device) {
            device.unit().ifPresent(unit -> {
                throw new IllegalArgumentException("device '" + device + "' is not understood; write coreml");
            });
        }

        @Override
        void add(SessionOptions session, Device device) throws OrtException {
            // The older format, and the neural engine, compute in float16.
            session.addCoreML(Map.of("ModelFormat", "MLProgram", "MLComputeUnits", "CPUAndGPU"));
        }
    },
    DIRECTML(
            OrtProvider.DIRECT_ML,
            List.of("directml"),
            "No published jar has it: build ONNX Runtime on Windows with --use_dml --build_java" + Texts.IN_PLACE,
            "Windows 10 or newer and a GPU with DirectX 12") {
        @Override
        void add(SessionOptions session, Device device) throws OrtException {
            session.setMemoryPatternOptimization(false); // which this provider requires
            session.addDirectML(device.index());
        }
    },
    OPENVINO(
            OrtProvider.OPEN_VINO,
            List.of("openvino"),
            "No published jar has it: build ONNX Runtime with --use_openvino CPU --build_java" + Texts.IN_PLACE,
            "OpenVINO's libraries, and for gpu and npu Intel's drivers") {
        @Override
        void check(Device device) {
            if (device.unit().filter(Texts.OPENVINO_UNIT.negate()).isPresent()) {
                throw new IllegalArgumentException(
                        "device '" + device
                                + "' is not understood; write openvino, openvino:cpu, openvino:gpu, openvino:gpu.N or openvino:npu");
            }
        }

        @Override
        void add(SessionOptions session, Device device) throws OrtException {
            NativeLibraries.unpackProvider("onnxruntime_providers_openvino");
            String unit = device.unit().orElse("cpu").toUpperCase(Locale.ROOT);
            // Without a precision, the GPU computes in float16; the NPU knows nothing else.
            session.addOpenVINO(unit.equals("NPU") ? unit : unit + "_FP32");
        }
    };

    private final OrtProvider provider;
    private final List<String> names;
    private final String source;
    private final String needs;

    Accelerator(OrtProvider provider, List<String> names, String source, String needs) {
        this.provider = provider;
        this.names = names;
        this.source = source;
        this.needs = needs;
    }

    /** Returns the accelerator that a device names. */
    static Optional<Accelerator> of(Device device) {
        return Arrays.stream(values())
                .filter(accelerator -> accelerator.names.contains(device.name()))
                .findFirst();
    }

    /** Returns the names of all devices. */
    static List<String> known() {
        return names(accelerator -> true);
    }

    /** Returns the names of those that the native library was built with; their drivers are not touched. */
    static List<String> offered() {
        OnnxRuntime.environment();
        return names(Accelerator::isOffered);
    }

    private static List<String> names(Predicate<Accelerator> which) {
        List<String> names = new ArrayList<>(List.of(Device.CPU.name()));
        Arrays.stream(values()).filter(which).forEach(accelerator -> names.addAll(accelerator.names));
        return names;
    }

    boolean isOffered() {
        return OrtEnvironment.getAvailableProviders().contains(provider);
    }

    /** Refuses a unit that makes no sense for this accelerator. */
    void check(Device device) {
        device.index();
    }

    /** Loads the provider and its drivers, and adds it to a session. */
    abstract void add(SessionOptions session, Device device) throws OrtException;

    OrtProvider provider() {
        return provider;
    }

    /** Says, in a sentence, which library has it. */
    String source() {
        return source;
    }

    /** Says what it needs beside that library. */
    String needs() {
        return needs;
    }

    /** An enum's constants are made before its other static fields. */
    private static final class Texts {
        static final String IN_PLACE =
                ". Take that jar in place of onnxruntime; GRADCAM4J_CLASSPATH names it to the command line";
        static final String GPU_JAR =
                "com.microsoft.onnxruntime:onnxruntime_gpu has it, on Linux and Windows with x86-64" + IN_PLACE;
        static final Predicate<String> OPENVINO_UNIT =
                Pattern.compile("cpu|gpu(\\.\\d)?|npu").asMatchPredicate();
    }
}
