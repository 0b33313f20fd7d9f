"""Rules that take a span for a name: each says what it saw, none decides alone.

Every rule reads the page and votes; ``evidence`` counts the votes of the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.document import MentionType
from hanclaim.mentions.cues import (
    EDGE,
    INSIDE,
    LATIN,
    MAKER,
    TAGGED,
    common_latin,
    cues,
    departments,
    endings,
    is_cued,
)
from hanclaim.mentions.gazetteers import find_known, is_coined
from hanclaim.mentions.houses import find_clubs, find_houses, find_ranked, find_sources
from hanclaim.mentions.page import Name, Page, Word
from hanclaim.mentions.persons import find_bylines, find_longer, find_nicknames, find_speakers
from hanclaim.mentions.tagged import find_tagged
from hanclaim.mentions.things import (
    find_groups,
    find_models,
    find_products,
    find_series,
    find_storms,
    find_works,
)

Rule = Callable[[Page], Iterator[Name]]


# Markets and hours of trade, which end like a city.
_MARKETS = frozenset(
    [
        "早市",
        "午市",
        "收市",
        "尾市",
        "开市",
        "后市",
        "大市",
        "半日市",
        "股市",
        "楼市",
        "车市",
        "债市",
        "汇市",
        "房市",
        "菜市",
        "夜市",
        "超市",
        "门市",
        "集市",
        "闹市",
        "都市",
        "城市",
        "上市",
    ]
)


def find_endings(page: Page) -> Iterator[Name]:
    """Join a name and the nouns after it, up to a word that ends names: 云南省 + 抗震救灾 + 指挥部."""
    meanings, pattern = endings()
    for last, (word, text) in enumerate(page.spelled):
        found = pattern.search(text)
        if found is None or word.flag not in INSIDE | {"v"} or text in _MARKETS:
            continue
        kind, after = meanings[found[0]]
        head = _find_head(page, last, after)
        if kind != "organization" and head is not None and page.words[head].flag not in {*TAGGED, "nz"}:
            continue
        if word.flag == "v" and (head != last - 1 or text != found[0]):
            continue
        if head is not None and (kind != "place" or _is_near(page, head, last, found[0])):
            span = Span(page.words[head].span.start, word.span.end)
            if page.text(span) == page.text(span).strip(EDGE):
                yield Name(span, kind, f"{kind}.ending", 1.0)


def _find_head(page: Page, last: int, after: str) -> int | None:
    """Return the word that a long name begins with: a name, or for some endings a coined word or two plain nouns."""
    first = last
    while first > max(0, last - 6) and _joins(page.words[first - 1], page.words[first]):
        first -= 1
    flags = {"nz", "nr", "nt"} if after == "name" else {"LOC", "ns", "ORG", "nt"}
    plain = [i for i in range(first, last) if page.text(page.words[i].span) not in common_latin()]
    named = [i for i in plain if page.words[i].flag in flags]
    if named:
        return named[0]
    if after == "noun":
        return plain[0] if len(plain) > 1 and plain[0] == first else None
    word = page.words[last]
    said = is_cued(page.folded, word.span, "after", cues()["after", "organization"])
    if after == "office" and plain and _SAYS.match(page.folded, word.span.end):
        return plain[-1]
    ends = said or last + 1 == len(page.words) or page.words[last + 1].flag not in {"n", "vn"}
    if after == "name" and ends and is_coined(page.text(page.words[last - 1].span)) and last - 1 in plain:
        return last - 1
    return None


# What an office does, a few letters of when and how after its name.
_SAYS = re.compile(
    r"[今昨本同前近一二三四五六日天时\d]{0,8}[则也还]?(?:表示|指出?|称|说|宣布|公布|回应|统计|测算|估算|通报|批准|证实|强调|"
    "预计|预测|数字|数据|资料|图片|发言人)"
)


def _joins(left: Word, right: Word) -> bool:
    return left.span.end == right.span.start and left.flag in INSIDE


# What is built stands some words after its place: 高雄 + 桥头 + 新 + 厂.
_BUILT = frozenset({"厂", "工厂", "基地", "园区", "机场", "电站", "车站"})


def _is_near(page: Page, head: int, last: int, ending: str) -> bool:
    if ending in _BUILT:
        return last - head <= 3
    return last - head == 1 and page.words[last].flag not in TAGGED


def find_latin(page: Page) -> Iterator[Name]:
    """Let what stands beside a Latin word say what it names; without a cue it only waits for a list."""
    for match in LATIN.finditer(page.folded):
        span = Span(*match.span())
        text = match[0]
        if text in common_latin() or len(text) < 2:
            continue
        votes = [kind for (place, kind), cue in cues().items() if is_cued(page.folded, span, place, cue)]
        for kind in votes:
            yield Name(span, kind, f"{kind}.cue", 1.0)


@cache
def _ratings() -> frozenset[str]:
    """What brokers quote and nobody is called: 维持“增持”."""
    return frozenset(row["surface"] for row in tables.read("ratings", key="surface"))


_QUOTED = re.compile(r"[“「]([^“”「」，,。：:；;\n]{2,10})[”」]")
# What stands before a firm's name and before no verb.
_SURE = re.compile(
    "(?:研究机构|拆解机构|咨询公司|猎头机构|竞争对手|合资企业|初创公司|评级机构|供应商|服务商|制造商)$"
)


def find_cued(page: Page) -> Iterator[Name]:
    """A coined word beside 研究机构, 发言人 and the like is an organisation; so is what stands quoted after one."""
    before, after = cues()["before", "organization"], cues()["after", "organization"]
    for word, text in page.spelled:
        if (
            word.flag in {"n", "v", "vn", "nz", "nr"}
            and 2 <= len(text) <= 6
            and is_coined(text)
            and text not in departments()
        ):
            follows = word.flag != "v" and is_cued(page.folded, word.span, "after", after)
            if follows or is_cued(
                page.folded, word.span, "before", _SURE if word.flag in {"n", "v", "vn"} else before
            ):
                yield Name(word.span, "organization", "organization.cue", 1.0)
    for match in _QUOTED.finditer(page.folded):
        span = Span(*match.span(1))
        if not is_coined(match[1]) or re.search(r"\d{2}", match[1]) or match[1] in _ratings():
            continue
        if is_cued(page.folded, span, "before", before):
            yield Name(span, "organization", "organization.quoted", 1.0)
        elif page.folded.count(match[1]) > 1 and all(w.flag not in TAGGED for w in page.words_in(span)):
            yield Name(span, "other", "other.quoted", 0.8)


def find_places(page: Page) -> Iterator[Name]:
    """A Han name taken for a person is a place after 位于 or before 附近."""
    before, after = cues()["before", "place"], cues()["after", "place"]
    for word, text in page.spelled:
        if (
            word.flag in {"PER", "nr", "nz"}
            and len(text) > 1
            and not text.isascii()
            and text == text.strip(EDGE)
        ):
            cued = [
                is_cued(page.folded, word.span, "before", before),
                is_cued(page.folded, word.span, "after", after),
            ]
            if any(cued):
                yield Name(word.span, "place", "place.cue", 1.2)


_ARMY = re.compile("(?:军队|军方|海军|空军|陆军|舰队|部队|当局)")


def find_armies(page: Page) -> Iterator[Name]:
    """A place and its army are one organisation."""
    for word in page.words:
        if word.flag in {"LOC", "ns"} and (found := _ARMY.match(page.folded, word.span.end)):
            yield Name(Span(word.span.start, found.end()), "organization", "organization.army")


# Items are short: without that bound a page without a stop would be read again from each letter.
_LISTED = re.compile(r"[^、，。；：！？,;:!?\n《》—]{1,30}(?:、[^、，。；：！？,;:!?\n《》—]{1,30}){2,}")
_ITEMS = re.compile(r"[^、，。；：！？,;:!?\n“”\"《》（）()—]+(?:[（(][^（）()\n]{1,15}[）)])?")


def find_listed(page: Page) -> Iterator[Name]:
    """In a list where half the items are known organisations, the others are organisations too."""
    for row in _LISTED.finditer(page.folded):
        items = [Span(row.start() + m.start(), row.start() + m.end()) for m in _ITEMS.finditer(row[0])]
        items = [s for item in items for s in _split_and(page, item)]
        flags = [_whole(page, item) for item in items]
        for kind, named in (("organization", {"ORG", "nt"}), ("person", {"PER"}), ("place", {"LOC"})):
            sure = sum(flag in named for flag in flags)
            if sure < 3 or sure * 2 < len(items):
                continue
            for item, flag in zip(items, flags, strict=True):
                if flag is not None and flag not in named and len(page.text(item)) <= 8:
                    yield Name(item, cast("MentionType", kind), f"{kind}.list", 1.5)


def _split_and(page: Page, item: Span) -> Iterator[Span]:
    """The last item holds 和 or 与, and anything may follow it; a bracket is no part of its item."""
    text = page.text(item)
    bracket = re.search(r"[（(]", text)
    text = text[: bracket.start()] if bracket else text
    at = item.start
    for part in re.split("(和|与|及|以及)", text):
        if part not in {"和", "与", "及", "以及", ""}:
            yield Span(at, at + len(part))
        at += len(part)


def _whole(page: Page, item: Span) -> str | None:
    """The flag of an item that is one word; None for a phrase."""
    words = page.words_in(item)
    if len(words) == 1 and words[0].span == item and words[0].flag in INSIDE:
        return words[0].flag
    return None


_TICKER = re.compile(
    r"[（(](?:[A-Za-z]+[:：] ?)?(?:[\dX]{4,6}\.[A-Za-z]{2}|\d{4,6}|[A-Z]{1,5}\.(?:N|O|US|HK|OQ))[）)]"
)


def find_quoted(page: Page) -> Iterator[Name]:
    """The nouns right before a ticker in brackets are a company, without what it is called before its name."""
    for match in _TICKER.finditer(page.folded):
        words = page.words_in(Span(max(0, match.start() - 16), match.start()))
        last = len(words)
        start = match.start()
        while last > 0 and words[last - 1].flag in INSIDE and words[last - 1].span.end == start:
            last -= 1
            start = words[last].span.start
        if last < len(words):
            makers = [start + m.end() for m in MAKER.finditer(page.folded[start : match.start()])]
            makers = [
                at for at in makers if is_coined(page.folded[at : match.start()])
            ]  # 国商银行 is no maker
            span = Span(makers[-1] if makers else start, match.start())
            if 2 <= span.end - span.start <= 12:
                yield Name(span, "organization", "organization.ticker", 2.0)


RULES: tuple[Rule, ...] = (
    find_tagged,
    find_known,
    find_works,
    find_endings,
    find_latin,
    find_cued,
    find_products,
    find_places,
    find_armies,
    find_bylines,
    find_speakers,
    find_houses,
    find_sources,
    find_clubs,
    find_ranked,
    find_nicknames,
    find_longer,
    find_models,
    find_series,
    find_storms,
    find_listed,
    find_groups,
    find_quoted,
)


def find_names(page: Page) -> list[Name]:
    """Run every rule."""
    return [name for rule in RULES for name in rule(page)]
