"""Makes the bundled model for texts: trains it, says how good it is, and writes it in three forms.

    python3.11 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python sentiment.py [FOLDER]         # a folder with vaderSentiment-3.3.2.tar.gz; otherwise pip gets it
    venv/bin/python saved_model.py                # with requirements-tensorflow.txt: the SavedModel of the same weights

Takes a minute on one core. With one thread and the same versions the result is the same to the last bit.
"""
import sys

import torch

import data
import exports
import network

CLEAR = 0.5  # a sentence whose mean rating (-4 to 4) is nearer to 0 than this has no side to be right about


def clear(sentences):
    return [s for s in sentences if abs(s.rating) >= CLEAR]


@torch.no_grad()
def right(net, words, sentences):
    ids = {word: i for i, word in enumerate(words)}
    scores = [net.logits(torch.tensor([[ids.get(w, 1) for w in s.words]]))[0] for s in sentences]
    return [bool(score[1] > score[0]) == (s.rating > 0) for score, s in zip(scores, sentences)]


def by_lexicon(rated, sentences):
    """The naive way: the signs of the words' ratings, added up."""
    return [(sum(rated.get(w, 0) for w in s.words) > 0) == (s.rating > 0) for s in sentences]


def percent(hits):
    return f"{100 * sum(hits) / len(hits):.1f} %"


def report(net, words, rated, learn, held):
    positive = sum(s.rating > 0 for s in clear(learn)) * 2 > len(clear(learn))
    print("| source | held out | the more frequent class | sum of word ratings | the model |\n|---|---|---|---|---|")
    for source in (*data.SOURCES, "all"):
        part = [s for s in clear(held) if source in (s.source, "all")]
        majority = [(s.rating > 0) == positive for s in part]
        print(f"| {source} | {len(part)} | {percent(majority)} | {percent(by_lexicon(rated, part))} |"
              f" {percent(right(net, words, part))} |")


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    files = data.package(*sys.argv[1:])
    rated = data.lexicon(files)
    learn, choose, held = data.sentences(files)
    words = data.vocabulary(learn + choose, rated)
    print(f"{len(learn)} sentences to learn from, {len(choose)} to choose by, {len(held)} held out; {len(rated)} rated words;"
          f" {len(words)} words known")
    trial = network.learnt(words, learn, rated)  # what was chosen by: the settings in network.py
    print("chosen by:", percent(right(trial, words, clear(choose))))
    net = network.learnt(words, learn + choose, rated)
    report(net, words, rated, learn + choose, held)
    exports.write(net, words)
