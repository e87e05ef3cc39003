"""Makes the colour maps of the formatters: 256 colours each, one `rrggbb` a line.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python make_colours.py                          # from this folder

viridis, inferno, magma and plasma are by Nathaniel J. Smith, Stefan van der Walt and (viridis) Eric Firing, released
under CC0 (https://github.com/BIDS/colormap); their numbers are taken from matplotlib's copy, as are cividis (Jamie
R. Nuñez, Christopher R. Anderton and Ryan S. Renslow), coolwarm (Kenneth Moreland), RdYlGn (Cynthia Brewer, ColorBrewer,
Apache 2.0), jet, hot, gray and binary. `balance` is computed here:
blue - near white - red in Oklab (Björn Ottosson, https://bottosson.github.io/posts/oklab/), lightness and chroma equal at
equal distance from the middle, for maps with a sign.
"""
import pathlib

import numpy as np
from matplotlib import colormaps

TARGET = pathlib.Path(__file__).resolve().parents[1] / "main/resources/io/github/gradcam4j/formatters/internal/picture"
FROM_OKLAB = np.array([[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.2914855480]])
TO_RGB = np.array([
    [4.0767416621, -3.3077115913, 0.2309699292],
    [-1.2684380046, 2.6097574011, -0.3413193965],
    [-0.0041960863, -0.7034186147, 1.7076147010],
])


def balance(t):
    """The colour at t in [-1, 1]."""
    strength = abs(t)
    lightness = 0.97 - 0.45 * strength
    chroma = 0.19 * np.sin(strength * np.pi / 2) ** 1.2
    hue = np.radians(27 if t > 0 else 262)
    lms = FROM_OKLAB @ [lightness, chroma * np.cos(hue), chroma * np.sin(hue)]
    linear = np.clip(TO_RGB @ lms**3, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def write(name, colours):
    bytes_ = np.rint(np.asarray(colours) * 255).astype(int)
    (TARGET / f"{name}.txt").write_text("".join("%02x%02x%02x\n" % tuple(c) for c in bytes_), encoding="ascii")


def cut(name, colours):
    """The same with 8 bits cut off, not rounded, as ELI5 makes bytes of them."""
    bytes_ = (np.asarray(colours) * 255).astype("uint8")
    (TARGET / f"cut/{name}.txt").write_text("".join("%02x%02x%02x\n" % tuple(c) for c in bytes_), encoding="ascii")


(TARGET / "cut").mkdir(exist_ok=True)
for listed in ["viridis", "inferno", "magma", "plasma", "cividis", "jet", "hot", "gray", "binary", "coolwarm", "RdYlGn"]:
    table = colormaps[listed](np.arange(256))[:, :3]
    write(listed, table)
    cut(listed, table)
write("balance", [balance(t) for t in np.linspace(-1, 1, 256)])
