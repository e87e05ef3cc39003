"""Float64 gradients by PyTorch's autograd, also on the branches that a float32 run took at kinks."""
import contextlib
import re

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torchvision.ops import Permute

# operator of PyTorch: ([operators of ONNX], where its kinks are)
KINKS = {
    "relu": (["Relu"], lambda *_: (0.0,)),
    "hardtanh": (["Clip"], lambda low=-1.0, high=1.0: (low, high)),
    "hardswish": (["HardSwish"], lambda *_: (-3.0, 3.0)),
    "hardsigmoid": (["HardSigmoid"], lambda *_: (-3.0, 3.0)),
    "max_pool2d_with_indices": (["MaxPool"], None),
}
NUDGE = 1e-12


def exact(net):
    """Makes it a float64 network."""
    net = net.double()
    for module in net.modules():
        if hasattr(module, "inplace"):
            module.inplace = False  # what is written over could not be differentiated
    return net


def layers(net, x):
    """Paths of modules that run once and whose outputs have positions, in order of execution; no parts of a block that an
    exporter may fold away, and nothing within an attention, which may be cut into windows."""
    seen, calls = {}, {}

    def hook(path):
        def note(_, __, output):
            calls[path] = calls.get(path, 0) + 1
            seen.pop(path, None)
            if isinstance(output, torch.Tensor) and output.ndim > 2 and output[0].numel() > max(output.shape[1], output.shape[-1]):
                seen[path] = output.shape
        return note

    skipped = (nn.Conv2d, nn.BatchNorm2d, nn.Dropout, nn.Identity, nn.Linear, Permute)
    handles = [m.register_forward_hook(hook(path)) for path, m in net.named_modules()
               if path and not isinstance(m, skipped) and "StochasticDepth" not in type(m).__name__ and not re.search("attn|attention|partition", path)]
    with torch.no_grad():
        net(x)
    for handle in handles:
        handle.remove()
    return [path for path in seen if calls[path] == 1]


def gradients(net, x, paths, classes, branches=None):
    """{path: (activation, [gradient by class])} in float64; with branches, on those."""
    kept = {}

    def hook(path):
        def keep(_, __, output):
            kept[path] = output
            return output.clone()
        return keep

    handles = [net.get_submodule(path).register_forward_hook(hook(path)) for path in paths]
    with branches or contextlib.nullcontext():
        scores = net(x.double().requires_grad_(True))
    for handle in handles:
        handle.remove()
    tensors = [kept[path] for path in paths]
    by_class = [torch.autograd.grad(scores[0, c], tensors, retain_graph=True) for c in classes]
    return {path: (kept[path].detach(), [g[i] for g in by_class]) for i, path in enumerate(paths)}


def maps(activation, gradients, shape, layout, prefix):
    """Signed Grad-CAM maps of one item, one for each gradient, by the definition; prefix counts the tokens without position."""
    by_channel = lambda tensor: tensor.reshape(shape).movedim(layout.index("C"), 1).flatten(2)[0, :, prefix:]
    weights = torch.stack([by_channel(gradient).mean(1) for gradient in gradients])
    return weights @ by_channel(activation)


class Calls(TorchDispatchMode):
    """Keeps what every operator with kinks was given and returned: the input of a pool, the output of a function."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        name = kink(function)
        if name:
            self.calls.append((name, (args[0] if KINKS[name][1] is None else result).detach().clone()))
        return result


class Branches(TorchDispatchMode):
    """Moves values to the side of the kink where those of the float32 run were, and remembers how far, relative to the largest:
    if that is no more than rounding, nothing but the choice of the branch changes."""

    def __init__(self, float32):
        super().__init__()
        self.float32 = iter(float32)
        self.flips = 0
        self.moved = 0.0

    def note(self, flipped, distances, x):
        self.flips += int(flipped.sum())
        if flipped.any():
            self.moved = max(self.moved, (distances[flipped].max() / x.abs().max()).item())

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        name = kink(function)
        if not name:
            return function(*args, **(kwargs or {}))
        x = args[0]
        other = next(self.float32).double().reshape(x.shape)
        if KINKS[name][1] is None:
            places = function(other, *args[1:], **(kwargs or {}))[1]
            value, own = function(*args, **(kwargs or {}))
            taken = x.flatten(2).gather(2, places.flatten(2)).reshape(value.shape)
            self.note(places != own, value - taken, x)
            return taken, places
        for at in KINKS[name][1](*args[1:]):
            bound = output_at(name, at)
            above = other > bound if at <= 0 else ~(other < bound)
            if name == "hardswish" and at <= 0:
                above = other != 0
            self.note((x > at) != above, (x - at).abs(), x)
            x.copy_(torch.where(above & (x <= at), at + NUDGE, torch.where(~above & (x > at), at - NUDGE, x)))
        return function(*args, **(kwargs or {}))


def output_at(name, at):
    return {"hardsigmoid": 0.0 if at < 0 else 1.0, "hardswish": 0.0 if at < 0 else 3.0}.get(name, at)


def kink(function):
    name = function.overloadpacket.__name__
    return name if name in KINKS else name.removesuffix("_") if name.removesuffix("_") in KINKS else None


def calls(net, x):
    with torch.no_grad(), Calls() as mode:
        net(x.double())
    return mode.calls
