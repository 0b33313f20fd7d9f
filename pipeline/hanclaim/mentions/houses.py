"""The houses that persons speak for, those whose papers speak, and clubs, known by what stands beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.mentions.cues import INSIDE, TAGGED, departments, endings
from hanclaim.mentions.gazetteers import is_coined
from hanclaim.mentions.page import Name, Page, Word
from hanclaim.mentions.persons import find_titles

_LONGEST = 16  # characters
_SHORT = 2  # characters: what a club is called for short
_TWICE = 2
# Verbs that end the names of firms.
_TRADES = frozenset({"建设", "投资", "控股", "发展", "联合", "创投", "出行", "开发", "制造", "营造", "置业"})

_STOP = re.compile("[。！？；，：\n]")
# What makes a house one of many: 台南某医学中心, 另一家银行.
_ANY = frozenset({"某", "家", "所", "间", "个"})
_WHOSE = frozenset("它他她我你")  # 它家|电商 is not 家电商

_WHEN = r"(?:[今昨本上同近前][日天周月年]?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|周[一二三四五六日天]|日前|近日|最新|此前)*"
_GIVEN = "(?:更新|发布|公布|披露|出具|编制|提供|推出|公开|统计|监测)"
_PAPER = "(?:数据|报告|资料|研报|榜单|统计|调查|快报|公报|通报|月报|季报|白皮书|清单)"
_HOUSE = "网|研究院|研究所|研究中心|咨询|智库|协会|联合会|机构|平台|证券|评级|商会|公会|学会|实验室|基金会"
_SOURCE = re.compile(
    rf"(?:^|[\n。！？；，：“「]|[据依照由]|根据)([\u4e00-\u9fffA-Za-z]{{1,10}}?(?:{_HOUSE}))(?={_WHEN}{_GIVEN}[^，。；\n]{{0,6}}的[^，。；\n]{{0,8}}{_PAPER})"
)
_BEATS = "逆转|战胜|击败|力克|大胜|险胜|轻取|横扫|完胜|胜|不敌|负于|惜败|完败|战平|逼平|绝杀|淘汰|双杀|复仇|终结|再胜|克"
_MATCH = re.compile(
    rf"(?:^|[\n，。：；、！？“「　 ])([\u4e00-\u9fff]{{2,6}}?)(?:主场|客场|加时|点球)?\d{{1,3}}(?:比|[-:：–])\d{{1,3}}(?:{_BEATS})([\u4e00-\u9fff]{{2,6}})(?=[\n，。：；！？　 ”」]|$)"
)
_RANKED = re.compile(
    r"(?:^|[\n。；，、：])([\u4e00-\u9fffA-Za-z]{3,8}?)[则便]?(?:以|凭借?)[^，。；\n]{0,8}\d[^，。；\n]{1,16}(?:位[居列]|排名?|名列|居|领跑|领先|登顶|稳居|高居|夺[得冠])"
)
_SMALL = re.compile("[的了在和与是其该这那每各有以终最仅]")

# What a coined name of two words begins with.
_COINED = frozenset({*TAGGED, "nz"})


@cache
def _held_in_houses() -> frozenset[str]:
    return frozenset(row["title"] for row in tables.read("titles") if row["of"] == "house")


def find_houses(page: Page) -> Iterator[Name]:
    """Take the nouns before a speaker's title for the house, without the department: 北汐|台湾区|总经理安德森表示."""
    for title in find_titles(page):
        if page.text(title) not in _held_in_houses():
            continue
        # The tagger may take house, title and name for one word.
        words = [
            Word(Span(word.span.start, min(word.span.end, title.start)), word.flag)
            for word in page.words_in(Span(max(0, title.start - _LONGEST), title.start))
        ]
        while words and page.text(words[-1].span) in departments():
            words.pop()
        first = len(words)
        if words and _STOP.search(page.folded, words[-1].span.end, title.start):
            continue
        while first and _joins(page, words, first - 1):
            first -= 1
        before = page.folded[words[first].span.start - 1 : words[first].span.start] if words[first:] else ""
        if (
            first == len(words)
            or before in _ANY
            or (before in _WHOSE and page.text(words[first].span)[0] == "家")
        ):
            continue
        if _is_named(page, words[first:]):
            yield Name(
                Span(words[first].span.start, words[-1].span.end), "organization", "organization.house", 2.0
            )


def _joins(page: Page, words: list[Word], i: int) -> bool:
    """Whether a word is part of the house's name; a verb is if it ends names of firms."""
    word = words[i]
    last = i + 1 == len(words)
    if not last and word.span.end != words[i + 1].span.start:
        return False
    return word.flag in INSIDE or (last and i > 0 and page.text(word.span) in _TRADES)


def _ends_house(text: str) -> bool:
    meanings, pattern = endings()
    found = pattern.search(text)
    return found is not None and meanings[found[0]][0] == "organization"


def _is_named(page: Page, words: list[Word]) -> bool:
    """Whether the words name somebody, and no mere place: a coined word, a name, or an ending of long names."""
    if len(words) == 1 and words[0].flag in {"LOC", "ns", "PER"}:
        return is_coined(page.text(words[0].span)) and words[0].flag == "PER"
    return (len(words) > 1 and _ends_house(page.text(words[-1].span))) or any(
        word.flag in TAGGED or is_coined(page.text(word.span))
        for word in words
        if word.flag not in {"LOC", "ns"}
    )


def find_sources(page: Page) -> Iterator[Name]:
    """Take what a clause opens with for a house, where its paper follows: 筑见研究院|9月3日|发布的报告."""
    for match in _SOURCE.finditer(page.folded):
        if not _SMALL.search(match[1]) and match[1] not in _HOUSE.split("|"):
            yield Name(Span(*match.span(1)), "organization", "organization.source", 2.0)


def find_sides(page: Page) -> Iterator[Span]:
    """Yield who stands on the two sides of a score: 沧海|2比1逆转|云州."""
    for match in _MATCH.finditer(page.folded):
        for side in (1, 2):
            if not _SMALL.search(match[side]):
                yield Span(*match.span(side))


def find_clubs(page: Page) -> Iterator[Name]:
    """Take for clubs who stands on the two sides of a score, 沧海海岳2比1逆转云州火炬, or who is called so for short there."""
    for span in find_sides(page):
        text = page.text(span)
        words = page.words_in(span)
        if len(text) > _SHORT:
            if {word.flag for word in words} - {"LOC", "ns"}:
                yield Name(span, "organization", "organization.club", 2.0)
            continue
        full = Counter(
            re.findall(rf"{text}[\u4e00-\u9fff]{{2}}(?![\u4e00-\u9fff]?\d)", page.folded)
        ).most_common(1)
        if full and full[0][1] >= _TWICE:
            at = page.folded.index(full[0][0])
            yield Name(Span(at, at + len(full[0][0])), "organization", "organization.club", 2.0)


def find_ranked(page: Page) -> Iterator[Name]:
    """Take for a firm a coined name that a clause ranks by its figures: 宁海时代|以36.14吉瓦时位居第一."""
    for match in _RANKED.finditer(page.folded):
        words = page.words_in(Span(*match.span(1)))
        whole = bool(words) and words[0].span.start == match.start(1) and words[-1].span.end == match.end(1)
        if (
            whole
            and len(words) > 1
            and is_coined(match[1])
            and not _SMALL.search(match[1])
            and words[0].flag in _COINED
        ):
            yield Name(Span(*match.span(1)), "organization", "organization.ranked", 1.5)
