"""The damage run forward over clean text: what ``hanclaim damage`` does, and what the repair is measured on.

Every channel takes the text, a source of chance, and a list for the places it destroys; few need all three.
"""

from __future__ import annotations

import random
import re
from functools import partial
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from hanclaim.damage import cp936, stuffing
from hanclaim.damage.holed import CODES
from hanclaim.damage.readings import plain, readings
from hanclaim.damage.ways import WAYS, wrongly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_SHARE_OF_CHARACTERS = (0.05, 0.25)

STUFFED = 700  # characters of the first paragraphs
SHORTEST_TITLE, LONGEST_TITLE = 9, 60
_HAN = re.compile(r"[\u4e00-\u9fff]")
USUAL = 0.9  # of a site's characters carry their usual reading


def _table(text: str, chance: random.Random) -> dict[str, str]:
    """Draw a site's table: some of the characters it uses, each with one reading."""
    known = readings()
    used = sorted({c for c in text if c in known and c in cp936.pairs()})
    share = chance.uniform(*_SHARE_OF_CHARACTERS)
    drawn = chance.sample(used, min(len(used), max(3, round(share * len(used)))))
    return {c: known[c][0] if chance.random() < USUAL else chance.choice(known[c]) for c in drawn}


def inject(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Put readings behind the bytes of a table's characters, wherever they fall, and decode as CP936.

    The places in ``text`` of bytes that the decoder swallowed are added to ``lost``.
    """
    data, origins = _inject_bytes(text, _table(text, chance))
    return _decode([(data, origins)], lost)


def inject_and_cut(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Inject, and cut before some marks at any byte offset; decode each piece; fold full-width marks."""
    data, origins = _inject_bytes(text, _table(text, chance))
    marks = chance.sample(cp936.CUT_BEFORE[:-1], chance.randint(1, 3))
    places = re.compile(b"|".join(re.escape(mark.encode("gbk")) for mark in marks)).finditer(data)
    cuts = [0, *(match.start() for match in places), len(data)]
    pieces = [(data[a:b], origins[a:b]) for a, b in pairwise(cuts)]
    return _decode(pieces, lost).translate({ord(full): half for full, half in cp936.FOLDED.items()})


def _inject_bytes(text: str, table: Mapping[str, str]) -> tuple[bytes, list[int]]:
    """Inject one character of the table after the other, and say which character each byte came from, -1 for none."""
    units = [(i, byte) for i, character in enumerate(text) for byte in character.encode("gbk", "ignore")]
    data, origins = bytes(byte for _, byte in units), [i for i, _ in units]
    for character, reading in table.items():
        added = f"({reading})".encode("gbk", "ignore")
        cuts = [
            0,
            *(match.end() for match in re.finditer(re.escape(character.encode("gbk")), data)),
            len(data),
        ]
        blank = [-1] * len(added)
        origins = [origin for a, b in pairwise(cuts) for origin in (*origins[a:b], *blank)][: -len(added)]
        data = added.join(data[a:b] for a, b in pairwise(cuts))
    return data, origins


def _decode(pieces: list[tuple[bytes, list[int]]], lost: list[int] | None) -> str:
    out: list[str] = []
    for data, origins in pieces:
        swallowed: list[int] = []
        out.append(cp936.decode_piece(data, swallowed))
        if lost is not None and swallowed:
            lost.extend(_lost(data, origins, swallowed))
    return "".join(out)


def _lost(data: bytes, origins: list[int], swallowed: list[int]) -> Iterator[int]:
    """Yield the characters of which nothing tells any more: not where a reading's bracket stands behind the byte."""
    for at in swallowed:
        if origins[at] >= 0 and not (
            data[at] >= 0x80 and data[at + 1 : at + 2] == b"(" and origins[at + 1] < 0
        ):
            yield origins[at]


def gloss(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Put toneless readings and a space behind random characters of a table, sometimes twice."""
    table = {c: plain(reading) for c, reading in _table(text, chance).items()}
    out: list[str] = []
    for character in text:
        out.append(character)
        if character in table and chance.random() < 0.9:
            out.append(f"({table[character]}) " * (2 if chance.random() < 0.05 else 1))
    return "".join(out)


def misread_exactly(text: str, chance: random.Random, lost: list[int] | None = None, *, kind: str) -> str:
    """Read every line's bytes in the wrong code, where that code takes all of them."""
    way = WAYS[kind]
    out: list[str] = []
    for line in text.split("\n"):
        shown = None
        for right in way.rights:
            try:
                shown = wrongly(line.encode(right), way.wrong)
            except UnicodeEncodeError:
                continue
            break
        out.append(line if shown is None else shown)
    return "\n".join(out)


def misread_big5(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Read Big5 as Latin-1, and strip the soft hyphens that no reader sees."""
    return misread_exactly(text, chance, kind="big5-as-latin-1").replace("\xad", "")


def misread_latin(
    text: str, chance: random.Random, lost: list[int] | None = None, *, cleaner: str = ""
) -> str:
    """Read GBK as Latin-1; a cleaner strips what cannot be printed, and may run ftfy after it or before."""
    seen = text.encode("gbk", "ignore").decode("latin-1")
    for done in cleaner.split():
        if done == "strip":
            seen = "".join(c for c in seen if c.isprintable() or c == "\n")
        else:
            import ftfy

            seen = "\n".join(ftfy.fix_text(line).replace("\xa0", " ") for line in seen.split("\n"))
    return seen


def misread_utf8(
    text: str, chance: random.Random, lost: list[int] | None = None, *, marked: bool = False
) -> str:
    """Read UTF-8 as CP936; what has no meaning is dropped, or makes a ``?`` that swallows ASCII behind it.

    >>> misread_utf8('公司', random.Random(0))
    '鍏徃'
    """
    return "\n".join(_misread_line(line.encode(), marked=marked) for line in text.split("\n"))


def _misread_line(data: bytes, *, marked: bool) -> str:
    if marked:
        return cp936.decode_piece(data)
    kept = bytearray()
    at = 0
    while at < len(data):
        is_alone = data[at] > 0x80 and data[at + 1 : at + 2] < b"\x40"
        width = 1 if data[at] <= 0x80 or is_alone else 2
        if not is_alone:
            kept += data[at : at + width]
        at += width
    return (
        cp936.decode_piece(bytes(kept)).replace("?", "")
        if b"?" not in data
        else cp936.decode_piece(bytes(kept))
    )


def misread_by(
    text: str, chance: random.Random, lost: list[int] | None = None, *, right: str, wrong: str, errors: str
) -> str:
    """Read bytes in the wrong code, which marks or drops each byte that means nothing there.

    >>> misread_by('公司', random.Random(0), right='utf-8', wrong='gbk', errors='ignore')
    '鍏鍙'
    """
    return text.encode(right, "ignore").decode(wrong, errors)


def stuff(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Put fragments of the title in, round and round, behind some of the marks of the first paragraphs."""
    return "".join(piece for piece, _ in stuffed(text, chance))


def stuffed(text: str, chance: random.Random) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a stuffed page in order, and whether each is a fragment that was put in."""
    titles = [
        line
        for line in text.split("\n")
        if len(line) <= LONGEST_TITLE
        and len(_HAN.findall(line)) >= SHORTEST_TITLE
        and not re.search("[|>/·]", line)
    ]
    if not titles:
        yield text, False
        return
    head, _, body = text.partition(titles[0])
    yield head + titles[0], False
    fragments = _fragments(titles[0], chance)
    turn = 0
    for i, character in enumerate(body):
        yield character, False
        if character in stuffing.ANCHORS and i < STUFFED and chance.random() < 0.75 and len(fragments) >= 3:
            yield fragments[turn % len(fragments)], True
            turn += 1


def _fragments(title: str, chance: random.Random) -> list[str]:
    """Cut a title into fragments of a few characters each, which keep their order but not their neighbours."""
    letters = [c for c in dict.fromkeys(title) if "\u4e00" <= c <= "\u9fff" and c not in stuffing.ANCHORS]
    fragments: list[str] = []
    while letters and len(fragments) < 6:
        size = chance.randint(1, 3)
        drawn = sorted(chance.sample(range(len(letters)), min(size, len(letters))))
        fragments.append("".join(letters[i] for i in drawn))
        letters = [c for i, c in enumerate(letters) if i not in drawn]
    return fragments


CHANNELS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "pinyin": inject,
        "pinyin-cut": inject_and_cut,
        "toneless": gloss,
        "gbk-as-latin-1": misread_latin,
        "gbk-as-latin-1-stripped": partial(misread_latin, cleaner="strip"),
        "gbk-as-latin-1-cleaned": partial(misread_latin, cleaner="strip ftfy"),
        "gbk-as-latin-1-fixed": partial(misread_latin, cleaner="ftfy strip"),
        "big5-as-latin-1-stripped": misread_big5,
        "utf-8-as-gbk": misread_utf8,
        "utf-8-as-gbk-marked": partial(misread_utf8, marked=True),
        **{
            kind: partial(misread_exactly, kind=kind)
            for kind in WAYS
            if kind not in {"gbk-as-latin-1", "utf-8-as-gbk"}
        },
        **{
            f"{kind}-{name}": partial(misread_by, right=right, wrong=wrong, errors=errors)
            for kind, (right, wrong) in CODES.items()
            for name, errors in (("replaced", "replace"), ("ignored", "ignore"))
        },
        "stuffing": stuff,
    }
)
