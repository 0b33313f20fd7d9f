"""Whom a statement without a subject of its own is about: centers from near to far, and which can own a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hanclaim.alignment import Span
from hanclaim.claims.canonical import canonical_measure
from hanclaim.claims.speakers import is_authority
from hanclaim.document import Party
from hanclaim.grammar.clauses import word_classes
from hanclaim.tables import read

# What an owner of a kind cannot be: a company has no height, a person no rainfall.
_NEVER = {
    "person": frozenset({"organization", "place", "product", "work", "event"}),
    "place": frozenset({"person", "product", "work", "organization"}),
    "organization": frozenset({"person", "place", "event"}),
    "thing": frozenset({"person", "organization"}),
    "deed": frozenset({"person"}),
    "trade": frozenset({"person"}),
}

_OF_PLACES = frozenset({"place", "trade"})
# Offices that tell of their place and seldom of themselves.
_RECKONERS = re.compile(
    "(?:统计|主计|气象|环境|调查|普查|地震|疾控|疾管|疾病预防控制|卫生防护)(?:局|处|总处|署|台|台网|司|队|总队|中心)$|天文台$|海关(?:总署)?$|卫健委$|卫生健康委(?:员会)?$"
)
_SCHOOLS = ("大学", "学院", "站")
_MOVES = frozenset({"涨幅", "跌幅", "增幅", "降幅", "升幅", "增速"})
_PLACE = re.compile("[^国家中]{2,6}?(?:省|市|县|州|自治区)(?=.)")


# What a bare noun can stand for besides what is called so: a company for 公司, the place that it struck for 地震.
ORGANIZATIONS = frozenset({"公司", "集团", "企业", "车企", "银行", "学校", "医院", "大学"})
PRODUCTS = frozenset({"新车", "车", "车型", "手机", "新机", "机型", "产品", "新药", "药"})
_BARE = {
    **dict.fromkeys(PRODUCTS, "product"),
    **dict.fromkeys(ORGANIZATIONS, "organization"),
    **dict.fromkeys(("地震", "台风", "暴雨", "洪水", "海啸", "火灾", "爆炸", "事故", "疫情"), "place"),
}


@cache
def _owners() -> dict[str, str]:
    return {row["ending"]: row["owner"] for row in read("owners", key="ending")}


@cache
def _measure_of_unit(unit: str | None) -> str:
    return next(
        (row["measure"] for row in read("measure_defaults") if row["unit"] == unit and row["near"] == "*"), ""
    )


def owner_of_measure(measure: str | None, unit: str | None = None) -> str | None:
    """Return what kind of owner the longest known end of a measure asks for, else what the unit measures.

    >>> owner_of_measure('平均身高'), owner_of_measure('年接待量'), owner_of_measure('最低', 'Cel')
    ('person', 'deed', 'place')
    """
    for text in (measure or "", _measure_of_unit(unit)):
        for at in range(len(text)):
            if text[at:] in _owners():
                return _owners()[text[at:]]
    return None


def fits(kind: str | None, party: Party) -> bool:
    """Whether a party can own what asks for this kind of owner; what no table knows anybody can own."""
    return kind is None or party.type not in _NEVER[kind]


def _is_one(measure: str, aspect: str) -> bool:
    """Whether a measure is the aspect spoken of, another of its kind (产地价 after 批发价), or how far it moved."""
    return (
        measure[-1] == aspect[-1]
        or measure in _MOVES
        or canonical_measure(measure) == (canonical_measure(aspect) or "")
    )


def _frame(early: Party | None, party: Party) -> bool:
    """Whether a plain thing has to wait for the region that the page begins with."""
    framed = early is not None and "region" in word_classes().get(early.canonical, ())
    return framed and party.type == "other"


def _is_office(house: Party | None) -> bool:
    """Whether somebody speaks for an office, whose figures are of others; only what it does is its own."""
    return house is not None and is_authority(house.canonical) and not house.canonical.endswith(_SCHOOLS)


def reckons(party: Party) -> bool:
    """Whether an office only counts what others have: 国家统计局, 主计总处."""
    return party.type == "organization" and _RECKONERS.search(party.canonical) is not None


def seat_of(party: Party) -> Party | None:
    """Return the place that an office is of: 松江市 of 松江市气象台."""
    named = _PLACE.match(party.canonical) if party.type == "organization" else None
    if named is None:
        return None
    span = Span(party.span.start, party.span.start + named.end()) if party.span is not None else None
    return Party(named[0], named[0], "place", span)


@dataclass
class Centers:
    """The stack of what is being spoken of; the nearest that can own the measure is taken.

    ``page`` is what the headline says the page is about, ``early`` the first name that something is said of,
    ``section`` what the heading names, ``paragraph`` what the paragraph opened with, ``main`` the last subject,
    ``local`` a part or plain thing that holds only to the end of its sentence, ``touched`` a plain thing that a
    clause without an amount speaks of, and if that was of one ``aspect`` of it, it holds only for that.
    ``house`` is what a speaker speaks for; by speaking nobody becomes what is spoken of.
    """

    page: tuple[Party, ...] = ()
    early: Party | None = None
    section: Party | None = None
    paragraph: Party | None = None
    main: Party | None = None
    local: Party | None = None
    touched: Party | None = None
    aspect: str | None = None
    house: Party | None = None
    speaker: str | None = None

    @property
    def first(self) -> Party | None:
        """What the page is about."""
        return self.page[0] if self.page else self.early

    def bare(self, noun: str) -> Party | None:
        """Return who is meant by a bare 公司, 政府 or 地震: what is spoken of and is such a thing."""
        spoken = [party for party in (self.house, *self._topics()) if party is not None]
        return next(
            (party for party in spoken if noun in party.canonical or party.type == _BARE.get(noun)), None
        )

    def _near(self, aspect: str | None, *, continues: bool, acts: bool) -> Iterator[tuple[str, Party]]:
        goes_on = continues and (self.aspect is None or aspect is None or _is_one(aspect, self.aspect))
        found = (
            ("the part spoken of", self.local), ("the house of the speaker", self.house if acts or not _is_office(self.house) else None),
            ("what the clause before speaks of", self.touched if goes_on else None),
            ("the last subject", self.main), ("the paragraph's first subject", self.paragraph),
        )  # fmt: skip
        yield from ((why, party) for why, party in found if party is not None)

    def _topics(self) -> tuple[Party, ...]:
        """Return what is spoken of here: in a section that is headed by a name that, and no other of its type."""
        spoken = (*self.page, *((self.early,) if self.early is not None else ()))
        if self.section is None:
            return spoken
        return (self.section, *(party for party in spoken if party.type != self.section.type))

    def _far(self, kind: str | None) -> Iterator[tuple[str, Party]]:
        """Yield what the page is about, then the name met first.

        全国 or 我市 frames a page, and comes before a plain thing of the headline; what is most often a place's is so here.
        """
        found: list[Party] = []
        for party in self._topics():
            seat, counts = seat_of(party), reckons(party)
            found += [party] if not counts or kind == "deed" else []
            found += [seat] if seat is not None and (counts or kind == "place") else []
        found.sort(
            key=lambda party: (kind in _OF_PLACES and party.type != "place", _frame(self.early, party))
        )
        for party in found:
            yield "the page", party

    def all(self, kind: str | None) -> Iterator[tuple[str, Party]]:
        """Yield everything that is being spoken of, the nearest first, and what makes it so."""
        yield from self._near(None, continues=True, acts=True)
        yield from self._far(kind)

    def of_page(self, kind: str | None) -> Party | None:
        """Return what the page is about that can be an owner of a kind: whom a row speaks of that names only a time."""
        found = [party for _, party in self._far(kind)]
        return next((party for party in found if fits(kind, party)), found[0] if found else None)

    def choose(
        self, kind: str | None, aspect: str | None = None, *, continues: bool = True, acts: bool = True
    ) -> tuple[Party | None, str]:
        """Return the nearest center that can be an owner of a kind, else the nearest of all, and what makes it one."""
        found = [*self._near(aspect, continues=continues, acts=acts), *self._far(kind)]
        for why, party in found:
            if fits(kind, party) and (party.canonical != self.speaker or kind == "person"):
                return party, why
        return (found[0][1], found[0][0]) if found else (None, "nothing is spoken of")

    def open_block(self) -> None:
        """Forget what does not outlive a paragraph."""
        self.paragraph = self.main = self.house = self.speaker = None
        self.close_sentence()

    def close_sentence(self) -> None:
        """Forget what does not outlive a sentence."""
        self.local = self.touched = self.aspect = None

    def close_part(self, *, in_part: bool) -> None:
        """Leave the parts that 其中 opened; the whole is the center again."""
        if in_part or self.paragraph is not None:
            self.main = self.paragraph or self.main
        self.close_sentence()

    def touch(self, subject: Party, aspect: str | None) -> None:
        """Turn for this sentence to a plain thing that a clause without an amount speaks of, or to one aspect of it."""
        self.local, self.touched, self.aspect = None, subject, aspect

    def take(self, subject: Party, *, in_part: bool, in_headline: bool) -> None:
        """Move to the subject of a statement; a part, or a plain thing beside a name, holds to the sentence's end."""
        known = self.main or self.paragraph or self.first
        if in_part or (subject.type == "other" and known is not None and known.type != "other"):
            self.local = subject
            return
        self.main = subject
        self.close_sentence()
        self.paragraph = self.paragraph or subject
        if subject.type != "other" or (in_headline and not self.page):
            self.early = self.early or subject
