"""Writes the network as ONNX and TorchScript files, its word list and sidecar, and what autograd says about it in float64."""
import copy
import json
import pathlib

import numpy as np
import onnx
import onnxruntime
import torch

import data

MODELS = pathlib.Path(__file__).resolve().parents[1]
RESOURCES = MODELS / "src/main/resources/io/github/gradcam4j/models"
FIXTURES = MODELS.parent / "fixtures/text/sentiment"
LABELS = ["negative", "positive"]
LAYERS = ["embed", "evidence"]
TEXTS = ["A wonderful film, but the ending is dreadful.",
         "Great phone, great features...",
         "The battery dies quickly and the screen is blurry.",
         "This is not a good movie.",
         "not good",
         "good",
         "I was not disappointed at all.",
         "The plot is thin, the acting is superb.",
         "Nobody should ever have to sit through this mess.",
         "LOL :) I don't like Mondays, but this made my day!",
         "The committee met on Tuesday.",
         "Zyxw qwrtz 🙂"]


def twinned(net, words):
    """Words with a straight apostrophe have a second row, for the curved one."""
    curved = [w for w in words if "'" in w and any(c.isalpha() for c in w) and w.replace("'", "’") not in words]
    grown = type(net)(len(words) + len(curved)).eval()
    state = net.state_dict()
    rows = torch.tensor([words.index(w) for w in curved])
    state["embed.weight"] = torch.cat([state["embed.weight"], state["embed.weight"][rows]])
    grown.load_state_dict(state)
    return grown, words + [w.replace("'", "’") for w in curved]


def export(net, path):
    """ONNX by PyTorch's older exporter, which names values after modules."""
    torch.onnx.export(net, (torch.zeros(1, 7, dtype=torch.long),), str(path), dynamo=False, opset_version=17,
                      input_names=["ids"], output_names=["probabilities"],
                      dynamic_axes={"ids": {0: "N", 1: "T"}, "probabilities": {0: "N"}})
    model = onnx.load(path)
    for node in model.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def exact(net, ids):
    """Scores before the softmax, and for each class Grad-CAM's map at each layer: no ReLU, mean gradient times activation."""
    kept = {}
    hooks = [net.get_submodule(name).register_forward_hook(lambda _, __, out, name=name: kept.update({name: out}))
             for name in LAYERS]
    scores = net.logits(torch.tensor([ids]))[0]
    maps = {}
    for name in LAYERS:
        steps = 1 if name == "embed" else 2
        maps[name] = []
        for score in scores:
            gradient, = torch.autograd.grad(score, kept[name], retain_graph=True)
            weights = gradient.mean(steps, keepdim=True)
            maps[name].append((weights * kept[name]).sum(3 - steps)[0].tolist())
    for hook in hooks:
        hook.remove()
    return scores.tolist(), maps


def rounded(values):
    return [rounded(v) for v in values] if isinstance(values, list) else float(f"{values:.9g}")


def write(net, words):
    net, words = twinned(net, words)
    name = "sentiment"
    (RESOURCES / f"{name}.words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (RESOURCES / f"{name}.gradcam.json").write_text(json.dumps({
        "inputs": [{"name": "ids", "shape": [-1, -1], "layout": "NT", "kind": "tokens"}],
        "tokenizer": {"kind": "words", "file": f"{name}.words.txt",
                      "options": {"pattern": data.PATTERN, "lowercase": True, "unknown": data.UNKNOWN}},
        "output": {"name": "probabilities", "activation": "softmax"}, "labels": LABELS}, indent=2, ensure_ascii=False) + "\n",
        encoding="utf-8")
    export(net, RESOURCES / f"{name}.onnx")
    FIXTURES.mkdir(parents=True, exist_ok=True)
    torch.jit.save(torch.jit.trace(net, torch.zeros(1, 7, dtype=torch.long)), str(FIXTURES / f"{name}.pt"))
    ids = {word: i for i, word in enumerate(words)}
    session = onnxruntime.InferenceSession(str(RESOURCES / f"{name}.onnx"), providers=["CPUExecutionProvider"])
    script = torch.jit.load(str(FIXTURES / f"{name}.pt"))
    cases, apart = [], 0.0
    for text in TEXTS:
        tokens = data.cut(text)
        row = [ids.get(token, 1) for token in tokens]
        scores, maps = exact(copy.deepcopy(net).double(), row)
        probabilities = torch.softmax(torch.tensor(scores, dtype=torch.float64), 0).numpy()
        for found in (session.run(None, {"ids": np.array([row])})[0][0], script(torch.tensor([row]))[0].detach().numpy()):
            apart = max(apart, float(np.abs(found - probabilities).max()))
        cases.append({"text": text, "tokens": tokens, "ids": row, "scores": rounded(scores),
                      "maps": {layer: rounded(values) for layer, values in maps.items()}})
        print(f"{probabilities[1]:.3f} ", *(f"{t}[{v:+.2f}]" for t, v in zip(tokens, maps["evidence"][1])))
    assert apart < 1e-5, apart
    (FIXTURES / "expected.json").write_text(
        "[\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n]\n", encoding="utf-8")
    print(f"{len(words)} words, ONNX {(RESOURCES / f'{name}.onnx').stat().st_size} bytes; largest difference between the files"
          f" and float64: {apart:.1e}")
