"""The network, and how it learns."""
import collections
import random

import torch
from torch import nn

SEED = 20261201
FEATURES, CHANNELS, WIDTH = 16, 16, 5
STEEP = 1.5           # a rating r is learnt as the probability sigmoid(STEEP * r)
SUM = 0.2             # while it learns, the sum over words is taken times this; afterwards the head's weights hold it
NEGATIONS = ["not", "never", "isn't", "wasn't", "don't", "hardly", "without", "nothing", "doesn't"]
BETWEEN = [[], [], ["a"], ["very"], ["a", "very"], ["really"], ["the"], ["at", "all"]]
NEGATED = -0.74       # what a negation makes of a rating: the lexicon's authors measured it
KNOWN = 0.5           # one feature of a word starts as its rating times this: most words are met too rarely to find it anew


class Evidence(nn.Module):
    """What each word says, times a factor between -1 and 1 that the words around it decide. [N, E, T] to [N, C, T].

    So the evidence of a word stands at that word: a convolution over several words may put it beside.
    """

    def __init__(self):
        super().__init__()
        self.value = nn.Conv1d(FEATURES, CHANNELS, 1)
        self.gate = nn.Conv1d(FEATURES, CHANNELS, WIDTH, padding=WIDTH // 2)
        nn.init.ones_(self.gate.bias)

    def forward(self, x):
        return self.value(x) * torch.tanh(self.gate(x))


class Sentiment(nn.Module):
    """Sums the evidence of all words. The rows of the head are each other's negative, and stay so when it learns."""

    def __init__(self, words, dropout=0.0):
        super().__init__()
        self.embed = nn.Embedding(words, FEATURES)
        self.evidence = Evidence()
        self.head = nn.Linear(CHANNELS, 2)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.embed.weight, 0, 0.1)
        with torch.no_grad():
            self.head.weight[0] = -self.head.weight[1]
            self.head.bias.zero_()

    def logits(self, ids):
        evidence = self.evidence(self.dropout(self.embed(ids).transpose(1, 2)))
        total = evidence.sum(2)
        return self.head(self.dropout(total * SUM) if self.training else total)

    def forward(self, ids):
        return torch.softmax(self.logits(ids), 1)


def batches(items, size, chance):
    """Sentences of one length are together, so that nothing has to be filled up."""
    by_length = collections.defaultdict(list)
    for item in items:
        by_length[len(item[0])].append(item)
    made = []
    for group in by_length.values():
        chance.shuffle(group)
        made += [group[i:i + size] for i in range(0, len(group), size)]
    chance.shuffle(made)
    return made


def learnt(words, sentences, rated, epochs=6, rate=2e-3, decay=0.1, dropout=0.2, forget=0.1, negated=4000):
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    ids = {word: i for i, word in enumerate(words)}
    items = [([ids.get(w, 1) for w in s.words], s.rating) for s in sentences] + [([ids[w]], r) for w, r in rated.items()]
    strong = [w for w, r in rated.items() if abs(r) >= 1]

    def negations():
        return [([ids.get(w, 1) for w in (chance.choice(NEGATIONS), *chance.choice(BETWEEN), word)], NEGATED * rated[word])
                for word in chance.choices(strong, k=negated)]

    net = Sentiment(len(words), dropout)
    with torch.no_grad():
        net.embed.weight[:, 0] = KNOWN * torch.tensor([rated.get(word, 0.0) for word in words])
    optimizer = torch.optim.AdamW(net.parameters(), rate, weight_decay=decay)
    steps = epochs * (len(batches(items + negations(), 64, chance)) + 8)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps)
    for _ in range(epochs):
        for batch in batches(items + negations(), 64, chance):
            x = torch.tensor([i for i, _ in batch])
            y = torch.sigmoid(STEEP * torch.tensor([r for _, r in batch]))
            if x.shape[1] > 1:
                x = torch.where(torch.rand(x.shape) < forget, torch.ones_like(x), x)
            scores = torch.log_softmax(net.logits(x), 1)
            loss = -(y * scores[:, 1] + (1 - y) * scores[:, 0]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return finished(net)


@torch.no_grad()
def finished(net):
    """Without what is only for learning; the rows of the head exactly opposite."""
    net.eval()
    half = (net.head.weight[1] - net.head.weight[0]) / 2 * SUM
    bias = (net.head.bias[1] - net.head.bias[0]) / 2
    net.head.weight.copy_(torch.stack([-half, half]))
    net.head.bias.copy_(torch.stack([-bias, bias]))
    return net
