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
from hanclaim.mentions.gazetteers import find_known, is_common, known
from hanclaim.mentions.page import Name, Page, Word

Rule = Callable[[Page], Iterator[Name]]

TAGGED: dict[str, MentionType] = {
    "PER": "person", "nr": "person", "LOC": "place", "ns": "place", "ORG": "organization", "nt": "organization",
    "nw": "work",
}  # fmt: skip
# Parts of speech that stand inside a long name: nouns, verbal nouns, adjectives and what is called a name.
_INSIDE = frozenset({"n", "nz", "vn", "an", "a", "j", "s", *TAGGED})
_LETTER = "A-Za-z\u00c0-\u024f"
_LATIN = re.compile(
    rf"(?<![{_LETTER}0-9@./_-])[{_LETTER}][{_LETTER}0-9]*(?:[&.'’+-][{_LETTER}0-9]+)*"
    rf"(?: (?:[A-Z\u00c0-\u00de&]|(?<=[a-z] )[a-z]{{3}})[{_LETTER}0-9]*(?:[&.'’-][{_LETTER}0-9]+)*)*(?![{_LETTER}0-9@])"
)
_EDGE = (
    " \t\u3000\xa0\u200b\"'“”‘’「」『』()()（）[]【】<>《》〈〉,，.。、:：;；!！?？|｜/／—-–·…*#_~+=\ufffd"
)


def _any(words: list[str]) -> str:
    """Alternate, longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


# Country letters that stand side by side (中美, 台港澳) are so many places.
_COUNTRIES = re.compile("[中美英法德俄日韩朝印加澳欧亚非台港]{2,4}")
_DIRECTION = re.compile("(?<=..)[东西南北中]{1,3}部(?:地区)?$|(?<=..)(?:境内|沿海|沿岸)$")
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
        bare = text.strip(_EDGE)
        start = word.span.start + text.find(bare)
        if kind == "place" and _COUNTRIES.fullmatch(bare):
            for at in range(start, start + len(bare)):
                yield Name(Span(at, at + 1), kind, "place.letters")
            continue
        span = _trim(page, Span(start, start + len(bare)), kind)
        if span is not None:
            yield Name(span, kind, f"tagger.{word.flag}", 1.0 if word.flag.isupper() else 0.8)


def _trim(page: Page, span: Span, kind: MentionType) -> Span | None:
    """Cut off what is not the name; None if nothing is left that names."""
    text = page.text(span)
    if kind == "person":
        before, after = _titles()
        start = span.start + (found.end() if (found := before.match(text)) else 0)
        end = span.end - (len(found[0]) if (found := after.search(text)) else 0)
        if (start, end) != span:
            return Span(start, end)
    if kind == "place" and (found := _DIRECTION.search(text)):
        return Span(span.start, span.end - len(found[0]))
    slips = re.search(r"[。、；;！!？?\n|]", text) or not re.search(r"[^\W\d_]", text)
    if slips or (len(text) == 1 and kind != "place"):
        return None
    if kind == "person" and (text.isupper() or _NUMERALS.fullmatch(text)):
        return None
    if kind == "organization" and (_PEOPLE.search(text) or _is_described(text)):
        return None
    return span


_NUMERALS = re.compile("[一二三四五六七八九十百千万亿两几数]+")


@cache
def _titles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Titles before a name of two letters or more, and after a surname."""
    alternatives = _any([row["title"] for row in tables.read("titles", key="title")])
    after = f"(?<=.)(?:{alternatives})$|(?<=..)(?:先生|女士|小姐)$"
    return re.compile(f"(?:{alternatives})(?=..)"), re.compile(after)


def _is_described(text: str) -> bool:
    """Whether a Latin common noun begins it and a common ending closes it: AI数据中心, AI模型公司."""
    endings, pattern = _endings()
    found, latin = pattern.search(text), _LATIN.match(text)
    return (
        found is not None
        and latin is not None
        and latin[0] in _common_latin()
        and endings[found[0]][1] == "name"
    )


_TITLE = re.compile(r"《([^《》\n]{1,40})》")


def find_works(page: Page) -> Iterator[Name]:
    """What stands between book marks is a work, unless it is a known newspaper or other house."""
    _, types = known()
    for match in _TITLE.finditer(page.folded):
        kind = types.get(match[1].lower(), "work")
        span = Span(*match.span()) if kind == "work" else Span(*match.span(1))
        yield Name(span, kind, "work.title", 5.0)


@cache
def _endings() -> tuple[dict[str, tuple[MentionType, str]], re.Pattern[str]]:
    rows = tables.read("name_endings", key="ending")
    return (
        {row["ending"]: (cast("MentionType", row["type"]), row["after"]) for row in rows},
        re.compile(f"(?:{_any([row['ending'] for row in rows])})$"),
    )


def find_endings(page: Page) -> Iterator[Name]:
    """Join a name and the nouns after it, up to a word that ends names: 云南省 + 抗震救灾 + 指挥部."""
    endings, pattern = _endings()
    for last, word in enumerate(page.words):
        found = pattern.search(page.text(word.span))
        if found is None or word.flag not in _INSIDE:
            continue
        kind, after = endings[found[0]]
        first = last
        while (
            first > 0
            and page.words[first - 1].span.end == page.words[first].span.start
            and page.words[first - 1].flag in _INSIDE
            and last - first < 6
        ):
            first -= 1
        head = next((i for i in range(first, last) if _heads(page, page.words[i], after)), None)
        if head is not None and (kind != "place" or (last - head == 1 and word.flag not in TAGGED)):
            span = Span(page.words[head].span.start, word.span.end)
            if page.text(span) == page.text(span).strip(_EDGE):
                yield Name(span, kind, f"{kind}.ending", 1.0)


def _heads(page: Page, word: Word, after: str) -> bool:
    """Whether a long name may begin with this word."""
    return page.text(word.span) not in _common_latin() and word.flag in (
        {"LOC", "ns", "ORG", "nt"} if after == "place" else {"nz", "nr", "nt"}
    )


@cache
def _cues() -> dict[tuple[str, MentionType], re.Pattern[str]]:
    words: dict[tuple[str, MentionType], list[str]] = {}
    for row in tables.read("name_cues"):
        words.setdefault((row["place"], cast("MentionType", row["type"])), []).append(row["cue"])
    return {
        key: re.compile(f"(?:{_any(cues)})$" if key[0] == "before" else f'["”」]?(?:{_any(cues)})')
        for key, cues in words.items()
    }


@cache
def _common_latin() -> frozenset[str]:
    return frozenset(row["word"] for row in tables.read("latin_words", key="word"))


def find_latin(page: Page) -> Iterator[Name]:
    """Let what stands beside a Latin word say what it names; without a cue it only waits for a list."""
    for match in _LATIN.finditer(page.folded):
        span = Span(*match.span())
        text = match[0]
        if text in _common_latin() or len(text) < 2:
            continue
        votes = [kind for (place, kind), cue in _cues().items() if _is_cued(page.folded, span, place, cue)]
        for kind in votes:
            yield Name(span, kind, f"{kind}.cue", 1.0)


def _is_cued(folded: str, span: Span, place: str, cue: re.Pattern[str]) -> bool:
    if place == "after":
        return cue.match(folded, span.end) is not None
    return cue.search(folded[max(0, span.start - 6) : span.start].rstrip('“"「')) is not None


def find_products(page: Page) -> Iterator[Name]:
    """A Han name of unknown kind before 大模型, 芯片 and the like is a product; 飞船 and APP belong to it."""
    cue = _cues()["after", "product"]
    endings, _ = _endings()
    for word in page.words:
        if word.flag not in {"nz", "nr", "nw", "ORG"}:
            continue
        found = cue.match(page.folded, word.span.end)
        text = page.text(word.span)
        if found is None or text != text.strip(_EDGE) or text in _common_latin():
            continue
        joined = found[0] in endings
        if word.flag == "ORG" and not joined:
            continue
        end = found.end() if joined else word.span.end
        yield Name(Span(word.span.start, end), "product", "product.cue", 1.0)


def find_places(page: Page) -> Iterator[Name]:
    """A Han name taken for a person is a place after 位于 or before 附近."""
    before, after = _cues()["before", "place"], _cues()["after", "place"]
    for word in page.words:
        text = page.text(word.span)
        if (
            word.flag in {"PER", "nr", "nz"}
            and len(text) > 1
            and not text.isascii()
            and text == text.strip(_EDGE)
        ):
            cued = [
                _is_cued(page.folded, word.span, "before", before),
                _is_cued(page.folded, word.span, "after", after),
            ]
            if any(cued):
                yield Name(word.span, "place", "place.cue", 1.2)


_ARMY = re.compile("(?:军队|军方|海军|空军|陆军|舰队|部队|当局)")


def find_armies(page: Page) -> Iterator[Name]:
    """A place and its army are one organisation."""
    for word in page.words:
        if word.flag in {"LOC", "ns"} and (found := _ARMY.match(page.folded, word.span.end)):
            yield Name(Span(word.span.start, found.end()), "organization", "organization.army")


_JOB = "作者|编辑|责编|责任编辑|实习编辑|记者|通讯员|撰文|摄影|校对|编译|文"
_OTHER_JOB = "头图|题图|出品|来源|监制|制图|图片"
_BYLINE = re.compile(rf"(?:{_JOB})[ \u3000]*[|｜:：/／][ \u3000]*(?=[\u4e00-\u9fff])")
_WRITER = re.compile(
    rf"[ \u3000、]?([\u4e00-\u9fff]{{2,4}}?)(?={_JOB}|{_OTHER_JOB}|[^\u4e00-\u9fff]|$)(?![:：|｜])"
)


def find_bylines(page: Page) -> Iterator[Name]:
    """Who is named after 作者 | or 记者: is a person."""
    for match in _BYLINE.finditer(page.folded):
        at = match.end()
        while (writer := _WRITER.match(page.folded, at)) and not re.fullmatch(
            f"{_JOB}|{_OTHER_JOB}", writer[1]
        ):
            if not is_common(writer[1]):
                yield Name(Span(*writer.span(1)), "person", "person.byline", 2.0)
            at = writer.end()


_ITEMS = re.compile(r"[^、，。；：！？,;:!?\n“”\"《》（）()—]+(?:[（(][^（）()\n]{1,15}[）)])?")


def find_listed(page: Page) -> Iterator[Name]:
    """In a list where half the items are known organisations, the others are organisations too."""
    for row in re.finditer(
        r"[^，。；：！？,;:!?\n《》—]+(?:、[^，。；：！？,;:!?\n《》—]+){2,}", page.folded
    ):
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
    if len(words) == 1 and words[0].span == item and words[0].flag in _INSIDE:
        return words[0].flag
    return None


RULES: tuple[Rule, ...] = (
    find_tagged,
    find_known,
    find_works,
    find_endings,
    find_latin,
    find_products,
    find_places,
    find_armies,
    find_bylines,
    find_listed,
)


def find_names(page: Page) -> list[Name]:
    """Run every rule."""
    return [name for rule in RULES for name in rule(page)]
