"""Writes what the benchmarks of TensorFlow measure: networks of keras.applications with random weights, as SavedModels.

    python3.11 -m venv ../venv && ../venv/bin/pip install -r benchmarks/tensorflow/requirements.txt
    ../venv/bin/python benchmarks/tensorflow/make_networks.py NETWORKS/tensorflow

The folder is about 300 MB; it belongs outside of git: benchmarks/run --networks NETWORKS. The time does not depend on what a network learned; the statistics of batch
normalisation are those of noise, so that activations have the size that they have in networks that did. Each network ends in
logits, so that all peers answer the same question. The .keras files are the same weights, for the peers in Python;
networks.json names the layers, and noise.npy is the picture. The network for texts has the six LSTMs of ELI5's sentiment
model, for 128 tokens, which are explained at the embedding; no peer explains those.
"""
import json
import sys
from pathlib import Path

import keras
import numpy as np

SEED = 20240311
NETWORKS = {
    "mobilenet_v2": (keras.applications.MobileNetV2, "block_8_add", "out_relu"),
    "resnet50": (keras.applications.ResNet50, "conv3_block4_out", "conv5_block3_out"),
    "efficientnet_b0": (keras.applications.EfficientNetB0, "block4a_expand_activation", "top_activation"),
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


def text(folder):
    keras.utils.set_random_seed(SEED)
    layers = keras.layers
    model = keras.Sequential([
        keras.Input((128,), dtype="int32"),
        layers.Embedding(10000, 8, name="embedding"),
        layers.Bidirectional(layers.LSTM(64, return_sequences=True)),
        layers.Bidirectional(layers.LSTM(32, return_sequences=True)),
        layers.Bidirectional(layers.LSTM(16)),
        layers.Dense(8, activation="relu"),
        layers.Dense(1),
    ])
    tokens = np.random.default_rng(SEED).integers(0, 10000, (1, 128)).astype(np.int32)
    np.save(folder / "tokens.npy", tokens)
    model.export(folder / "bilstm_text", verbose=False)
    return {"name": "bilstm_text", "last": "embedding", "top": 0, "input": "tokens.npy", "peers": False}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    picture = np.random.default_rng(SEED).uniform(-1, 1, (1, 224, 224, 3)).astype(np.float32)
    np.save(folder / "noise.npy", picture)
    rows = []
    for name, (network, middle, last) in NETWORKS.items():
        keras.utils.set_random_seed(SEED)
        model = network(weights=None, input_shape=(224, 224, 3), classifier_activation=None)
        calibrate(model, picture)
        model.export(folder / name, verbose=False)
        model.save(folder / f"{name}.keras")
        top = int(np.argmax(model(picture, training=False)[0]))
        rows.append({"name": name, "middle": middle, "last": last, "top": top, "input": "noise.npy", "peers": True})
    rows.append(text(folder))
    (folder / "networks.json").write_text(json.dumps({"networks": rows}, indent=1))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_networks.py FOLDER")
    main(Path(sys.argv[1]))
