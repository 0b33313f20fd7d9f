"""The tagger's names, less what sticks to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.document import MentionType
from hanclaim.mentions.cues import EDGE, LATIN, MAKER, TAGGED, common_latin, endings, titles
from hanclaim.mentions.gazetteers import is_coined
from hanclaim.mentions.page import Name, Page

# Country letters that stand side by side (中美, 台港澳) are so many places.
_COUNTRIES = re.compile("[中美英法德俄日韩朝印加澳欧亚非台港]{2,4}")
_DIRECTION = re.compile("(?<=..)[东西南北中]{1,3}部(?:地区)?$|(?<=..)(?:境内|沿海|沿岸)$")
# After a place: its people or tongue, which is no place.
_BELONGING = re.compile("[语裔族]")
# Peoples, tongues and creeds are spoken of like places and houses, and are neither.
_PEOPLE = re.compile("(?:人|族|语|文|教|教徒|裔)$")


def find_tagged(page: Page) -> Iterator[Name]:
    """Take the tagger's names, without the marks, titles and directions at their edges.

    A name that holds a stop, or is one Han letter of a person, is a slip.
    """
    for word in page.words:
        kind = TAGGED.get(word.flag)
        if kind is None:
            continue
        text = page.text(word.span)
        bare = text.strip(EDGE)
        start = word.span.start + text.find(bare)
        if kind == "place" and _COUNTRIES.fullmatch(bare):
            for at in range(start, start + len(bare)):
                yield Name(Span(at, at + 1), kind, "place.letters")
            continue
        if kind == "organization" and (person := _appointed(page, start, bare)) is not None:
            yield Name(person, "person", f"tagger.{word.flag}", 0.8)
            continue
        for whole in _apart(page, Span(start, start + len(bare)), kind):
            span = _trim(page, whole, kind)
            if span is not None:
                yield Name(span, kind, f"tagger.{word.flag}", 1.0 if word.flag.isupper() else 0.8)


_APPOINTING = re.compile("(?:任命|聘任|委任|提名|推选|选举|推举)$")


def _appointed(page: Page, start: int, text: str) -> Span | None:
    """Return whom somebody appoints, where the tagger takes the post with it: 聘任|赵明为公司|总裁."""
    name, becomes, _ = text.partition("为")
    short = becomes and 1 < len(name) < 4
    return Span(start, start + len(name)) if short and _APPOINTING.search(page.folded[:start][-4:]) else None


_JOINING = re.compile("(?:以及|及|和|与|暨)(?=..)")
_BETWEEN = re.compile("(?:向|获|被|遭|将|把|由|聘任|聘请|任命|宣布|收购|起诉|控告|反诉)(?=..)")


def _apart(page: Page, span: Span, kind: MentionType) -> Iterator[Span]:
    """Part two houses that the tagger takes for one, with what joins them or what the first does: 海云科技向东岭集团."""
    text = page.text(span)
    joined = next(_JOINING.finditer(text), None) if kind == "organization" else None
    if joined is not None and _ends_office(text[: joined.start()]) and _ends_office(text):
        yield Span(span.start, span.start + joined.start())
        yield Span(span.start + joined.end(), span.end)
        return
    for found in _BETWEEN.finditer(text) if kind == "organization" else ():
        meanings, pattern = endings()
        ends = pattern.search(text[: found.start()])
        firm = ends is not None and len(ends[0]) > 1 and meanings[ends[0]] == ("organization", "name")
        if firm and ends is not None and ends.start() > 1:
            yield Span(span.start, span.start + found.start())
            if pattern.search(text) and "为" not in text[found.end() :]:
                yield Span(span.start + found.end(), span.end)
            return
    yield span


def _ends_office(text: str) -> bool:
    """Whether a text ends as offices and firms do, and holds more than that."""
    _, pattern = endings()
    found = pattern.search(text) or _OFFICE.search(text)
    return found is not None and found.start() > 1


_OFFICE = re.compile("(?:中心|局|厅|署|会|部|院|公司)$")


def _trim(page: Page, span: Span, kind: MentionType) -> Span | None:
    """Cut off what is not the name; None if nothing is left that names."""
    span = _loosen(page, span, kind)
    text = page.text(span)
    if kind == "person":
        before, after = titles()
        start = span.start + (found.end() if (found := before.match(text)) else 0)
        end = span.end - (len(found[0]) if (found := after.search(text)) else 0)
        if (start, end) != span:
            return Span(start, end)
    if kind == "place" and _BELONGING.match(page.folded, span.end):
        return None
    if kind == "place" and (found := _DIRECTION.search(text)):
        return Span(span.start, span.end - len(found[0]))
    slips = re.search(r"[。、；;！!？?\n|]", text) or not re.search(r"[^\W\d_]", text)
    if slips or (len(text) == 1 and kind != "place"):
        return None
    if kind == "person" and (
        _SPOKEN.search(text) or text.isupper() or _NUMERALS.fullmatch(text) or _counts(page, span)
    ):
        return None
    if kind == "organization" and (start := _after_trade(page, span)) != span.start:
        return Span(start, span.end)
    if kind == "organization" and (_PEOPLE.search(text) or _is_described(text) or text in _measured()):
        return None
    return span


# Little words that the tagger glues to a name's front, and papers it glues to a firm's end.
_GLUED: dict[MentionType, re.Pattern[str]] = {
    "person": re.compile("^[的嘅](?=..)"),
    "place": re.compile("^[同和与于由在向至](?=..)"),
    "organization": re.compile(
        "^(?:同业|同行)(?=..)|(?<=..)(?:研报|年报|财报|季报|公告|官网|股价|市值|港股|美股|[AHB]股|(?<![业成战])绩)$"
    ),
}


def _loosen(page: Page, span: Span, kind: MentionType) -> Span:
    """Leave out what only stands beside the name."""
    if kind == "person" and (start := _before_surname(page, span)) is not None:
        return Span(start, span.end + 2)
    found = _GLUED[kind].search(page.text(span)) if kind in _GLUED else None
    if found is None:
        return span
    return (
        Span(span.start + found.end(), span.end)
        if found.start() == 0
        else Span(span.start, span.start + found.start())
    )


_BEARER = re.compile("(?<=.)[主客者户民员商]$")
_ADDRESS = re.compile("先生|女士|小姐|太太")


def _before_surname(page: Page, span: Span) -> int | None:
    """Where the surname begins in 马主伍 before 先生: after the word for what its bearer is; else None."""
    role = page.text(span)[:-1]
    addressed = _BEARER.search(role) and _ADDRESS.match(page.folded, span.end)
    return span.end - 1 if addressed and not is_coined(role) else None


# Words of spoken Cantonese, in no name: 佢哋.
_SPOKEN = re.compile("[哋佢嘅咗嘢啲喺冇嗰嚟]")
_NUMERALS = re.compile("[一二三四五六七八九十百千万亿两几数]+")


_RATE = re.compile(r"\d[\d.,]*(?:%|成|倍|个百分点)")


def _counts(page: Page, span: Span) -> bool:
    """Whether a pair of letters stands right before a rate, as 季增 and 年减 do and surnames do not."""
    return span.end - span.start == 2 and _RATE.match(page.folded, span.end) is not None


def _after_trade(page: Page, span: Span) -> int:
    """Where the name begins in 晶圆代工厂晶瀚半导体: after what it makes, if its head also stands without that."""
    text = page.text(span)
    for found in MAKER.finditer(text):
        head = text[found.end() : found.end() + 2]
        alone = page.folded.count(head) > page.folded.count(text[found.end() - 1] + head)
        if found.start() > 0 and is_coined(head) and alone:
            return span.start + found.end()
    return span.start


@cache
def _measured() -> frozenset[str]:
    """What is measured and nobody: 客单价."""
    return frozenset(row["measure"] for row in tables.read("measures", key="measure"))


def _is_described(text: str) -> bool:
    """Whether a Latin common noun begins it and a common ending closes it: AI数据中心, AI模型公司."""
    meanings, pattern = endings()
    found, latin = pattern.search(text), LATIN.match(text)
    return (
        found is not None
        and latin is not None
        and latin[0] in common_latin()
        and meanings[found[0]][1] == "name"
    )
