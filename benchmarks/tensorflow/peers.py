"""One turn of the Python peers beside ours: CPU time of the process for each explanation, in one thread, medians over rounds.

    python benchmarks/tensorflow/peers.py FOLDER NETWORK ROUNDS

FOLDER is what make_networks.py wrote. Every peer explains the same class of the same picture at the same layer, the last
convolution's activation, once in every round, in an order drawn anew. The last line is JSON: "cpu ms" by peer, "cannot" by peer
and why, "map" (that of the hand-written one, at the layer's resolution), and "apart": how far each peer's map is from it, as a
part of its largest value.
"""
import json
import os
import platform
import random
import statistics
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import eli5
import keras
import numpy as np
import tensorflow as tf
from tf_keras_vis.gradcam import Gradcam
from tf_keras_vis.utils.scores import CategoricalScore

WARM_UP = 10

def hand_written(model, layer, top):
    """What an expert writes: one tf.function over a model with two outputs."""
    both = keras.Model(model.inputs, [model.get_layer(layer).output, model.output])

    @tf.function(jit_compile=False)
    def explain(picture):
        with tf.GradientTape() as tape:
            activations, scores = both(picture, training=False)
            score = scores[0, top]
        weights = tf.reduce_mean(tape.gradient(score, activations), axis=(1, 2), keepdims=True)
        return tf.nn.relu(tf.reduce_sum(weights * activations, axis=-1))[0]

    return explain


def contestants(row, folder, picture):
    name, layer, top = row["name"], row["last"], row["top"]
    model = keras.models.load_model(folder / f"{name}.keras")
    forward = tf.function(lambda x: model(x, training=False))
    frozen = tf.saved_model.load(str(folder / name)).signatures["serving_default"]
    constant = tf.constant(picture)
    by_hand = hand_written(model, layer, top)
    vis = Gradcam(model, clone=True)
    score = CategoricalScore([top])
    return {
        "SavedModel: forward": lambda: frozen(constant),
        "tf.function: forward": lambda: forward(constant).numpy(),
        "hand-written": lambda: by_hand(constant).numpy(),
        "eli5": lambda: eli5.explain_prediction(model, picture, targets=[top], layer=layer).targets[0].heatmap,
        "tf-keras-vis": lambda: vis(score, picture, penultimate_layer=layer, seek_penultimate_conv_layer=False,
                                     expand_cam=False)[0],
    }


def main(folder, name, rounds):
    warnings.filterwarnings("ignore")
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    row = next(row for row in json.loads((folder / "networks.json").read_text())["networks"] if row["name"] == name)
    found = contestants(row, folder, np.load(folder / "noise.npy"))
    times, cannot = {}, {}
    for peer, run in list(found.items()):
        try:
            run()
            times[peer] = []
        except Exception as e:  # whatever a peer makes of it
            cannot[peer] = (str(e).strip() or type(e).__name__).splitlines()[0]
            del found[peer]
    order = list(found)
    shuffle = random.Random(7)
    for turn in range(-WARM_UP, rounds):
        shuffle.shuffle(order)
        for peer in order:
            start = time.process_time_ns()
            found[peer]()
            if turn >= 0:
                times[peer].append((time.process_time_ns() - start) / 1e6)
    reference = found["hand-written"]()
    apart = {}
    for peer in set(found) & {"eli5", "tf-keras-vis"}:
        made = np.asarray(found[peer]())
        a, b = made / max(made.max(), 1e-30), reference / max(reference.max(), 1e-30)
        if peer == "tf-keras-vis":  # it also moves the smallest value to zero
            b = (b - b.min()) / max(b.max() - b.min(), 1e-30)
        apart[peer] = float(np.abs(a - b).max())
    versions = {package: version(package) for package in ["tensorflow-cpu", "keras", "eli5", "tf-keras-vis"]}
    medians = {peer: statistics.median(all_times) for peer, all_times in times.items()}
    print(json.dumps({"versions": {"python": platform.python_version(), **versions}, "cpu ms": medians, "cannot": cannot,
                      "apart": apart, "map": reference.ravel().tolist()}))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: peers.py FOLDER NETWORK ROUNDS")
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
