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
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from hanclaim.alignment import Span
from hanclaim.errors import TableError
from hanclaim.mentions.page import Word
from hanclaim.mentions.viterbi import Floats, Integers, Pack, decode

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

        def load(name: str) -> Floats:
            return _read_tensor((home / "model_baseline" / name).read_bytes())

        self._embedding = load("word_emb")
        vocabulary = _read_dictionary((home / "word.dic").read_text(encoding="utf-8"))
        self._ids = _Letters(vocabulary, np.linalg.norm(self._embedding, axis=1) > UNTRAINED)
        self._transitions = load("crfw")
        self._layers = [
            _Layer(*([load(f"{part}_{i}.{kind}_0") for i in pair] for part in ("fc", "gru") for kind in "wb"))
            for pair in ((0, 1), (2, 3))
        ]
        self._out, self._out_bias = load("fc_4.w_0"), load("fc_4.b_0").ravel()

    def tag(self, sentences: Sequence[str], /) -> list[list[Word]]:
        """Cut and tag each sentence; long ones share batches with long ones."""
        words: list[list[Word]] = [[] for _ in sentences]
        order = sorted((i for i, s in enumerate(sentences) if s), key=lambda i: -len(sentences[i]))
        # The matrices are small: a second thread costs more in waiting than it brings (27 KB/s of CPU against 5).
        with _threads().limit(limits=1):
            for start in range(0, len(order), BATCH):
                batch = order[start : start + BATCH]
                for i, path in zip(batch, self._paths([sentences[i] for i in batch]), strict=True):
                    words[i] = list(self._cut(path))
        return words

    def _paths(self, batch: list[str]) -> list[list[int]]:
        pack = Pack([len(sentence) for sentence in batch])
        ids = np.empty(pack.steps[-1][1], np.int64)
        ids[pack.order()] = [self._ids[letter] for letter in "".join(batch)]
        hidden, backwards = self._embedding[ids], pack.backwards()
        for layer in self._layers:
            hidden = layer.run(hidden, pack, backwards)
        best = decode(hidden @ self._out + self._out_bias, pack, self._transitions)
        return [best[pack.rows(column)].tolist() for column in range(len(batch))]

    def _cut(self, path: list[int]) -> Iterator[Word]:
        """Join each beginning with what continues it; ``O`` joins ``O``."""
        start = 0
        for at in range(1, len(path) + 1):
            if at < len(path) and (
                not self._begins[path[at]] or self._flags[path[at]] == self._flags[path[at - 1]] == "O"
            ):
                continue
            yield Word(Span(start, at), self._flags[path[start]])
            start = at


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


class _Letters(dict[str, int]):
    """From a character to its row, by the spelling it had in training: half width, lower case, ASCII marks.

    The vocabulary holds other spellings whose rows were never trained (。 “ Ａ); they are known by their length.
    """

    def __init__(self, vocabulary: dict[str, int], trained: NDArray[np.bool_]) -> None:
        super().__init__({letter: row for letter, row in vocabulary.items() if trained[row]})
        self.unknown = vocabulary["OOV"]

    def __missing__(self, letter: str) -> int:
        plain = unicodedata.normalize("NFKC", letter.translate(AS_TRAINED)).lower()
        row = self.get(plain if len(plain) == 1 else letter.lower(), self.unknown)
        self[letter] = row
        return row


class _Layer:
    """Two GRUs that read forwards and backwards, side by side; each has an update gate, a reset gate and a candidate.

    The gates' sigmoid is taken from tanh, whose halves are in the weights already: halving a float loses nothing.
    """

    def __init__(
        self, weights: list[Floats], biases: list[Floats], recurrent: list[Floats], more: list[Floats]
    ) -> None:
        half = np.repeat(np.array([0.5, 0.5, 1], np.float32), HIDDEN)
        self._weights = np.concatenate([each * half for each in weights], 1)
        self._bias = np.concatenate(
            [(a.ravel() + b.ravel()) * half for a, b in zip(biases, more, strict=True)]
        )
        gates = [each.ravel()[: 2 * HIDDEN * HIDDEN].reshape(HIDDEN, 2, HIDDEN) for each in recurrent]
        # Products of square blocks: OpenBLAS multiplies up to 61 rows by 128 columns twice as fast as by 256.
        self._gates = np.ascontiguousarray(np.array(gates).transpose(0, 2, 1, 3)) * np.float32(0.5)
        self._candidate = np.array(
            [each.ravel()[-HIDDEN * HIDDEN :].reshape(HIDDEN, HIDDEN) for each in recurrent]
        )

    def run(self, inputs: Floats, pack: Pack, backwards: Integers) -> Floats:
        """Return both states at each letter; the inputs of all steps are multiplied at once."""
        total = len(inputs)
        fed = (inputs @ self._weights + self._bias).reshape(total, 2, 3, HIDDEN)
        fed[:, 1] = fed[backwards, 1]
        fed = np.ascontiguousarray(fed.transpose(1, 2, 0, 3))
        states = np.empty((2, total, HIDDEN), np.float32)
        state = np.zeros((2, pack.steps[0][1], HIDDEN), np.float32)
        for start, stop in pack.steps:
            state = state[:, : stop - start]
            gates = np.matmul(state[:, None], self._gates)
            gates += fed[:, :2, start:stop]
            np.tanh(gates, out=gates)
            gates *= 0.5
            gates += 0.5
            candidate = np.matmul(gates[:, 1] * state, self._candidate)
            candidate += fed[:, 2, start:stop]
            np.tanh(candidate, out=candidate)
            candidate -= state
            candidate *= gates[:, 0]
            state = np.add(state, candidate, out=states[:, start:stop])
        return np.concatenate([states[0], states[1, backwards]], -1)


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
