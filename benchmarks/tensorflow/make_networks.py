"""Writes what the benchmarks of TensorFlow measure: networks of keras.applications with random weights, as SavedModels.

    python3.11 -m venv ../venv && ../venv/bin/pip install -r benchmarks/tensorflow/requirements.txt
    ../venv/bin/python benchmarks/tensorflow/make_networks.py FOLDER

FOLDER is about 300 MB; it belongs outside of git. The time does not depend on what a network learned; the statistics of batch
normalisation are those of noise, so that activations have the size that they have in networks that did. Each network ends in
logits, so that all peers answer the same question. The .keras files are the same weights, for the peers in Python;
networks.json names the layers, and noise.npy is the picture.
"""
import json
import sys
from pathlib import Path

import keras
import numpy as np

SEED = 20240311
NETWORKS = {
    "mobilenet_v2": (keras.applications.MobileNetV2, "out_relu"),
    "resnet50": (keras.applications.ResNet50, "conv5_block3_out"),
    "efficientnet_b0": (keras.applications.EfficientNetB0, "top_activation"),
}


def calibrate(model, picture):
    """Makes the statistics of one batch those of the network."""
    norms = [layer for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization)]
    momenta = [layer.momentum for layer in norms]
    for layer in norms:
        layer.momentum = 0.0
    model(picture, training=True)
    for layer, momentum in zip(norms, momenta):
        layer.momentum = momentum


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    picture = np.random.default_rng(SEED).uniform(-1, 1, (1, 224, 224, 3)).astype(np.float32)
    np.save(folder / "noise.npy", picture)
    rows = []
    for name, (network, last) in NETWORKS.items():
        keras.utils.set_random_seed(SEED)
        model = network(weights=None, input_shape=(224, 224, 3), classifier_activation=None)
        calibrate(model, picture)
        model.export(folder / name, verbose=False)
        model.save(folder / f"{name}.keras")
        rows.append({"name": name, "last": last, "top": int(np.argmax(model(picture, training=False)[0]))})
    (folder / "networks.json").write_text(json.dumps({"networks": rows}, indent=1))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_networks.py FOLDER")
    main(Path(sys.argv[1]))
