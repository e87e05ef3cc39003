"""Writes what a sweep found as a page of the documentation."""

EXPORTS = {"ts17": "TorchScript 17", "dy18": "dynamo 18", "dy23": "dynamo 23"}
COMPARED = {"layers": "gradient", "compiled": "map"}


def kind(result):
    """Unsettled is what differs, and the branches of the run could not be found."""
    return "unsettled" if result["verdict"] == "wrong" and "onOwnBranches" not in result else result["verdict"]


def cell(record, part):
    if record is None:
        return ""
    if "notExported" in record:
        return "not exported"
    if "refused" in record:
        return "refused"
    results = record[part]
    error = lambda result: result.get("onOwnBranches", result[COMPARED[part]])
    of = lambda *kinds: [result for result in results if kind(result) in kinds]
    text = [f"{name} at {len(found)}" for name in ("**wrong**", "unsettled", "refused") if (found := of(name.strip("*")))]
    compared = of("wrong", "unsettled") or of("exact")
    flips = max((result.get("flips", 0) for result in results), default=0)
    if compared:
        text.append(f"{max(map(error, compared)):.0e}" + (f" ({flips} {'flip' if flips == 1 else 'flips'})" if flips else ""))
    return ", ".join(text)


def count(records, part, what):
    results = [kind(result) for record in records for result in record.get(part, [])]
    counts = [f"{results.count(name)} {name}" for name in ("exact", "refused", "wrong", "unsettled")]
    return f"{len(results)} {what}: {', '.join(counts)}"


def write(latest, names, page):
    """Puts the latest records of {(network, export): record} into the page, in the order of the names."""
    exports = [export for export in EXPORTS if any(export == other for _, other in latest)]
    networks = [name for name in names if any(name == other for other, _ in latest)]
    rows = []
    for name in networks:
        records = [latest.get((name, export)) for export in exports]
        size = next(record["input"] for record in records if record)
        cells = [cell(record, part) for record in records for part in COMPARED]
        rows.append([name, f"{size[2]}x{size[3]}", *cells])
    records = [record for record in latest.values() if "notExported" not in record]
    products = ", ".join(sorted({record["product"] for record in latest.values()}))
    summary = [
        f"{len(networks)} of {len(names)} networks, {len(latest)} exports"
        f" ({len(latest) - len(records)} failed, {sum('refused' in record for record in records)} refused),"
        f" gradcam4j at {products}.",
        f"- **Gradients** at {count(records, 'layers', 'layers')}.",
        f"- **Maps** of {count(records, 'compiled', 'compiled files')}.",
    ]
    if missing := [name for name in names if any((name, export) not in latest for export in exports)]:
        summary.append(f"- Not run, or not in every export: {', '.join(missing)}.")
    columns = ["network", "input", *(f"{EXPORTS[export]}, {what}" for export in exports for what in ("gradients", "compiled"))]
    table = ["| " + " | ".join(cells) + " |" for cells in (columns, ["---"] * len(columns), *rows)]
    head, _, rest = page.read_text().partition("<!-- table -->\n")
    _, _, tail = rest.partition("<!-- end of table -->\n")
    body = "\n".join([summary[0], "", *summary[1:], "", *table])
    page.write_text(f"{head}<!-- table -->\n{body}\n<!-- end of table -->\n{tail}")
