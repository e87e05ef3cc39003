"""Writes the bundled model for texts as a SavedModel, too: the same weights in layers of Keras, for the tests.

    python3.11 -m venv venv-tf && venv-tf/bin/pip install -r requirements-tensorflow.txt
    venv-tf/bin/python saved_model.py             # after sentiment.py, whose ONNX file holds the weights
"""
import json
import os
import pathlib
import shutil

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
import onnx
import tensorflow as tf

MODELS = pathlib.Path(__file__).resolve().parents[1]
ONNX = MODELS / "src/main/resources/io/github/gradcam4j/models/sentiment.onnx"
FIXTURES = MODELS.parent / "fixtures/text/sentiment"


def built(weights):
    words, features = weights["embed.weight"].shape
    channels, _, width = weights["evidence.gate.weight"].shape
    layers = keras.layers
    ids = keras.Input((None,), dtype="int64", name="ids")
    embedded = layers.Embedding(words, features, name="embed")(ids)
    value = layers.Conv1D(channels, 1, name="value")(embedded)
    gate = layers.Conv1D(channels, width, padding="same", activation="tanh", name="gate")(embedded)
    evidence = layers.Multiply(name="evidence")([value, gate])
    model = keras.Model(ids, layers.Dense(2, activation="softmax", name="head")(keras.ops.sum(evidence, axis=1)))
    model.get_layer("embed").set_weights([weights["embed.weight"]])
    for name in ("value", "gate"):
        model.get_layer(name).set_weights([weights[f"evidence.{name}.weight"].transpose(2, 1, 0), weights[f"evidence.{name}.bias"]])
    model.get_layer("head").set_weights([weights["head.weight"].T, weights["head.bias"]])
    return model


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    model = built({i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(ONNX).graph.initializer})
    folder = FIXTURES / "sentiment.savedmodel"
    shutil.rmtree(folder, ignore_errors=True)
    module = tf.Module()  # model.export would store every weight twice
    module.kept = [variable.value for variable in model.variables]
    serve = tf.function(lambda ids: {"probabilities": model(ids)})
    tf.saved_model.save(module, str(folder), serve.get_concrete_function(tf.TensorSpec((None, None), tf.int64, name="ids")))
    shutil.rmtree(folder / "assets", ignore_errors=True)
    (folder / "fingerprint.pb").unlink()
    call = tf.saved_model.load(str(folder)).signatures["serving_default"]
    apart = 0.0
    for case in json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8")):
        found = call(tf.constant([case["ids"]], tf.int64))
        exact = np.exp(case["scores"]) / np.exp(case["scores"]).sum()
        apart = max(apart, float(np.abs(next(iter(found.values()))[0].numpy() - exact).max()))
    assert apart < 1e-5, apart
    print(list(found), "largest difference from float64:", f"{apart:.1e};",
          sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()), "bytes")
