"""Persons by what stands around them: a byline, a title, a verb of saying, a nickname's ending."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.mentions.cues import any_of
from hanclaim.mentions.gazetteers import is_coined, is_common, is_person
from hanclaim.mentions.page import Name, Page

_OFTEN = 3
_JOB = "作者|编辑|责编|责任编辑|实习编辑|记者|通讯员|撰文|摄影|校对|编译|文"
_OTHER_JOB = "头图|题图|出品|来源|监制|制图|图片"
_BYLINE = re.compile(rf"(?:{_JOB})[ \u3000]*[|｜:：/／][ \u3000]*(?=[\u4e00-\u9fff])")
_WRITER = re.compile(
    rf"[ \u3000、]?([\u4e00-\u9fff]{{2,4}}?)(?=(?:{_JOB})(?![室部组])|{_OTHER_JOB}|[ \u3000\n\t、,，()（）/／|｜]|$)(?![:：|｜])"
)


def find_bylines(page: Page) -> Iterator[Name]:
    """Who is named after 作者 | or 记者: is a person."""
    for match in _BYLINE.finditer(page.folded):
        at = match.end()
        while (writer := _WRITER.match(page.folded, at)) and not re.fullmatch(
            f"{_JOB}|{_OTHER_JOB}", writer[1]
        ):
            if not is_common(writer[1]) and not writer[1].endswith(_HOUSES):
                yield Name(Span(*writer.span(1)), "person", "person.byline", 2.0)
            at = writer.end()


_HOUSES = ("室", "部", "组", "社", "网", "局", "台")  # 编辑室 writes, and is nobody


_SAYS = "表示|指出|说|称|认为|指|坦言|透露|回应|强调|介绍|解释|预计|预期|估计|承认|直言|补充|告诉|否认|写道|提到|宣布|的回答|话|叹|笑|直指|分析|说明|证实|重申|警告|呼吁|建议"
_WHEN = "[今昨]|近日|日前|当天|随后|\\d+[日月]|周[一二三四五六日]"


@cache
def _titles() -> frozenset[str]:
    return frozenset(row["title"] for row in tables.read("titles", key="title"))


@cache
def _speakers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    title = any_of([row["title"] for row in tables.read("titles", key="title")])
    surname = any_of([row["surname"] for row in tables.read("surnames", key="surname")])
    name = rf"((?:{surname})[\u4e00-\u9fff]{{1,2}}?)"
    says = rf"(?=(?:{_WHEN}|在[^，,。]{{1,12}}|对[^，,。]{{1,8}}|则|也|还|曾|就此)?(?:{_SAYS}))"
    does = "(?=持股|持有|出任|辞任|辞职|卸任|担任|兼任|接任|将|拟|等人|与|和)"
    return (
        re.compile(rf"(?:{title}){name}(?:{says}|{does})"),
        re.compile(rf"(?:{title}){name}(?=[，,、（(在])|(?:^|[\n，,。；“”「」]){name}{says}"),
    )


def find_speakers(page: Page) -> Iterator[Name]:
    """A surname and a given name between a title and a verb of saying, or one of both if no dictionary has the word."""
    titled, either = _speakers()
    for match in titled.finditer(page.folded):
        yield Name(Span(*match.span(1)), "person", "person.speaker", 2.0)
    for match in either.finditer(page.folded):
        group = 1 if match[1] else 2
        if is_coined(match[group]) or is_person(match[group]):
            yield Name(Span(*match.span(group)), "person", "person.speaker", 1.0)


# What goes on after a name of two letters and is no third.
_GOES_ON = frozenset(
    "的说是在和与称也将把被对向从给让都就又还则已曾等家总院教先女小老及或、介表指认为了着过于以至到出上下中外后前同"
)


def find_longer(page: Page) -> Iterator[Name]:
    """Give a surname and one letter a second, where the page writes the same after each: 盘志|刚."""
    short = {
        text
        for (word, text), (_, after) in pairwise(page.spelled)
        if word.flag in {"PER", "nr"} and len(text) == 2 and len(after) == 1
    }
    for text in sorted(short):
        follow = {found[1] for found in re.finditer(f"{text}(.)", page.folded)}
        whole = text + "".join(follow)
        if (
            len(follow) == 1
            and page.folded.count(text) >= _OFTEN
            and re.fullmatch("[\u4e00-\u9fff]{3}", whole)
            and not follow & _GOES_ON
            and is_coined(whole)
            and not any(title.startswith(whole[2]) for title in _titles())
        ):
            at = page.folded.index(whole)
            yield Name(Span(at, at + len(whole)), "person", "person.longer", 2.0)


def find_titles(page: Page) -> Iterator[Span]:
    """Yield where the title of a speaker stands, before the name."""
    titled, either = _speakers()
    for pattern in (titled, either):
        for match in pattern.finditer(page.folded):
            if match[1] and match.start() < match.start(1):
                yield Span(match.start(), match.start(1))


@cache
def _nicknames() -> re.Pattern[str]:
    surname = any_of([row["surname"] for row in tables.read("surnames", key="surname")])
    speaks = rf"(?:[跟对向和](?:我|记者|笔者))?(?:{_SAYS}|抱怨|感叹|算)|[（(]化名"
    return re.compile(rf"(?:[\u4e00-\u9fff](?:哥|叔|伯|姐|姨|婶|嫂|仔)|[老小阿](?:{surname}))(?={speaks})")


def find_nicknames(page: Page) -> Iterator[Name]:
    """强哥, 九叔 and 老周 are persons where they speak."""
    for match in _nicknames().finditer(page.folded):
        if not is_common(match[0]):
            yield Name(Span(*match.span()), "person", "person.nickname", 1.0)
