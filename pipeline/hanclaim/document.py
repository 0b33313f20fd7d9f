"""Every value that flows from bytes to claims.

Stages are functions over these frozen values; none of them changes one.  Text
spans are half-open and count code points of the repaired text; byte spans are
called ``raw``.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from hanclaim.alignment import Alignment, Span
from hanclaim.codec import decode
from hanclaim.structure import Outline, Role

SURE = 0.9  # a repair believed less than this is a guess
_LOST = re.compile("\ufffd+")
MentionType = Literal["organization", "person", "place", "product", "work", "event", "group", "other"]
ClaimKind = Literal["quantity", "change", "share", "multiple", "rank", "rating", "relation"]
QuantityKind = Literal["quantity", "change", "share", "multiple", "rank", "rating"]
UnitKind = Literal[
    "currency", "percent", "percentage_point", "multiple", "count", "physical", "duration",
    "rank", "rating", "score", "ratio",
]  # fmt: skip
Comparator = Literal["eq", "gt", "ge", "lt", "le"]
Direction = Literal["up", "down", "flat"]
Mode = Literal["by", "to"]
BasisKind = Literal["yoy", "qoq", "mom", "ytd", "other"]
Modality = Literal["asserted", "forecast", "planned", "hypothetical", "question"]
Polarity = Literal["positive", "negative"]
ResolvedFrom = Literal["explicit", "publication", "narrative", "inherited"]


@dataclass(frozen=True)
class Source:
    """The bytes as found, and where."""

    data: bytes
    uri: str = "-"

    @cached_property
    def id(self) -> str:
        """``sha256:`` of the bytes: equal bytes are one document."""
        return f"sha256:{hashlib.sha256(self.data).hexdigest()}"


class Stretch(NamedTuple):
    """Bytes that one codec reads."""

    raw: Span
    codec: str


@dataclass(frozen=True)
class Repair:
    """One stretch of bytes that does not stand as it was decoded.

    ``seen`` is what ``codec`` makes of the bytes; ``text`` is what stood there
    before the damage of this ``kind``, empty where it was only added.
    ``alignment`` runs from the bytes to ``text``.
    """

    raw: Span
    codec: str
    seen: str
    text: str
    kind: str
    alignment: Alignment
    confidence: float = 1.0
    evidence: str = ""


class Reading(NamedTuple):
    """How one stretch of bytes was read: the proof a record carries."""

    raw: Span
    text: str
    codec: str
    kind: str | None


@dataclass(frozen=True)
class Text:
    """Repaired characters, and how they were read from the bytes.

    ``stretches`` cover the bytes; ``repairs`` are sorted, disjoint, and each
    lies inside one stretch.  Where neither reaches, text is plain decoding, and
    the alignment is only worked out when somebody asks.

    >>> text = Text.plain('中文'.encode('gb18030'), 'gb18030')
    >>> text.value, text.to_raw(Span(1, 2))
    ('中文', Span(start=2, end=4))
    """

    data: bytes
    value: str
    stretches: tuple[Stretch, ...]
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def plain(cls, data: bytes, codec: str) -> Text:
        """Read bytes that need no repair."""
        return cls(data, data.decode(codec), (Stretch(Span(0, len(data)), codec),) if data else ())

    @classmethod
    def repaired(cls, data: bytes, stretches: tuple[Stretch, ...], repairs: tuple[Repair, ...]) -> Text:
        """Put the repairs in their places among what decodes plainly."""
        pieces = [
            part.text if isinstance(part, Repair) else data[slice(*part.raw)].decode(part.codec)
            for part in _parts(stretches, repairs)
        ]
        return cls(data, "".join(pieces), stretches, repairs)

    @cached_property
    def alignment(self) -> Alignment:
        """From the bytes to the text."""
        return Alignment.concatenate(
            part.alignment if isinstance(part, Repair) else decode(self.data[slice(*part.raw)], part.codec)[1]
            for part in _parts(self.stretches, self.repairs)
        )

    def to_raw(self, span: Span) -> Span:
        """Return the least bytes that prove ``span``: a repair proves itself only whole.

        The stretch may hold more than ``span``; ``readings`` of it say what.
        """
        raw = self.alignment.to_source(span)
        while True:
            inside = self.repairs_in(raw)
            start = min([raw.start, *(repair.raw.start for repair in inside)])
            end = max([raw.end, *(repair.raw.end for repair in inside)])
            if (start, end) == raw:
                return raw
            raw = Span(start, end)

    def repairs_in(self, raw: Span) -> tuple[Repair, ...]:
        """Return the repairs that share a byte with ``raw``."""
        first = bisect_right(self._repair_ends, raw.start)
        return self.repairs[first : bisect_left(self._repair_starts, raw.end)]

    @cached_property
    def uncertain(self) -> tuple[Span, ...]:
        """The parts of the text that hold lost or guessed characters: a number that touches one is unknown."""
        spans = [Span(*match.span()) for match in _LOST.finditer(self.value)]
        spans += [
            Span(start, start + len(repair.text))
            for repair, start in zip(self.repairs, self._repair_texts, strict=True)
            if repair.text and repair.confidence < SURE
        ]
        return tuple(sorted(spans))

    @cached_property
    def _repair_texts(self) -> list[int]:
        """Where the text of each repair begins."""
        starts: list[int] = []
        at = 0
        for part in _parts(self.stretches, self.repairs):
            if isinstance(part, Repair):
                starts.append(at)
                at += len(part.text)
            else:
                at += len(self.data[slice(*part.raw)].decode(part.codec))
        return starts

    @cached_property
    def _repair_starts(self) -> list[int]:
        return [repair.raw.start for repair in self.repairs]

    @cached_property
    def _repair_ends(self) -> list[int]:
        return [repair.raw.end for repair in self.repairs]

    def readings(self, raw: Span) -> tuple[Reading, ...]:
        """Say how each part of ``raw`` was read, without a gap."""
        stretches = tuple(
            Stretch(Span(max(s.raw.start, raw.start), min(s.raw.end, raw.end)), s.codec)
            for s in self.stretches
            if s.raw.start < raw.end and raw.start < s.raw.end
        )
        return tuple(
            Reading(part.raw, part.text, part.codec, part.kind)
            if isinstance(part, Repair)
            else Reading(part.raw, self.data[slice(*part.raw)].decode(part.codec), part.codec, None)
            for part in _parts(stretches, self.repairs_in(raw))
        )


def _parts(stretches: tuple[Stretch, ...], repairs: tuple[Repair, ...]) -> Iterator[Stretch | Repair]:
    """Yield plain stretches and repairs in the order of their bytes."""
    waiting = iter(repairs)
    repair = next(waiting, None)
    for stretch in stretches:
        at = stretch.raw.start
        while repair is not None and repair.raw.end <= stretch.raw.end:
            if at < repair.raw.start:
                yield Stretch(Span(at, repair.raw.start), stretch.codec)
            yield repair
            at = repair.raw.end
            repair = next(waiting, None)
        if at < stretch.raw.end:
            yield Stretch(Span(at, stretch.raw.end), stretch.codec)


class Token(NamedTuple):
    """A word and its part of speech, as jieba or the tagger flags it."""

    span: Span
    flag: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something, and what the document calls it in full."""

    span: Span
    text: str
    type: MentionType
    canonical: str
    rule: str
    id: str | None = None
    role: str | None = None
    members: tuple[str, ...] = ()

    @property
    def is_reference(self) -> bool:
        """Whether it points back to a name (他, 该公司, 前者) and is none itself."""
        return self.rule.startswith("coreference.")


class Quantity(NamedTuple):
    """A number that is said of something: contract section 3.

    ``value``, ``low`` and ``high`` are exact Decimals whose ``str`` is the
    decimal string of the record; ``text`` is folded.
    """

    span: Span
    text: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    unit_kind: UnitKind
    rule: str
    per: str | None = None
    comparator: Comparator = "eq"
    approximate: bool = False
    kind: QuantityKind = "quantity"
    direction: Direction | None = None
    mode: Mode | None = None
    basis: str | None = None
    basis_edtf: str | None = None
    basis_kind: BasisKind | None = None
    flags: tuple[str, ...] = ()


class Time(NamedTuple):
    """A date or period, as EDTF where the text determines it: contract section 4."""

    span: Span
    text: str
    edtf: str | None
    resolved_from: ResolvedFrom
    rule: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article, read: everything later stages point at.

    ``words`` are the tagger's, of what it read; none where it tells names only.
    """

    source: Source
    text: Text
    folded: str
    outline: Outline
    quantities: tuple[Quantity, ...] = ()
    times: tuple[Time, ...] = ()
    mentions: tuple[Mention, ...] = ()
    words: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Who or what a claim is about, or whom it concerns."""

    text: str
    canonical: str
    type: MentionType
    span: Span | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """When a claim holds."""

    text: str
    span: Span | None
    edtf: str | None
    resolved_from: ResolvedFrom


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so inside the article."""

    speaker: str | None
    cue: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the article states, with the rule that read it and the evidence for each field."""

    kind: ClaimKind
    clause: Span
    rule: str
    role: Role
    section: tuple[str, ...] = ()
    subject: Party | None = None
    measure: str | None = None
    measure_canonical: str | None = None
    object: Party | None = None
    quantity: Quantity | None = None
    period: Period | None = None
    attribution: Attribution | None = None
    modality: Modality = "asserted"
    polarity: Polarity = "positive"
    confidence: float = 0.5
    flags: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
