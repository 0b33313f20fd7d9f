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
from typing import cast

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from hanclaim.alignment import Span
from hanclaim.errors import TableError
from hanclaim.mentions.page import Word
from hanclaim.mentions.viterbi import decode, find_going

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
HIDDEN = 128
# Sentences in one batch: swept 32-512 on two cores, above 128 padding costs more than it saves.
BATCH = 128
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
        directions = [
            _Gru(*(load(f"{part}_{i}.{kind}_0") for part in ("fc", "gru") for kind in "wb")) for i in range(4)
        ]
        self._layers = (directions[:2], directions[2:])
        self._out, self._out_bias = load("fc_4.w_0"), load("fc_4.b_0").ravel()

    def tag(self, sentences: Sequence[str], /) -> list[list[Word]]:
        """Cut and tag each sentence; long ones share batches with long ones."""
        words: list[list[Word]] = [[] for _ in sentences]
        order = sorted((i for i, s in enumerate(sentences) if s), key=lambda i: len(sentences[i]))
        # The matrices are small: a second thread costs more in waiting than it brings (27 KB/s of CPU against 5).
        with _threads().limit(limits=1):
            for start in range(0, len(order), BATCH):
                batch = order[start : start + BATCH]
                for i, path in zip(batch, self._paths([sentences[i] for i in batch]), strict=True):
                    words[i] = list(self._cut(path))
        return words

    def _paths(self, batch: list[str]) -> list[list[int]]:
        lengths = np.array([len(sentence) for sentence in batch])
        steps = int(lengths[-1])
        ids = np.full((steps, len(batch)), self._ids.unknown, np.int64)
        for column, sentence in enumerate(batch):
            ids[: len(sentence), column] = [self._ids[c] for c in sentence]
        going = find_going(lengths)
        hidden = self._embedding[ids]
        for ahead, behind in self._layers:
            hidden = np.concatenate(
                [ahead.run(hidden, going, range(steps)), behind.run(hidden, going, range(steps)[::-1])], -1
            )
        best = decode(hidden @ self._out + self._out_bias, going, self._transitions)
        return [best[:length, column].tolist() for column, length in enumerate(lengths.tolist())]

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


class _Gru:
    """One direction of one layer; update and reset gate stand before the candidate."""

    def __init__(self, weights: Floats, bias: Floats, recurrent: Floats, more_bias: Floats) -> None:
        gates = 2 * HIDDEN
        self._weights, self._bias = weights, bias.ravel() + more_bias.ravel()
        self._gates = recurrent.ravel()[: HIDDEN * gates].reshape(HIDDEN, gates)
        self._candidate = recurrent.ravel()[HIDDEN * gates :].reshape(HIDDEN, HIDDEN)

    def run(self, inputs: Floats, going: list[int], steps: range) -> Floats:
        """Read in the order of ``steps``; the inputs of all steps are multiplied at once."""
        times, count, width = inputs.shape
        fed = (inputs.reshape(-1, width) @ self._weights + self._bias).reshape(times, count, -1)
        states = np.zeros((times, count, HIDDEN), np.float32)
        state = np.zeros((count, HIDDEN), np.float32)
        for step in steps:
            on = going[step]
            now = state[on:]
            gates = _sigmoid(fed[step, on:, : 2 * HIDDEN] + now @ self._gates)
            candidate = np.tanh(fed[step, on:, 2 * HIDDEN :] + (gates[:, HIDDEN:] * now) @ self._candidate)
            now += gates[:, :HIDDEN] * (candidate - now)
            states[step, on:] = now
        return states


def _sigmoid(values: Floats) -> Floats:
    return cast("Floats", np.tanh(values * 0.5) * 0.5 + 0.5)


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
