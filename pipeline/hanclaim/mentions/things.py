"""Works, products, storms and groups by how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hanclaim.alignment import Span
from hanclaim.mentions.cues import EDGE, common_latin, cues, endings
from hanclaim.mentions.gazetteers import is_coined, known
from hanclaim.mentions.page import Name, Page

_TITLE = re.compile(r"《([^《》\n]{1,40})》")


def find_works(page: Page) -> Iterator[Name]:
    """What stands between book marks is a work, unless it is a known newspaper or other house."""
    _, types = known()
    for match in _TITLE.finditer(page.folded):
        kind = types.get(match[1].lower(), "work")
        span = Span(*match.span()) if kind == "work" else Span(*match.span(1))
        yield Name(span, kind, "work.title", 5.0)


_BELONGS = re.compile("APP|App|app|客户端")


def find_products(page: Page) -> Iterator[Name]:
    """A name of no known kind, or a coined word, before 大模型, 芯片 and the like is a product.

    飞船, 电池 and APP belong to the name.
    """
    cue = cues()["after", "product"]
    meanings, _ = endings()
    for word, text in page.spelled:
        found = cue.match(page.folded, word.span.end)
        if found is None or text != text.strip(EDGE) or text in common_latin():
            continue
        joined = found[0] in meanings or _BELONGS.fullmatch(found[0])
        coined = word.flag in {"n", "v"} and joined and is_coined(text)
        if coined or word.flag in {"nz", "nr", "nw"} or (word.flag == "ORG" and joined and is_coined(text)):
            end = found.end() if joined else word.span.end
            yield Name(Span(word.span.start, end), "product", "product.cue", 1.0)


_MODEL = re.compile(
    r"(?:[A-Z][A-Za-z]{0,5}[- ]?)?\d{1,4}[A-Za-z]{0,3}(?: ?(?:Pro|Max|Ultra|Plus|Mini|mini|Air|Lite|SE|GT))*(?![\dA-Za-z.%])"
)


_NUMBERED = re.compile(
    r"[\u4e00-\u9fff]{1,3}[^\d路街道巷弄院楼线]([一二三四五六七八九十\d]+号|[A-Z][A-Za-z]*\d+[A-Za-z]*)"
)


def find_models(page: Page) -> Iterator[Name]:
    """A coined word or a brand and a code of letters and digits is a product: 星环X20, 启明3号.

    What the dictionary knows is a brand where the page comes back to it with its code: 远图L6.
    """
    for word, text in page.spelled:
        if word.flag in {"nz", "LOC"} and _NUMBERED.fullmatch(text):
            yield Name(word.span, "product", "product.model", 1.2)
        found = _MODEL.match(page.folded, word.span.end)
        if found is None or not found[0][0].isalpha() or not 2 <= len(text) <= 6 or text.isascii():
            continue
        whole = Span(word.span.start, found.end())
        recurs = word.flag == "n" and found[0][0].isupper() and page.folded.count(page.text(whole)) > 1
        coined = word.flag in {"n", "nr", "v"} and is_coined(text)
        if word.flag in {"ORG", "nt", "nz"} or ((coined or recurs) and not text.endswith(_PARTS)):
            yield Name(whole, "product", "product.model", 1.0)


# 给药组HbA1c is of a group.
_PARTS = ("组", "型", "版", "路", "线", "高速")

_SERIES = re.compile(
    r"(?<![\dA-Za-z.+-])(?P<code>[A-Z][A-Za-z]{0,4}-?\d{1,4}[A-Za-z]{0,2})(?P<trim>(?: ?(?:Pro|Max|Ultra|Plus|Mini|mini|Air|Lite|SE|GT|Turbo|Fold|Flip))*)(?![\dA-Za-z%.+])"
)
_BRANDS = frozenset({"nz", "nr", "nt", "nw", "PER", "ORG", "LOC", "ns"})


def find_series(page: Page) -> Iterator[Name]:
    """Codes that a page also writes with a trim are products, with the brand before them: 星环 X20 Pro, X20 Pro, X20.

    A code that stands without one all over the page may be a road, an index or money (M2).
    """
    found = [*_SERIES.finditer(page.folded)]
    series = {match["code"] for match in found if match["trim"]}
    for match in found:
        if match["code"] not in series:
            continue
        yield Name(Span(*match.span()), "product", "product.series", 2.0)
        end = match.start() - (page.folded[match.start() - 1 : match.start()] == " ")
        for word in page.words_in(Span(end - 1, end)) if end else ():
            text = page.text(word.span)
            if (
                word.span.end == end
                and len(text) > 1
                and not text.isascii()
                and (word.flag in _BRANDS or is_coined(text))
            ):
                yield Name(Span(word.span.start, match.end()), "product", "product.series", 3.0)
                yield Name(word.span, "organization", "organization.brand", 2.0)


_STORM = re.compile("(?:台风|飓风|气旋|热带风暴)[“「]?([\u4e00-\u9fff]{2,4})")


def find_storms(page: Page) -> Iterator[Name]:
    """What follows 台风 as one word is its name."""
    for match in _STORM.finditer(page.folded):
        for word in page.words_in(Span(match.start(1), match.start(1) + 1)):
            if (
                word.span.start == match.start(1)
                and is_coined(page.text(word.span))
                and word.flag not in {"v", "vn"}
            ):
                yield Name(word.span, "event", "event.storm", 2.0)


_COUNT = "[两三四五六七八九十]"
_GROUP = re.compile(
    rf"{_COUNT}(?:大|朵|小|家|位)?(?:巨头|金花|姐妹|法人|小龙|小虎|雄|君子|豪门|强|傻|剑客|侠|国集团)(?![\u4e00-\u9fff]{{0,1}}(?:之一|争))"
)


def find_groups(page: Page) -> Iterator[Name]:
    """A number and a figure of speech for so many firms or countries is a group: 七巨头."""
    for match in _GROUP.finditer(page.folded):
        yield Name(Span(*match.span()), "group", "group.number", 2.0)
