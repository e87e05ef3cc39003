"""Writes what the benchmarks of TensorFlow measure: networks of keras.applications with random weights, as SavedModels.

    python3.11 -m venv ../venv && ../venv/bin/pip install -r benchmarks/tensorflow/requirements.txt
    ../venv/bin/python benchmarks/tensorflow/make_networks.py FOLDER

FOLDER is about 150 MB; it belongs outside of git. The time does not depend on what a network learned.
"""
import sys
from pathlib import Path

import keras

SEED = 20240311
NETWORKS = {
    "mobilenet_v2": keras.applications.MobileNetV2,
    "resnet50": keras.applications.ResNet50,
    "efficientnet_b0": keras.applications.EfficientNetB0,
}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, network in NETWORKS.items():
        keras.utils.set_random_seed(SEED)
        network(weights=None, input_shape=(224, 224, 3)).export(folder / name, verbose=False)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_networks.py FOLDER")
    main(Path(sys.argv[1]))
