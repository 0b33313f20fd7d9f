"""What the reader has in mind while reading on: topic, narrated time, last statements."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from hanclaim.claims.centers import ORGANIZATIONS, PRODUCTS, Centers
from hanclaim.claims.tellers import titles
from hanclaim.document import Attribution, Claim, Modality, Party, Period, QuantityKind
from hanclaim.grammar.clauses import word_classes
from hanclaim.grammar.parties import members, party
from hanclaim.grammar.phrases import Phrase

_TODAY = (
    "今天",
    "今日",
    "今（",
    "今(",
    "今晚",
    "今早",
    "今晨",
    "昨天",
    "昨日",
    "昨晚",
    "同日",
    "当日",
    "日前",
    "近日",
)


_BOTH = re.compile("两[省市县区州国地校院]$")
_REACH = 150  # characters from 前者 back to the two of which it is the first
_PAPERS = frozenset({"报告", "数据", "调查", "研究", "统计", "结果", "研报"})
_WRITES = ("咨询", "研究", "研究院", "研究所", "证券", "银行", "大学", "协会", "局", "署", "处", "部")
_OF_TWO = {"前者": 0, "后者": 1}
_POINTING = re.compile("该|此|这|本|这个|这一|该项|上述|这[家款台辆部座只支项名位种届场份间]")
REMEMBERED, _ASKED = 60, 4  # phrases, and those of the sentences before that a subject may be
_PERSONS = {"{名}": "{人}", "{位}": "{人}"}


@dataclass
class Draft:
    """A statement in the making, with the reason for each field."""

    rule: str
    subject: Party | None = None
    measure: str | None = None
    object: Party | None = None
    explicit: bool = False
    named: bool = False
    group: tuple[Party, ...] = ()
    kind: QuantityKind | None = None
    period: Period | None = None
    modality: Modality | None = None
    evidence: dict[str, str] = field(default_factory=dict)


@dataclass
class Discourse:
    """The state that later statements lean on; it only ever looks back."""

    centers: Centers = field(default_factory=Centers)
    opening: str = ""
    title: str = ""
    in_part: bool = False
    in_parts: bool = False
    named: bool = False
    group: tuple[Party, ...] = ()
    last: Draft | None = None
    counted: dict[str, Draft] = field(default_factory=dict)
    wholes: dict[str, Draft] = field(default_factory=dict)
    measured: Draft | None = None
    phrases: list[Phrase] = field(default_factory=list)
    earlier: list[Phrase] = field(default_factory=list)
    said_of: Counter[str] = field(default_factory=Counter)
    said_of_here: Counter[str] = field(default_factory=Counter)
    headed_thing: Party | None = None
    headed_name: Party | None = None
    sentence_drafts: list[tuple[Draft, Claim]] = field(default_factory=list)
    by_unit: dict[str, Draft] = field(default_factory=dict)
    narrated: Period | None = None
    forecast_time: Period | None = None
    report: Period | None = None
    headed: Period | None = None
    heading: str = ""
    opened: bool = False
    in_headline: bool = False
    section: tuple[str, ...] = ()
    published: str | None = None
    voice: Attribution | None = None
    answering: Attribution | None = None
    teller: Party | None = None
    voices: list[str] = field(default_factory=list)
    authority: bool = False

    @property
    def topic(self) -> Party | None:
        """Whom a statement without a subject of its own is about."""
        return self.centers.choose(None)[0]

    def open_block(self, section: tuple[str, ...]) -> None:
        """Forget what does not outlive a paragraph."""
        self.centers.section = self.headed_name if section else None
        self.centers.open_block()
        self.last = self.voice = self.teller = self.answering = None
        self.counted = {}
        self.said_of_here = Counter()
        self.authority = False
        lasting = self.narrated is not None and is_recent(self.narrated.edtf or "", self.published)
        if section != self.section or not lasting:
            self.narrated = self.headed or self.report
        self.section = section
        self.open_sentence()

    def open_sentence(self) -> None:
        """Forget what does not outlive a sentence."""
        self.earlier = self.phrases[-_ASKED:]
        self.centers.close_sentence()
        self.in_part = self.in_parts = self.named = False
        self.group = ()
        self.sentence_drafts = []
        self.forecast_time = None

    def latest(self, unit: str | None) -> Draft | None:
        """Return the last statement of this sentence in a unit."""
        for draft, claim in reversed(self.sentence_drafts):
            if claim.quantity is not None and claim.quantity.unit == unit:
                return draft
        return None

    def open_part(self) -> None:
        """Begin to take apart, with 其中, what was just spoken of."""
        self.in_part = True
        self.wholes = dict(self.counted)

    def count(self, draft: Draft, unit: str | None) -> None:
        """Remember what was said in a unit, for the parts that 其中 may take of it."""
        if unit is not None:
            self.counted[_PERSONS.get(unit, unit)] = draft
            self.by_unit.setdefault(unit, draft)

    def whole_of(self, unit: str | None) -> Draft | None:
        """Return what is being taken apart, for an amount in its unit."""
        return self.wholes.get(_PERSONS.get(unit or "", unit or "")) if self.in_part else None

    def close_part(self) -> None:
        """Leave the parts that 其中 opened; the whole is the topic again."""
        self.centers.close_part(in_part=self.in_part)
        self.in_part = self.in_parts = False

    def note(self, draft: Draft) -> None:
        """Remember a statement that was just read."""
        self.last = draft
        if draft.subject is not None:
            self.said_of[draft.subject.canonical] += 1
            self.said_of_here[draft.subject.canonical] += 1
        if draft.measure not in {None, "排名"}:
            self.measured = draft
        if draft.group:
            self.group = draft.group
        names_itself = (
            draft.subject is not None
            and draft.subject.canonical == draft.measure
            and _is_index(draft.subject.canonical)
        )
        if (draft.explicit or names_itself) and draft.subject is not None:
            self.named = self.named or draft.subject.type != "other"
            self.centers.take(draft.subject, in_part=self.in_part, in_headline=self.in_headline)

    def name_of(self, voice: Attribution) -> Attribution:
        """Know 丘教授 for the one of that family name who spoke before, a bare 报告 for that of the house before."""
        name = voice.speaker or ""
        if name in _PAPERS:
            house = next((said for said in reversed(self.voices) if said.endswith(_WRITES)), name)
            return replace(voice, speaker=house)
        titled = len(name) in {3, 4} and name[1:] in titles()
        known = next((said for said in reversed(self.voices) if titled and said[0] == name[0]), None)
        if not titled and name:
            self.voices.append(name)
        return voice if known is None else replace(voice, speaker=known)

    def pointed(self, phrase: Phrase, *, bare: bool = True) -> Party | None:
        """Resolve 该债券, 该厂 or a bare 地震 to what was named before with the same last word."""
        first, last = phrase.units[0], phrase.units[-1]
        if phrase.text in _OF_TWO and (one := self.of_two(phrase)) is not None:
            return one
        if last.tag == "E" or phrase.mentions:
            return None
        if _POINTING.fullmatch(first.text) is None:
            alone = bare and len(phrase.units) == 1 and last.has("extension") and len(last.text) > 1
            return self.centers.bare(last.text) if alone else None
        noun = last.text
        for earlier in reversed(self.phrases):
            if (
                earlier.text.endswith(noun)
                and len(earlier.text) > len(noun)
                and earlier.units[0].text != first.text
            ):
                return party(earlier)
        return self.centers.bare(noun) if noun in ORGANIZATIONS | PRODUCTS else None

    def of_two(self, phrase: Phrase) -> Party | None:
        """Return which is meant by 前者 or 后者, of the two that were joined last: 小额贷款和消费信贷, 柳州和玉林两市."""
        at = _OF_TWO.get(phrase.text)
        for earlier in reversed(self.phrases if at is not None else ()):
            joined = members(earlier)
            if phrase.span.start - earlier.span.end > _REACH:
                return None
            if at is not None and len(joined) == 2:
                name = _BOTH.sub("", joined[at].canonical)
                return replace(joined[at], text=_BOTH.sub("", joined[at].text), canonical=name)
        told = {one.canonical: one for _, claim in self.sentence_drafts if (one := claim.subject) is not None}
        return [*told.values()][at] if at is not None and len(told) == 2 else None

    def narrate(self, period: Period, *, of_saying: bool = False) -> None:
        """Move the narrated time; the first that lies close before publication is what the page reports on."""
        if self.published is not None and (period.edtf or "")[:4] > self.published[:4]:
            return
        if of_saying and self.narrated is not None:
            return
        if "/" not in (period.edtf or ""):
            period = replace(period, edtf=(period.edtf or "").split("T")[0])
        today = period.text.startswith(_TODAY)
        if today and self.report is not None and not self.report.text.startswith(_TODAY):
            return
        self.narrated = period
        if of_saying:
            return
        recent = period.edtf is not None and is_recent(period.edtf, self.published)
        if recent and (not self.opened or (self.report is not None and self.report.text.startswith(_TODAY))):
            self.report = period
        self.opened = True


def _is_index(measure: str) -> bool:
    """Whether a measure is spoken of as a thing: CPI, 最低工资."""
    return any("measure_index" in word_classes().get(measure[at:], ()) for at in range(len(measure)))


def is_recent(edtf: str, published: str | None) -> bool:
    """Whether a day is three days old at most, a month two months, several four, so that the page still reports on it.

    >>> is_recent('2025-08', '2025-09-10T09:30'), is_recent('2025-10-29', '2025-12-01'), is_recent('2024', '2025-06-05')
    (True, False, True)
    """
    if published is None:
        return True
    last = edtf.rsplit("/", maxsplit=1)[-1]
    numbers = [int(part) for part in re.findall(r"\d+", last.split("T")[0])]
    if not numbers or ".." in last:
        return False
    now = date.fromisoformat(published[:10])
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else 12
    if len(numbers) == 1:
        return 0 <= now.year - year <= 1
    if month > 12:
        month = {33: 3, 34: 6, 35: 9, 36: 12, 40: 6, 41: 12}.get(month, 12)
    months = (now.year - year) * 12 + now.month - month
    if len(numbers) < 3:
        return 0 <= months <= (2 if numbers[1] <= 12 and "/" not in edtf else 4)
    return 0 <= (now - date(year, month, numbers[2])).days <= 3
