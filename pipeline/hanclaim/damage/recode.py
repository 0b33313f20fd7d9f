"""Misreading run forward: what the wrong code makes of a text's bytes, some of which may have been dropped."""

from __future__ import annotations

from hanclaim.damage import cp936
from hanclaim.damage.holed import CODES, Reader
from hanclaim.damage.holed import shows as shown
from hanclaim.damage.misread import LOST
from hanclaim.damage.stripped import latin_options
from hanclaim.damage.ways import shows


def replays(kind: str, text: str, seen: str) -> bool:
    """Whether the bytes of ``text``, read in the wrong code of this kind, can give ``seen``.

    >>> replays('gbk-as-latin-1', '公司', '¹«Ë¾'), replays('gbk-as-latin-1', '公式', '¹«Ë¾')
    (True, False)
    >>> replays('utf-8-as-gbk', '公司', '鍏徃')  # two bytes in the middle made a private character
    True
    """
    if not text or text == seen:
        return False
    if shows(kind, text, seen):
        return True
    if kind in CODES and any(shown(Reader(*CODES[kind], mark), text, seen) for mark in ("", "?", LOST)):
        return True
    if kind == "utf-8-as-gbk":
        return _dropped(text, seen)
    return kind == "gbk-as-latin-1" and _cleaned(text, seen)


def _cleaned(text: str, seen: str) -> bool:
    """Follow GBK read as Latin-1 or cp1252, stripped of unprintables, chance UTF-8 turned into characters."""
    data = text.encode("gbk", "replace")
    left = bytes(byte for byte in data if chr(byte).isprintable())
    return _tidied(data, seen) or _tidied(left, seen)


def _tidied(data: bytes, seen: str) -> bool:
    waiting, met = [(0, 0)], set[tuple[int, int]]()
    while waiting:
        at, done = waiting.pop()
        if (at, done) in met:
            continue
        met.add((at, done))
        if (at, done) == (len(data), len(seen)):
            return True
        if at == len(data):
            continue
        if not chr(data[at]).isprintable():
            waiting.append((at + 1, done))
        if done < len(seen):
            waiting += [
                (at + len(one), done + width)
                for one, _, width in latin_options(seen, done, cleaned=True, unprinted=True)
                if data.startswith(bytes(one), at)
            ]
    return False


def _dropped(text: str, seen: str) -> bool:
    """Follow UTF-8 read as CP936: private pairs vanish, an odd byte before ASCII is dropped or takes it into a ``?``."""
    data: list[int] = []
    for character in text:
        data.extend((-1,) if character == LOST else character.encode())
    waiting, met = [(0, 0)], set[tuple[int, int]]()
    while waiting:
        here = waiting.pop()
        if here in met:
            continue
        met.add(here)
        if here == (len(data), len(seen)):
            return True
        waiting.extend(_pair(data, seen, *here))
    return False


def _pair(data: list[int], seen: str, at: int, done: int) -> list[tuple[int, int]]:
    if at == len(data):
        return []
    found = seen[done : done + 1]
    first = data[at]
    second = data[at + 1] if at + 1 < len(data) else 0
    if 0 <= first < 0x80:
        return [(at + 1, done + 1)] if found == chr(first) else []
    onward: list[tuple[int, int]] = []
    if first == 0x80 and found == "€":
        onward.append((at + 1, done + 1))
    pair = cp936.pairs().get(found, 0)
    if pair and (first < 0 or (second < 0 and first == pair >> 8)):  # part of what was lost is seen
        onward.append((at + 1 + (first > 0), done + 1))
    if first < 0 or second < 0x40:  # alone before ASCII, before what was swallowed, or at the end
        onward.append((at + 1, done))
        if found == "?":
            onward.append((at + 2 if second else at + 1, done + 1))
        return onward
    character = cp936.characters().get(first << 8 | second)
    if character is None:
        onward.append((at + 2, done))
        if found == "?" and not cp936.is_private(first, second):
            onward.append((at + 2, done + 1))
    elif found == character or (first == 0xA3 and found == chr(second & 0x7F)):  # full width may be made half
        onward.append((at + 2, done + 1))
    return onward
