"""Compares gradcam4j with float64 autograd on every classifier of torchvision, exported in several ways.

    ./gradcam4j --version                                    # builds what is measured
    cd backend-onnx/src/sweep
    python3.11 -m venv venv && venv/bin/pip install -r ../../../fixtures/onnx/requirements.txt
    venv/bin/python sweep.py run                             # all, appended to records.jsonl; or: run NAME...
    venv/bin/python sweep.py table                           # writes docs/onnx-sweep.md

Every network has random weights. At an early, a middle and the last layer, the gradients of two classes are compared. An
error above 1e-4 of the largest value counts as exact only if it vanishes when float64 takes the branches that the very same
float32 run took at kinks (masks of ReLU, choices of MaxPool).
"""
import argparse
import json
import logging
import os
import pathlib
import re
import subprocess
import tempfile
import time
import warnings

import numpy as np
import onnx
import onnxruntime
import torch

import networks
import reference

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
EXPORTS = ("ts17", "dy18", "dy23")
CLASSES = (7, 281)
TOLERANCE = 1e-4


class Explain:
    """The program Explain.java, which keeps running."""

    def __init__(self, class_path):
        self.process = subprocess.Popen(
            [f"{os.environ['JAVA_HOME']}/bin/java" if "JAVA_HOME" in os.environ else "java", "-Xmx6g", "-XX:+UseSerialGC",
             "-cp", class_path, str(HERE / "Explain.java")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.folder = pathlib.Path(tempfile.mkdtemp())

    def ask(self, *fields):
        self.process.stdin.write("\t".join(map(str, fields)) + "\n")
        self.process.stdin.flush()
        answers = []
        while (line := self.process.stdout.readline().rstrip("\n")) != "done":
            if not line and self.process.poll() is not None:
                raise RuntimeError(f"the program ended with {self.process.returncode}")
            answers.append(line.split("\t"))
        return answers

    def explain(self, x, *layers):
        """{value: (activations, [gradient by class])} in the order of the layers, or the reason why not."""
        np.save(self.folder / "x.npy", x.numpy())
        classes = ",".join(map(str, CLASSES))
        answers = self.ask("explain", self.folder / "x.npy", classes, self.folder, *layers)
        if answers[-1][0] != "layer":
            return ": ".join(answers[-1])
        read = lambda i, what: torch.from_numpy(np.fromfile(self.folder / f"{i}.{what}", "<f4"))
        return {answer[1]: (read(i, "activations"), read(i, "gradients").chunk(len(CLASSES)))
                for i, answer in enumerate(answers)}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def export(net, x, variant, path):
    names = dict(input_names=["input"], output_names=["output"], opset_version=int(variant[2:]))
    if variant.startswith("ts"):
        axes = {"input": {0: "N"}, "output": {0: "N"}}
        torch.onnx.export(net, (x,), str(path), dynamo=False, dynamic_axes=axes, **names)
    else:
        torch.onnx.export(net, (x,), str(path), dynamo=True, external_data=True, verbose=False, **names)
        opset = next(o.version for o in onnx.load(path, load_external_data=False).opset_import if o.domain == "")
        assert opset == names["opset_version"], f"the exporter wrote operator set {opset}"


def distance(values, exact):
    if values.numel() != exact.numel():
        return float("inf")
    difference = (values.double().reshape(-1) - exact.reshape(-1)).abs().max().item()
    error = difference / max(exact.abs().max().item(), 1e-30)
    return error if error == error else float("inf")


def error(explained, exact):
    return distance(explained[0], exact[0]), max(map(distance, explained[1], exact[1]))


def kinks(model):
    """[(operator of PyTorch, value to look at)] in the order of the file."""
    of = {op: name for name, (ops, _) in reference.KINKS.items() for op in ops}
    nodes = onnx.load(model, load_external_data=False).graph.node
    return [(of[n.op_type], n.input[0] if n.op_type == "MaxPool" else n.output[0]) for n in nodes if n.op_type in of]


def layers_of_run(explain, model, x, layer, values):
    """A float32 run's explanation at a layer, and its values; those that are no layers, from a run of the file as it is."""
    explained = explain.explain(x, layer, *values)
    missing = []
    while isinstance(explained, str) and (unfit := re.search(r"layer '([^']*)' has shape", explained)):
        missing.append(unfit[1])
        explained = explain.explain(x, layer, *(v for v in values if v not in missing))
    if isinstance(explained, str):
        raise RuntimeError(explained)
    float32 = {value: activation for value, (activation, _) in explained.items()}
    if missing:
        file = onnx.load(model)
        file.graph.output.extend(onnx.ValueInfoProto(name=value) for value in missing)
        session = onnxruntime.InferenceSession(file.SerializeToString(), providers=["CPUExecutionProvider"])
        float32 |= zip(missing, map(torch.from_numpy, session.run(missing, {"input": x.numpy()})))
    return next(iter(explained.values())), float32


def on_own_branches(explain, net, model, x, layer):
    """What a float32 run explained, and the branches of PyTorch's float64 run that this very run took."""
    names = kinks(model)
    explained, float32 = layers_of_run(explain, model, x, layer, list(dict.fromkeys(value for _, value in names)))
    found = []
    for kind, exact in reference.calls(net, x):
        candidates = [value for other, value in names if other == kind and float32[value].numel() == exact.numel()]
        best = min(candidates, key=lambda value: distance(float32[value], exact), default=None)
        if best is None or distance(float32[best], exact) > 1e-2:
            raise RuntimeError(f"no value of the file is that of a {kind} of shape {list(exact.shape)}")
        found.append(float32[best])
    return explained, reference.Branches(found)


def compare(explain, net, model, x, layer, exact):
    explained = explain.explain(x, layer)
    if isinstance(explained, str):
        return {"layer": layer, "verdict": "refused", "reason": explained}
    activation, gradient = error(next(iter(explained.values())), exact)
    result = {"layer": layer, "verdict": "exact", "activation": activation, "gradient": gradient}
    if activation <= TOLERANCE and gradient <= TOLERANCE:
        return result
    result["verdict"] = "wrong"
    try:
        again, branches = on_own_branches(explain, net, model, x, layer)
        of_branches = reference.gradients(net, x, [layer], CLASSES, branches)[layer]
        result["flips"] = branches.flips
        result["activation"], result["onOwnBranches"] = error(again, of_branches)
        if branches.flips > 0 and result["activation"] <= TOLERANCE and result["onOwnBranches"] <= TOLERANCE:
            result["verdict"] = "exact"
    except RuntimeError as e:
        result["reason"] = str(e)
    return result


def run(name, explain, folder, variants):
    net = networks.build(name)
    x = networks.picture(name)
    exact = reference.exact(net)
    paths = reference.layers(exact, x.double())
    chosen = list(dict.fromkeys(paths[round(q * (len(paths) - 1))] for q in (0, 0.5, 1)))
    references = reference.gradients(exact, x, chosen, CLASSES)
    for variant in variants:
        started = time.time()
        record = {"network": name, "export": variant, "input": list(x.shape)}
        model = folder / f"{name}.{variant}.onnx"
        try:
            if not model.exists():
                export(net, x, variant, model)
        except Exception as e:
            record["notExported"] = f"{type(e).__name__}: {str(e).strip().splitlines()[0] if str(e).strip() else ''}"[:200]
            yield record
            continue
        answers = explain.ask("open", model)
        if answers:
            record["refused"] = ": ".join(answers[-1])
        else:
            record["layers"] = [compare(explain, exact, model, x, layer, references[layer]) for layer in chosen]
        record["seconds"] = round(time.time() - started, 1)
        yield record
        if sum(p.numel() for p in net.parameters()) > 30_000_000:
            for file in folder.glob(f"{name}.{variant}.onnx*"):
                file.unlink()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("command", choices=("run", "table"))
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--class-path", default=str(ROOT / "cli/target/launcher/lib/*"))
    arguments.add_argument("--records", type=pathlib.Path, default=HERE / "records.jsonl")
    arguments.add_argument("--models", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "gradcam4j-sweep")
    arguments.add_argument("--exports", default=",".join(EXPORTS))
    options = arguments.parse_args()
    if options.command == "table":
        import table
        table.write(options.records, ROOT / "docs/onnx-sweep.md")
        return
    options.models.mkdir(parents=True, exist_ok=True)
    explain = Explain(options.class_path)
    for name in options.names or networks.names():
        for record in run(name, explain, options.models, options.exports.split(",")):
            with options.records.open("a") as records:
                records.write(json.dumps(record) + "\n")
            brief = [(r["verdict"], f"{r.get('gradient', 0):.0e}", r.get("flips", ""), f"{r.get('onOwnBranches', 0):.0e}", r.get("reason", "")[:300]) for r in record.get("layers", [])]
            print(name, record["export"], brief, record.get("notExported", record.get("refused", "")), record.get("seconds"), flush=True)
    explain.close()


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    main()
