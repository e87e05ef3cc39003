"""One turn of the Python peers beside ours: CPU time of the process for each explanation, in one thread, medians over rounds.

    python benchmarks/torch/peers.py FOLDER NETWORK ROUNDS

FOLDER is what make_networks.py wrote. Every peer explains the same class of the same picture at the same layer, once in every
round, in an order drawn anew. The last line is JSON: "cpu ms" by peer, "cannot" by peer and why, "map" (that of the hand-written
one, at the layer's resolution), and "apart": how far each peer's map is from it, as a part of its largest value.
"""
import json
import platform
import random
import statistics
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from captum.attr import LayerGradCam
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.image import scale_cam_image
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from torchcam.methods import GradCAM as TorchCam

from make_networks import eager

WARM_UP = 10
GRID = 14  # of a ViT-B/16 for 224 x 224


def positions(tokens):
    """Tokens without the one for the class, as channels on a grid: what pytorch-grad-cam wants to be given for a ViT."""
    return tokens[:, 1:].transpose(1, 2).reshape(tokens.shape[0], -1, GRID, GRID)


class Tail:
    """What an expert writes by hand: no graph before the layer, autograd.grad through what follows it."""

    def __init__(self, net, layer, picture, top, is_tokens):
        for parameter in net.parameters():
            parameter.requires_grad_(False)
        self.net, self.picture, self.top, self.is_tokens = net, picture, top, is_tokens
        layer.register_forward_hook(self.keep)
        self.kept = None

    def keep(self, _, __, output):
        self.kept = output.detach().requires_grad_(True)
        return self.kept

    def __call__(self):
        score = self.net(self.picture)[0, self.top]
        gradient, = torch.autograd.grad(score, self.kept)
        activations = self.kept.detach()
        if self.is_tokens:
            activations, gradient = positions(activations), positions(gradient)
        return torch.relu((gradient.mean((2, 3), keepdim=True) * activations).sum(1))[0].numpy()


def fresh(name, folder):
    net = eager(name)
    net.load_state_dict(torch.load(folder / f"{name}.weights.pt"))
    return net


def contestants(name, row, folder, picture):
    """Callables by peer, and reasons by peer that cannot."""
    top, is_tokens = row["top"][0], name.startswith("vit")
    script = torch.jit.load(folder / f"{name}.pt").eval()
    plain = fresh(name, folder).requires_grad_(False)

    def forward(net):
        def run():
            with torch.inference_mode():
                net(picture)
        return run

    net = fresh(name, folder)
    cam = GradCAM(net, [net.get_submodule(row["last"])], reshape_transform=positions if is_tokens else None)
    targets = [ClassifierOutputTarget(top)]
    net = fresh(name, folder)
    found = {
        "TorchScript: forward": forward(script),
        "eager: forward": forward(plain),
        "hand-written": Tail(net, net.get_submodule(row["last"]), picture, top, is_tokens),
        "pytorch-grad-cam": lambda: cam(picture, targets)[0],
    }
    cannot = {}
    if is_tokens:
        reason = "takes the axis of the tokens for that of the channels"
        cannot.update({"captum": reason, "torch-cam": reason})
    else:
        net = fresh(name, folder)
        captum = LayerGradCam(net, net.get_submodule(row["last"]))
        found["captum"] = lambda: captum.attribute(picture, target=top, relu_attributions=True)[0, 0].detach().numpy()
        other = fresh(name, folder)
        torchcam = TorchCam(other, row["last"])
        found["torch-cam"] = lambda: torchcam(top, other(picture))[0][0].numpy()
    for peer, attempt in on_script(folder / f"{name}.pt", row, picture, top).items():
        try:
            attempt()
            cannot[peer] = "works"
        except Exception as e:  # whatever a peer makes of it
            cannot[peer] = (str(e).strip() or type(e).__name__).splitlines()[0]
    return found, cannot


def on_script(file, row, picture, top):
    """The peers on the TorchScript file itself, of which Python can hook no layer but the whole."""

    def loaded():
        net = torch.jit.load(file).eval()
        return net, dict(net.named_modules())[row["last"]]

    def tail():
        return Tail(*loaded(), picture, top, False)()

    def cam():
        net, layer = loaded()
        return GradCAM(net, [layer])(picture, [ClassifierOutputTarget(top)])

    def captum():
        net, layer = loaded()
        return LayerGradCam(net, layer).attribute(picture, target=top)

    def torchcam():
        net, layer = loaded()
        return TorchCam(net, layer)(top, net(picture))

    return {"hand-written, TorchScript": tail, "pytorch-grad-cam, TorchScript": cam, "captum, TorchScript": captum,
            "torch-cam, TorchScript": torchcam}


def apart(found):
    """How far maps are from the hand-written one, made alike: scaled to 0..1, and resized where the peer resizes."""
    reference = np.asarray(found["hand-written"]())
    result = {}
    for peer, run in found.items():
        if "forward" in peer or peer == "hand-written":
            continue
        made = np.asarray(run())
        if made.shape == reference.shape:
            a, b = made / max(made.max(), 1e-30), reference / max(reference.max(), 1e-30)
            if peer == "torch-cam":  # it also moves the smallest value to zero
                b = (b - b.min()) / max(b.max() - b.min(), 1e-30)
        else:
            a, b = made, scale_cam_image(scale_cam_image(reference[None], made.shape[::-1]))[0]
        result[peer] = float(np.abs(a - b).max())
    return reference, result


def main(folder, name, rounds):
    warnings.filterwarnings("ignore")
    sys.unraisablehook = lambda _: None  # a peer that could not be made complains once more when it is collected
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    row = next(row for row in json.loads((folder / "networks.json").read_text())["networks"] if row["name"] == name)
    found, cannot = contestants(name, row, folder, torch.from_numpy(np.load(folder / "noise.npy")))
    times = {peer: [] for peer in found}
    order = list(found)
    shuffle = random.Random(7)
    for turn in range(-WARM_UP, rounds):
        shuffle.shuffle(order)
        for peer in order:
            start = time.process_time_ns()
            found[peer]()
            if turn >= 0:
                times[peer].append((time.process_time_ns() - start) / 1e6)
    reference, distance = apart(found)
    versions = {package: version(package) for package in ["torch", "grad-cam", "captum", "torchcam"]}
    medians = {peer: statistics.median(all_times) for peer, all_times in times.items()}
    print(json.dumps({"versions": {"python": platform.python_version(), **versions}, "cpu ms": medians, "cannot": cannot,
                      "apart": distance, "map": reference.ravel().tolist()}))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: peers.py FOLDER NETWORK ROUNDS")
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
