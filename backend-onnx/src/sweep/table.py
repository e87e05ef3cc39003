"""Writes what a sweep found as a page of the documentation."""
import json

COLUMNS = {"ts17": "TorchScript, 17", "dy18": "dynamo, 18", "dy23": "dynamo, 23"}


def unsettled(layer):
    """Differs, and the branches of the run could not be found."""
    return layer["verdict"] == "wrong" and "onOwnBranches" not in layer


def cell(record):
    if "notExported" in record:
        return "not exported"
    if "refused" in record:
        return "refused"
    layers = record["layers"]
    refused = [r for r in layers if r["verdict"] == "refused"]
    open_ones = [r for r in layers if unsettled(r)]
    wrong = [r for r in layers if r["verdict"] == "wrong" and not unsettled(r)]
    compared = [r for r in layers if "gradient" in r]
    text = []
    if wrong:
        text.append(f"**wrong** at {len(wrong)}: {max(r['gradient'] for r in wrong):.0e}")
    if refused:
        text.append(f"refused at {len(refused)}")
    if open_ones:
        text.append(f"unsettled at {len(open_ones)}: {max(r['gradient'] for r in open_ones):.0e}")
    if compared and not wrong and not open_ones:
        plain = [r["gradient"] for r in compared if "onOwnBranches" not in r]
        own = [r["onOwnBranches"] for r in compared if "onOwnBranches" in r]
        flips = max((r["flips"] for r in compared if "flips" in r), default=0)
        text.append(f"{max(plain + own):.0e}" + (f" ({flips} {'flip' if flips == 1 else 'flips'})" if own else ""))
    return ", ".join(text)


def write(records, page):
    latest = {}
    for line in records.read_text().splitlines():
        record = json.loads(line)
        latest[record["network"], record["export"]] = record
    networks = list(dict.fromkeys(name for name, _ in latest))
    layers = [r for record in latest.values() for r in record.get("layers", [])]
    count = lambda verdict: sum(r["verdict"] == verdict for r in layers)
    rows = []
    for name in networks:
        size = next(record["input"] for (other, _), record in latest.items() if other == name)
        cells = [cell(latest[name, export]) if (name, export) in latest else "" for export in COLUMNS]
        rows.append(f"| {name} | {size[2]}x{size[3]} | " + " | ".join(cells) + " |")
    text = page.read_text()
    head, _, rest = text.partition("<!-- table -->\n")
    _, _, tail = rest.partition("<!-- end of table -->\n")
    summary = (f"{len(networks)} networks, {len(latest)} files, {len(layers)} layers: {count('exact')} exact, "
               f"{count('refused')} refused, {count('wrong') - sum(map(unsettled, layers))} wrong, "
               f"{sum(map(unsettled, layers))} unsettled.\n\n")
    table = "| network | input | " + " | ".join(COLUMNS.values()) + " |\n|" + "---|" * (2 + len(COLUMNS)) + "\n"
    page.write_text(head + "<!-- table -->\n" + summary + table + "\n".join(rows) + "\n<!-- end of table -->\n" + tail)
