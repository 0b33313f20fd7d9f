"""The shipped tagger: Baidu's BiGRU-CRF weights from jieba's own wheel, run with numpy alone.

jieba 0.42.1 carries the weights (``jieba/lac_small/model_baseline``) but needs a
framework that no longer loads them.  The network is small: an embedding, two
layers of forward and backward GRU, and a CRF over 57 tags.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from threadpoolctl import ThreadpoolController

from hanclaim.errors import TableError
from hanclaim.mentions.page import Word
from hanclaim.mentions.viterbi import Floats, Integers, Pack, cut_words, decode, tag_in_batches

HIDDEN = 128
# Sentences in one batch: above 61 OpenBLAS takes its slower road for large products.
BATCH = 60
# Rows of the embedding that training never moved are shorter than this; the others are at least four times as long.
UNTRAINED = 1.0
AS_TRAINED = str.maketrans("。、“”‘’「」『』【】〈〉〖〗〔〕—―…•・", '.,""\'\'""""[]<>[]()--.··')


class Tagger:
    """The network, ready to tag batches of folded sentences."""

    def __init__(self) -> None:
        home = files("jieba") / "lac_small"
        flags = _read_dictionary((home / "tag.dic").read_text(encoding="utf-8"))
        self._flags = [flag.removesuffix("-B").removesuffix("-I") for flag in flags]
        self._begins = np.array([not flag.endswith("-I") for flag in flags])
        self._outside = np.array([flag == "O" for flag in self._flags])

        def load(name: str) -> Floats:
            return _read_tensor((home / "model_baseline" / name).read_bytes())

        self._first, self._second = (
            _Layer(*([load(f"{part}_{i}.{kind}_0") for i in pair] for part in ("fc", "gru") for kind in "wb"))
            for pair in ((0, 1), (2, 3))
        )
        vocabulary = _read_dictionary((home / "word.dic").read_text(encoding="utf-8"))
        self._letters = _Letters(vocabulary, load("word_emb"), self._first)
        self._transitions = load("crfw")
        self._out, self._out_bias = load("fc_4.w_0"), load("fc_4.b_0").ravel()

    def tag(self, sentences: Sequence[str], /) -> list[list[Word]]:
        """Cut and tag each sentence; long ones share batches with long ones."""
        # The matrices are small: a second thread costs more in waiting than it brings (27 KB/s of CPU against 5).
        with _threads().limit(limits=1):
            return tag_in_batches(sentences, BATCH, self._tag)

    def _tag(self, batch: list[str]) -> Iterator[list[Word]]:
        pack = Pack([len(sentence) for sentence in batch])
        order, backwards = pack.order(), pack.backwards()
        rows = np.empty(len(order), np.int64)
        rows[order] = [self._letters[letter] for letter in "".join(batch)]
        ahead, behind = self._first.run(self._letters.feed(rows, backwards), pack.steps)
        both = np.concatenate([ahead, behind[backwards]], -1)
        ahead, behind = self._second.run(self._second.feed(np.stack([both, both[backwards]])), pack.steps)
        both = np.concatenate([ahead, behind[backwards]], -1)
        path = decode(both @ self._out + self._out_bias, pack, self._transitions)[order]
        # ``O`` joins ``O``.
        begins, outside = self._begins[path], self._outside[path]
        begins[1:] &= ~(outside[1:] & outside[:-1])
        return cut_words(begins, lambda at: (self._flags[tag] for tag in path[at].tolist()), batch)


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


class _Letters(dict[str, int]):
    """From a character to its row, by the spelling it had in training: half width, lower case, ASCII marks.

    The vocabulary holds other spellings whose rows were never trained (。 “ Ａ); they are known by their length.
    What the first layer makes of a letter is worked out when the letter is first met, each on its own, so that
    it is the same in whatever company.
    """

    def __init__(self, vocabulary: dict[str, int], embedding: Floats, layer: _Layer) -> None:
        super().__init__()
        trained = np.linalg.norm(embedding, axis=1) > UNTRAINED
        self._rows = {letter: row for letter, row in vocabulary.items() if trained[row]}
        self._unknown = vocabulary["OOV"]
        self._embedding, self._layer = embedding, layer
        self._fed = np.empty((2, len(embedding), 3 * HIDDEN), np.float32)

    def __missing__(self, letter: str) -> int:
        plain = unicodedata.normalize("NFKC", letter.translate(AS_TRAINED)).lower()
        known = (
            self._rows.get(spelling) for spelling in (letter, plain if len(plain) == 1 else letter.lower())
        )
        row = next((row for row in known if row is not None), self._unknown)
        self._fed[:, row : row + 1] = self._layer.feed(self._embedding[None, row])
        self[letter] = row
        return row

    def feed(self, rows: Integers, backwards: Integers) -> Floats:
        """Return what both directions of the first layer are fed."""
        return np.stack([self._fed[0, rows], self._fed[1, rows[backwards]]])


class _Layer:
    """Two GRUs that read forwards and backwards, side by side; each has an update gate, a reset gate and a candidate.

    The gates' sigmoid is taken from tanh, whose halves are in the weights already: halving a float loses nothing.
    """

    def __init__(
        self, weights: list[Floats], biases: list[Floats], recurrent: list[Floats], more: list[Floats]
    ) -> None:
        half = np.repeat(np.array([0.5, 0.5, 1], np.float32), HIDDEN)
        self._weights = np.array(weights) * half
        self._bias = (np.array(biases).reshape(2, 1, -1) + np.array(more).reshape(2, 1, -1)) * half
        both = np.array([each.ravel() for each in recurrent])
        # Products of square blocks: OpenBLAS multiplies a few rows by 128 columns twice as fast as by 256.
        gates = both[:, : 2 * HIDDEN**2].reshape(2, HIDDEN, 2, HIDDEN).transpose(0, 2, 1, 3)
        self._gates = np.ascontiguousarray(gates) * np.float32(0.5)
        self._candidate = both[:, 2 * HIDDEN**2 :].reshape(2, HIDDEN, HIDDEN)

    def feed(self, inputs: Floats) -> Floats:
        """Multiply the inputs of all steps at once."""
        fed: Floats = np.matmul(inputs, self._weights)
        fed += self._bias
        return fed

    def run(self, fed: Floats, steps: list[tuple[int, int]]) -> Floats:
        """Return both directions' states, each in the order it reads in."""
        states = np.empty((2, fed.shape[1], HIDDEN), np.float32)
        state = np.zeros((2, 0, HIDDEN), np.float32)
        for start, stop in steps:
            count = stop - start
            if count != state.shape[1]:
                state = state[:, :count] if start else np.zeros((2, count, HIDDEN), np.float32)
                gates = np.empty((2, count, 2 * HIDDEN), np.float32)
                blocks = gates.reshape(2, count, 2, HIDDEN).transpose(0, 2, 1, 3)
                update, reset = gates[:, :, :HIDDEN], gates[:, :, HIDDEN:]
            np.matmul(state[:, None], self._gates, out=blocks)
            gates += fed[:, start:stop, : 2 * HIDDEN]
            np.tanh(gates, out=gates)
            gates *= 0.5
            gates += 0.5
            reset *= state
            candidate = np.matmul(reset, self._candidate)
            candidate += fed[:, start:stop, 2 * HIDDEN :]
            np.tanh(candidate, out=candidate)
            candidate -= state
            candidate *= update
            state = np.add(state, candidate, out=states[:, start:stop])
        return states


def _read_dictionary(text: str) -> dict[str, int]:
    """Read lines of number and word."""
    pairs = (line.split("\t") for line in text.split("\n"))
    return {pair[1]: int(pair[0]) for pair in pairs if len(pair) == 2}


def _read_tensor(data: bytes) -> Floats:
    """Read a paddle tensor: version, levels, version, a protobuf of type and shape, then the numbers.

    The shape is protobuf's field 2, varints; the weights have one or two dimensions and no levels.
    """
    (levels,) = struct.unpack_from("<Q", data, 4)
    if levels:
        raise TableError(
            f"a tensor of jieba's tagger has {levels} levels, expected none: reinstall jieba 0.42.1"
        )
    (length,) = struct.unpack_from("<i", data, 16)
    description, numbers = data[20 : 20 + length], data[20 + length :]
    shape: list[int] = []
    at = 0
    while at < length:
        field = description[at] >> 3
        value, at = _read_varint(description, at + 1)
        if field == 2:
            shape.append(value)
    return np.frombuffer(numbers, "<f4").reshape(shape).astype(np.float32)


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while data[at] & 128:
        value |= (data[at] & 127) << shift
        at, shift = at + 1, shift + 7
    return value | data[at] << shift, at + 1


@cache
def load_tagger() -> Tagger:
    """Return this process's tagger; its weights take 0.1 s to read."""
    return Tagger()
