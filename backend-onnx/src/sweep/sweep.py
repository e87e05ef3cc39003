"""Compares gradcam4j with float64 autograd on every classifier of torchvision, exported in several ways.

    ./gradcam4j --version                                          # builds what is measured
    python3.11 -m venv target/sweep && target/sweep/bin/pip install -r fixtures/onnx/requirements.txt
    target/sweep/bin/python backend-onnx/src/sweep/sweep.py run    # what records.jsonl lacks; or: run NAME..., --again
    target/sweep/bin/python backend-onnx/src/sweep/sweep.py table  # writes docs/onnx-sweep.md

Every network has random weights. At an early, a middle and the last layer, the gradients of two classes are compared. The
model compiled at the latter two then runs in Python's onnxruntime, and its signed maps of the two best classes are compared
with those of float64. An error above 1e-4 of the largest value counts as exact only if it vanishes when float64 takes the
branches that the very same float32 run took at kinks (masks of ReLU, choices of MaxPool), and if the values that differ are
that near to the kinks.
"""
import argparse
import json
import logging
import os
import pathlib
import re
import shutil
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
EXPORTS = ("ts17", "dy23")
CLASSES = (7, 281)
TOLERANCE = 1e-4


class Explain:
    """The program Explain.java, which keeps running."""

    def __init__(self, class_path):
        self.process = subprocess.Popen(
            [f"{os.environ['JAVA_HOME']}/bin/java" if "JAVA_HOME" in os.environ else "java", "-Xmx6g", "-XX:+UseSerialGC",
             "-cp", class_path, str(HERE / "Explain.java")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)

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

    def compile(self, layer, file):
        """Names of the outputs, and how the layer lies: its shape, its axes and how many tokens have no position."""
        answer = self.ask("compile", layer, file)[-1]
        if answer[0] != "compiled":
            return ": ".join(answer)
        _, saliency, classes, shape, axes, prefix = answer
        return (saliency, classes), (json.loads(shape), axes, int(prefix))

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.temporary.cleanup()


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


def run_file(path, x, outputs):
    """Values of a run by Python's onnxruntime, also such as are no outputs of the file."""
    file = onnx.load(path, load_external_data=False)
    inner = [name for name in outputs if name not in {output.name for output in file.graph.output}]
    if inner:
        file.graph.output.extend(onnx.ValueInfoProto(name=name) for name in inner)
        path = path.with_name("inner.onnx")
        onnx.save(file, path)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return dict(zip(outputs, map(torch.from_numpy, session.run(outputs, {"input": x.numpy()}))))


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
        float32 |= run_file(model, x, missing)
    return next(iter(explained.values())), float32


def branches(net, x, names, float32):
    """The branches of PyTorch's float64 run that a float32 run took."""
    found = []
    for kind, exact in reference.calls(net, x):
        candidates = [value for other, value in names if other == kind and float32[value].numel() == exact.numel()]
        best = min(candidates, key=lambda value: distance(float32[value], exact), default=None)
        if best is None or distance(float32[best], exact) > 1e-2:
            raise RuntimeError(f"no value of the file is that of a {kind} of shape {list(exact.shape)}")
        found.append(float32[best])
    return reference.Branches(found)


def compare(explain, net, model, x, layer, exact):
    explained = explain.explain(x, layer)
    if isinstance(explained, str):
        return {"layer": layer, "verdict": "refused", "reason": explained}
    activation, gradient = error(next(iter(explained.values())), exact)
    result = {"layer": layer, "verdict": "exact", "activation": activation, "gradient": gradient}
    if activation <= TOLERANCE and gradient <= TOLERANCE:
        return result
    result["verdict"] = "wrong"
    names = kinks(model)
    try:
        again, float32 = layers_of_run(explain, model, x, layer, values(names))
        own = branches(net, x, names, float32)
        of_branches = reference.gradients(net, x, [layer], CLASSES, own)[layer]
        result["flips"], result["moved"] = own.flips, own.moved
        result["activation"], result["onOwnBranches"] = error(again, of_branches)
        if own.flips > 0 and max(own.moved, result["activation"], result["onOwnBranches"]) <= TOLERANCE:
            result["verdict"] = "exact"
    except RuntimeError as e:
        result["reason"] = str(e)
    return result


def values(names):
    return list(dict.fromkeys(value for _, value in names))


def compare_compiled(explain, net, model, x, layer):
    """The maps that a compiled file computes in Python's onnxruntime, and those of float64."""
    written = model.with_name("explained.onnx")
    answer = explain.compile(layer, written)
    if isinstance(answer, str):
        return {"layer": layer, "verdict": "refused", "reason": answer}
    outputs, how = answer
    with torch.no_grad():
        best = net(x.double())[0].topk(2).indices.tolist()

    def of_run(values=(), branches=lambda float32: None):
        ran = run_file(written, x, [*outputs, *values])
        saliency, classes = (ran[output] for output in outputs)
        own = branches(ran)
        exact = reference.maps(*reference.gradients(net, x, [layer], best, own)[layer], *how)
        return distance(saliency, exact) if classes[0].tolist() == best else float("inf"), own

    result = {"layer": layer, "verdict": "exact", "classes": best, "map": of_run()[0]}
    if result["map"] <= TOLERANCE:
        return result
    result["verdict"] = "wrong"
    names = kinks(model)
    try:
        result["onOwnBranches"], own = of_run(values(names), lambda float32: branches(net, x, names, float32))
        result["flips"], result["moved"] = own.flips, own.moved
        if own.flips > 0 and max(own.moved, result["onOwnBranches"]) <= TOLERANCE:
            result["verdict"] = "exact"
    except RuntimeError as e:
        result["reason"] = str(e)
    return result


def run(name, explain, folder, variants):
    net = networks.build(name)
    x = networks.picture(name)
    records = []
    for variant in variants:
        record = {"network": name, "export": variant, "product": product(), "input": list(x.shape)}
        started = time.time()
        model = folder / variant / "model.onnx"
        model.parent.mkdir()
        try:
            export(net, x, variant, model)
        except Exception as e:
            record["notExported"] = f"{type(e).__name__}: {str(e).strip().splitlines()[0] if str(e).strip() else ''}"[:200]
        record["seconds"] = time.time() - started
        records.append(record)
    net = reference.exact(net)
    paths = reference.layers(net, x.double())
    chosen = list(dict.fromkeys(paths[round(q * (len(paths) - 1))] for q in (0, 0.5, 1)))
    references = reference.gradients(net, x, chosen, CLASSES)
    for record in records:
        started = time.time()
        model = folder / record["export"] / "model.onnx"
        if "notExported" not in record:
            answers = explain.ask("open", model)
            if answers:
                record["refused"] = ": ".join(answers[-1])
            else:
                record["layers"] = [compare(explain, net, model, x, layer, references[layer]) for layer in chosen]
                record["compiled"] = [compare_compiled(explain, net, model, x, layer) for layer in chosen[1:]]
                explain.ask("close")
        shutil.rmtree(model.parent)
        record["seconds"] = round(record["seconds"] + time.time() - started, 1)
        yield record


def product():
    """The last commit that changed what is measured."""
    command = ["git", "log", "-1", "--format=%h", "--", "*/src/main/*"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()


def memory(name):
    """An estimate of the GiB that a network needs: its float64 copy, and two sessions with packed and turned weights."""
    return 2 + 24 * networks.parameters(name) / 2**30


def of_memory(what):
    lines = pathlib.Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 2**20


def recorded(path):
    """{(network, export): the latest record}"""
    lines = path.read_text().splitlines() if path.exists() else []
    return {(record["network"], record["export"]): record for record in map(json.loads, lines)}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("command", choices=("run", "table"))
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--class-path", default=str(ROOT / "cli/target/launcher/lib/*"))
    arguments.add_argument("--records", type=pathlib.Path, default=HERE / "records.jsonl")
    arguments.add_argument("--exports", default=",".join(EXPORTS))
    arguments.add_argument("--again", action="store_true", help="also what is recorded")
    options = arguments.parse_args()
    if options.command == "table":
        import table
        table.write(recorded(options.records), networks.names(), ROOT / "docs/onnx-sweep.md")
        return
    done = {} if options.again else recorded(options.records)
    explain = Explain(options.class_path)
    for name in options.names or networks.names():
        variants = [variant for variant in options.exports.split(",") if (name, variant) not in done]
        if not variants:
            continue
        if memory(name) > of_memory("MemTotal"):
            print(f"{name} is left out: it needs about {memory(name):.0f} GiB", flush=True)
            continue
        while memory(name) > of_memory("MemAvailable"):
            time.sleep(10)
        with tempfile.TemporaryDirectory() as folder:
            for record in run(name, explain, pathlib.Path(folder), variants):
                with options.records.open("a") as records:
                    records.write(json.dumps(record) + "\n")
                print(brief(record), flush=True)
    explain.close()


def brief(record):
    parts = [record["network"], record["export"], record.get("notExported") or record.get("refused") or ""]
    for part in [*record.get("layers", []), *record.get("compiled", [])]:
        numbers = [f"{k} {part[k]:.0e}" for k in ("gradient", "map", "onOwnBranches", "moved") if k in part]
        flips = [f"{part['flips']} flips"] if "flips" in part else []
        parts.append(" ".join([part["verdict"], *numbers, *flips, part.get("reason", "")[:300]]))
    return " | ".join([*parts, f"{record['seconds']:.0f} s"])


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    torch.set_num_threads(1)
    main()
