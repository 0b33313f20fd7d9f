"""Which written forms are one name, and which of them is the fullest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.document import MentionType
from hanclaim.mentions.gazetteers import Gazetteer, is_coined
from hanclaim.mentions.houses import find_sides
from hanclaim.mentions.page import Name, Page

_BRACKET = re.compile(
    r"[\"”」]?[（(](?:以下简称|下称|简称|又称|亦称|英文名|英文|即|原名|前称|也称)?[:：]?[\"“「『]?"
    r"([^（）()“”\"「」『』\n,，;；]{2,30})[\"”」』]?(?:[,，;；][^（）()\n]{0,30})?[）)]"
)
_CODE = re.compile(r"[0-9.]+[A-Za-z.]*|[A-Za-z]+[:：.] ?[A-Za-z0-9.]+|.*\d.*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
Pair = tuple[str, str]


def find_bracketed(page: Page, names: Iterable[Name]) -> Iterator[tuple[Name, Pair]]:
    """A bracket right after a name holds its other name, unless it is a code or stands beside a second bracket.

    谷歌(GOOG) and 谷歌(GOOGL) in one document are two share classes, not two names.
    """
    found: dict[str, dict[str, tuple[Span, MentionType, float]]] = defaultdict(dict)
    for name in names:
        match = _BRACKET.match(page.folded, name.span.end)
        if match is None or _CODE.fullmatch(match[1]) or name.type == "work":
            continue
        text = page.text(name.span)
        if not _may_be_same(text, match[1], match[0]):
            continue
        found[text].setdefault(match[1], (Span(*match.span(1)), name.type, name.weight))
    for text, inner in found.items():
        if len(inner) == 1:
            for short, (span, kind, weight) in inner.items():
                yield Name(span, kind, "alias.bracket", weight + 0.5), (text, short)


def _may_be_same(text: str, inner: str, bracket: str) -> bool:
    """A bracket that says 简称, a change of script, or letters shared."""
    if re.search("简称|下称|又称|亦称|即|原名|前称|也称", bracket):
        return True
    if text.isascii() != inner.isascii():
        return not inner.isascii() or inner[0].isupper()
    return is_short_for(inner, text)


@cache
def _descriptors() -> re.Pattern[str]:
    words = [
        row["ending"] for row in tables.read("name_endings", key="ending") if row["type"] == "organization"
    ]
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        f"(?:{alternatives}|网|系统|全球|国际|中国|工业|实业|技术|智能|投资|发展|精密|光电|材料)+"
    )


def is_short_for(short: str, full: str) -> bool:
    """Whether ``short`` can stand for ``full`` in one document: its head before what it deals in, its tail, a surname part.

    >>> is_short_for('晶瀚', '晶瀚半导体'), is_short_for('统计局', '中国国家统计局'), is_short_for('三星', '三星SDI')
    (True, True, False)
    >>> is_short_for('市统计局', '永泽市统计局'), is_short_for('市统计局', '永泽统计局')
    (True, False)
    >>> is_short_for('国健署', '国民健康署'), is_short_for('国健署', '国民健康局')
    (True, False)
    >>> is_short_for('格奥尔基耶娃', '克里斯塔利娜·格奥尔基耶娃')
    True
    """
    if short == full or len(short) >= len(full) or len(short) < 2:
        return False
    if "·" in full:
        return short in full.split("·")
    if short[1:] == _SIDE:  # 馆方
        return full[-1] == short[0]
    if full.startswith(short):
        return _descriptors().fullmatch(full[len(short) :]) is not None
    if len(short) > 2 and full.endswith(short):
        of_place = short[0] in _RANKS and short[-1] in _OFFICES  # 市统计局
        if of_place or _descriptors().fullmatch(short) is not None:
            return True
    return _is_initials(short, full)


def _is_given_name(short: str, full: str) -> bool:
    """Whether somebody is called by the given name: 哲豪 for 许哲豪."""
    return len(short) == 2 and len(full) == 3 and full.endswith(short) and is_coined(short)


def _is_initials(short: str, full: str) -> bool:
    """Whether an office is called by characters of its name, its rank last: 国健署 for 国民健康署."""
    if not 3 <= len(short) <= 4 or short[-1] not in _OFFICES or (full[0], full[-1]) != (short[0], short[-1]):
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def find_heads(page: Page, names: Iterable[Name]) -> Iterator[Name]:
    """The head of a name stands for it where it stands alone: 晶瀚 for 晶瀚半导体 if it is a coined word, 永泽 for 永泽县."""
    firms = {page.text(name.span) for name in names if name.type == "organization"}
    places = {page.text(name.span) for name in names if name.type == "place"}
    heads: dict[str, MentionType] = {
        head: "place" for place in places if len(head := _RANK.sub("", place)) > 1
    }
    heads |= {
        head: "organization"
        for firm in firms
        if is_coined(head := _descriptors_end().sub("", firm)) and not firm.endswith(_DESCRIBED)
    }
    for span in Gazetteer(heads.keys() - firms - places).find(page.folded):
        yield Name(span, heads[page.text(span)], "alias.head", 1.0)


def find_tails(page: Page, names: Iterable[Name]) -> Iterator[tuple[Name, Pair]]:
    """A club is called by the end of its name, which its town stands before, beside a score by the town: 远航 for 滨江远航."""
    clubs = {page.text(name.span) for name in names if name.rule == "organization.club"}
    full_names = {club[-_TAIL:]: club for club in clubs if len(club) >= 2 * _TAIL}
    for span in Gazetteer(full_names.keys()).find(page.folded):
        tail = page.text(span)
        if not page.folded.endswith(full_names[tail], 0, span.end):
            yield Name(span, "organization", "alias.tail", 2.0), (full_names[tail], tail)
    by_town = {club[:-_TAIL]: club for club in clubs if len(club) == 2 * _TAIL}
    for span in find_sides(page):
        if (town := page.text(span)) in by_town:
            yield Name(span, "organization", "alias.town", 2.0), (by_town[town], town)


_TAIL = 2  # characters
_DESCRIBED = ("中心", "办公室")  # 卒中中心 is one for 卒中, which it is not called
_SIDE = "方"
_OFFICES = frozenset("署局部院会厅司委办所")
_RANKS = frozenset("省市县区州")
_RANK = re.compile("(?<=..)(?:省|市|县|区|州|镇|乡|村)$")


@cache
def _descriptors_end() -> re.Pattern[str]:
    return re.compile(f"{_descriptors().pattern}$")


@cache
def _same() -> dict[str, str]:
    return {row["name"]: row["same_as"] for row in tables.read("names", key="name")}


def resolve(page: Page, names: Sequence[Name], pairs: Iterable[Pair]) -> dict[str, str]:
    """Return each written form's fullest form in this document."""
    kinds = {page.text(name.span): name.type for name in names}
    leaders = {text: text for text in kinds}

    def lead(text: str) -> str:
        while leaders[text] != text:
            text = leaders[text]
        return text

    def join(one: str, other: str) -> None:
        if one in leaders and other in leaders:
            low, high = sorted((lead(one), lead(other)), key=_fullness)
            leaders[low] = high

    for one, other in pairs:
        join(one, other)
    groups: dict[str, list[str]] = defaultdict(list)
    for text in kinds:
        groups[_same().get(text, text)].append(text)
    for group in groups.values():
        for text in group[1:]:
            join(group[0], text)
    for text, fuller in _find_fuller(kinds):
        if len({lead(full) for full in fuller}) == 1:
            join(text, fuller[0])
    return {text: lead(text) for text in kinds}


def _find_fuller(kinds: Mapping[str, MentionType]) -> Iterator[tuple[str, list[str]]]:
    """Yield each firm's and person's name with the names it may be short for: only those that share an end with it."""
    alike: dict[tuple[MentionType, str], set[str]] = defaultdict(set)
    for text, kind in kinds.items():
        for part in text.split("·"):
            alike[kind, part[:2]].add(text)
            alike[kind, part[-2:]].add(text)
        alike[kind, text[0] + text[-1]].add(text)
        alike[kind, text[-1] + _SIDE].add(text)
    for text, kind in kinds.items():
        if kind in {"organization", "person"}:
            near = sorted(alike[kind, text[:2]] | alike[kind, text[-2:]] | alike[kind, text[0] + text[-1]])
            fuller = [
                full
                for full in near
                if is_short_for(text, full) or (kind == "person" and _is_given_name(text, full))
            ]
            if fuller:
                yield text, fuller


def _fullness(text: str) -> tuple[bool, int]:
    """A Han name is fuller than a Latin one, a longer one fuller than a shorter."""
    return _HAN.search(text) is not None, len(text)
