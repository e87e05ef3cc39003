"""The rated sentences and words of vaderSentiment 3.3.2 (MIT), cut into words, and who is held out."""
import collections
import hashlib
import html
import pathlib
import subprocess
import sys
import tarfile
import tempfile

import regex

PACKAGE = "vaderSentiment==3.3.2"
SHA256 = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
SOURCES = {"movies": "movieReviewSnippets", "tweets": "tweets", "products": "amazonReviewSnippets",
           "editorials": "nytEditorialSnippets"}
# Emoticons, words with their apostrophes, and every other sign for itself. Java's and Python's `regex` read it alike.
PATTERN = r"[<>]?[:;=][-'^]?[()\[\]DPp/|*]+|<3|[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*|[^\s\p{Z}\p{L}\p{N}]"
PAD, UNKNOWN = "<pad>", "<unk>"
OFTEN = 8  # words that are not in the lexicon count from so many sentences on
Sentence = collections.namedtuple("Sentence", "source text words rating")


def cut(text):
    return [found.lower() for found in regex.findall(PATTERN, text)]


def package(folder=None):
    """The package's files by name, from an unpacked or a packed source distribution, or from PyPI."""
    with tempfile.TemporaryDirectory() as scratch:
        if folder is None:
            subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-binary", ":all:", "--no-deps", "--dest",
                            scratch, PACKAGE], check=True)
            folder = scratch
        path = next(pathlib.Path(folder).glob("vaderSentiment-3.3.2.tar.gz"))
        assert hashlib.sha256(path.read_bytes()).hexdigest() == SHA256, f"{path} is another file"
        files = {}
        with tarfile.open(path) as outer:
            for member in outer.getmembers():
                if member.name.endswith(("vader_lexicon.txt", "LICENSE.txt")):
                    files[member.name.split("/")[-1]] = outer.extractfile(member).read().decode("utf-8")
                if member.name.endswith("hutto_ICWSM_2014.tar.gz"):
                    with tarfile.open(fileobj=outer.extractfile(member)) as inner:
                        for part in inner.getmembers():
                            if part.name.endswith("_GroundTruth.txt"):
                                files[part.name.split("/")[-1]] = inner.extractfile(part).read().decode("utf-8")
        return files


def lexicon(files):
    """Mean rating by word, from -4 to 4. Entries of several tokens are left out."""
    rated = {}
    for line in files["vader_lexicon.txt"].splitlines():
        entry, rating = line.split("\t")[:2]
        words = cut(entry)
        if len(words) == 1:
            rated[words[0]] = float(rating)
    return rated


def cleaned(text):
    text = html.unescape(html.unescape(text)).replace("''", '"')
    return " ".join(regex.sub(r"https?://\S+|@\w+", " ", text).split())


def sentences(files):
    """Three lists: to learn from, to choose by, and held out. One tenth each of the last two.

    Reviews of products and editorials go to one side whole. Movie reviews and tweets come one sentence each, so the
    sentence decides; one that occurs twice is on one side only.
    """
    learn, choose, held = [], [], []
    elsewhere = set()
    for source, name in SOURCES.items():
        for line in files[f"{name}_GroundTruth.txt"].splitlines():
            number, rating, text = line.split("\t", 2)
            text = cleaned(text)
            words = cut(text)
            if not words:
                continue
            whole = number.split("_")[0] if source in ("products", "editorials") else " ".join(words)
            share = int(hashlib.sha256(f"{source}/{whole}".encode()).hexdigest(), 16) % 100
            sentence = Sentence(source, text, words, float(rating))
            (held if share < 10 else choose if share < 20 else learn).append(sentence)
            if share < 20:
                elsewhere.add(" ".join(words))
    held_texts = {" ".join(s.words) for s in held}
    return ([s for s in learn if " ".join(s.words) not in elsewhere],
            [s for s in choose if " ".join(s.words) not in held_texts], held)


def vocabulary(learn, rated):
    """Words that are frequent, then words of the lexicon."""
    counts = collections.Counter(word for s in learn for word in set(s.words))
    often = [w for w, n in counts.items() if n >= OFTEN or w in rated]
    return [PAD, UNKNOWN, *sorted(often, key=lambda w: (-counts[w], w)), *sorted(set(rated) - set(counts))]
