package io.github.gradcam4j.benchmarks;

import java.util.List;

/** Lists all questions, in the order in which they are put. Another benchmark is another line here, and in {@link Sections}. */
final class Questions {
    static final List<Question> ALL = List.of(
            new Question(
                    "kernel",
                    "What does a kernel cost by device, shape, layout, weighting, targets and items?",
                    Kernels.class,
                    "",
                    "-p shape=1280x7x7,2048x7x7,384x14x14,256x56x56 -p layout=NCHW,NHWC -p targets=1,5,100 -f 2"),
            new Question(
                    "kernel-stream",
                    "What does the processor's kernel cost beside reading the same bytes?",
                    KernelStream.class,
                    "40",
                    "400"),
            new Question(
                    "forward-versus-explain",
                    "What does a raw map cost beside the plain forward pass of the same model? And five beside one?",
                    InterleavedRatio.class,
                    "200",
                    "2000"),
            new Question(
                    "cost-by-layer",
                    "What does a map cost at an early, a middle and the last layer? And those of all 1000 classes?",
                    LayerCost.class,
                    "25",
                    "250"),
            new Question(
                    "torchscript-small",
                    "What does an explanation of a small TorchScript file cost beside DJL's forward pass?",
                    TorchCost.class,
                    "100 5",
                    "1000 20"),
            new Question(
                    "tensorflow-small",
                    "What does an explanation of a small SavedModel cost beside a forward pass of its graph?",
                    TensorFlowCost.class,
                    "100 5",
                    "1000 20"),
            new Question(
                    "explain",
                    "How long are a forward pass, raw maps and an explanation, and what do they allocate?",
                    Explanations.class,
                    "onnx/efficientnet-lite0,onnx/resnet50,djl-pytorch/resnet-basic,tensorflow/mobilenet-v2",
                    "onnx/efficientnet-lite0,onnx/efficientnet-b0,onnx/resnet50,djl-pytorch/resnet-basic,"
                            + "djl-pytorch/efficientnet,tensorflow/mobilenet-v2,tensorflow/residual -f 3"),
            new Question(
                    "threads",
                    "How many explanations does one model make in a second, and how long is each, by callers?",
                    Threads.class,
                    "",
                    "-f 3 -r 10"),
            Question.jmh(
                    "file-to-png",
                    "What does each step from a photograph's file to the PNG file with its map cost?",
                    FileToPngBenchmark.class,
                    "-wi 2 -w 1 -r 1",
                    "-f 3"),
            Question.jmh(
                    "first-explanation",
                    "How long does a new virtual machine need to open a model and explain for the first time?",
                    FirstExplanationBenchmark.class,
                    "",
                    "-f 31"),
            new Question(
                    "cold-start",
                    "How long does the whole command need, from a new virtual machine to the picture?",
                    ColdStart.class,
                    "7 ./gradcam4j docs/images/chelsea.jpg",
                    "31 ./gradcam4j docs/images/chelsea.jpg"),
            new Question(
                    "changing-sizes",
                    "What does a map cost when every picture has another size?",
                    ChangingSizes.class,
                    "40",
                    "400"),
            // With a small heap, what is not collected yet is no growth.
            new Question(
                            "endurance",
                            "Do time and memory stay as they are over thousands of explanations?",
                            Endurance.class,
                            "2000",
                            "20000")
                    .with("-Xmx256m"),
            new Question(
                    "torchscript-cost-by-layer",
                    "What does an explanation cost beside DJL's plain forward pass of the same file, by layer?",
                    TorchCost.class,
                    "30 20 {networks}/torch",
                    "200 20 {networks}/torch"),
            new Question(
                    "torchscript-start",
                    "How long from a new process to the first map of a TorchScript file, and how much memory?",
                    TorchStart.class,
                    "5 {networks}/torch",
                    "15 {networks}/torch"),
            // The heap is there from the start, so what grows is native.
            new Question(
                            "torchscript-endurance",
                            "Does native memory stay as it is over explanations, changing sizes and openings?",
                            TorchEndurance.class,
                            "10000 30 {networks}/torch",
                            "100000 100 {networks}/torch")
                    .with("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
            new Question(
                    "torchscript-peers",
                    "What do Python's packages need for the same map of a network of PyTorch?",
                    TorchPeers.class,
                    "3 30 {networks}/torch {python-torch}",
                    "9 200 {networks}/torch {python-torch}"),
            new Question(
                    "tensorflow-cost-by-layer",
                    "What does an explanation cost beside a plain forward pass of the same frozen graph?",
                    TensorFlowCost.class,
                    "30 15 {networks}/tensorflow",
                    "200 15 {networks}/tensorflow"),
            new Question(
                    "tensorflow-peers",
                    "What do eli5, tf-keras-vis and a tf.function written by hand need for the same map?",
                    TensorFlowPeers.class,
                    "3 30 {networks}/tensorflow {python-tensorflow}",
                    "9 200 {networks}/tensorflow {python-tensorflow}"));

    private Questions() {}
}
