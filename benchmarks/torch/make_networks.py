"""Writes what the benchmarks of TorchScript measure: networks of torchvision with random weights, traced, and one picture of noise.

    python3.11 -m venv ../venv && ../venv/bin/pip install -r benchmarks/torch/requirements.txt
    ../venv/bin/python benchmarks/torch/make_networks.py NETWORKS/torch

The folder is about 1 GB; it belongs outside of git: benchmarks/run --networks NETWORKS. The time does not depend on what a network learned. For each network there
are NAME.pt, NAME.weights.pt (the same weights, for peers that cannot use TorchScript), and a row of networks.json: its first,
middle and last layer, the last being the one that is chosen automatically, and the five classes with the highest scores.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
import torchvision

SEED = 20240311
LAYERS = {
    "resnet18": ("relu", "layer2", "layer4"),
    "resnet50": ("relu", "layer2", "layer4"),
    "efficientnet_b0": ("features.0", "features.4", "features.8"),
    "vit_b_16": ("encoder.layers.encoder_layer_0", "encoder.layers.encoder_layer_5",
                 "encoder.layers.encoder_layer_10"),
}


def eager(name):
    """The network as its authors wrote it, with weights that depend on its name alone."""
    torch.manual_seed(SEED)
    net = torchvision.models.get_model(name, weights=None).eval()
    if name.startswith("vit"):  # torchvision begins with a head of zeros, behind which every gradient is zero
        torch.nn.init.normal_(net.heads.head.weight, std=0.02)
    return net


def normalised(net, pictures):
    """Gives batch normalisation the statistics of noise: without, values fade to nothing through a deep random network."""
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = None
    with torch.no_grad():
        net.train()(pictures)
    return net.eval()


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.backends.mha.set_fastpath_enabled(False)  # an operator for inference alone, which has no gradient
    pictures = torch.rand(8, 3, 224, 224, generator=torch.Generator().manual_seed(1)) * 2 - 1
    picture = pictures[:1].clone()
    np.save(folder / "noise.npy", picture.numpy())
    rows = []
    for name, (first, middle, last) in LAYERS.items():
        net = normalised(eager(name), pictures)
        traced = torch.jit.trace(net, picture)
        traced.save(folder / f"{name}.pt")
        torch.save(net.state_dict(), folder / f"{name}.weights.pt")
        with torch.no_grad():
            top = net(picture)[0].topk(5).indices.tolist()
        rows.append({"name": name, "first": first, "middle": middle, "last": last, "top": top})
        print(rows[-1])
    # Last: who finds it finds all the others.
    description = {"torch": torch.__version__, "torchvision": torchvision.__version__, "seed": SEED, "networks": rows}
    (folder / "networks.json").write_text(json.dumps(description, indent=2) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_networks.py FOLDER")
    main(Path(sys.argv[1]))
