"""Noun phrases inside a clause, and which part of one is the owner and which the measure."""

from __future__ import annotations

from dataclasses import dataclass

from hanclaim.alignment import Span
from hanclaim.grammar.clauses import Unit

_NOMINAL = frozenset({"n", "E", "M", "a", "m", "r"})
JOINS = frozenset({"和", "与", "及", "、", "以及", "或", "&", "/", "·", "-", "跟", "同"})
QUOTES = frozenset("“”‘’「」『』《》〈〉\"'")
_NOT_NOMINAL = (
    "stop", "each", "part", "by", "from", "than", "take", "dispose", "present", "up", "down", "yoy", "approx",
    "hearsay",
)  # fmt: skip
_HEADS = tuple("率额量值价数费金度")
_NOT_HEADS = frozenset({"多数", "少数", "大多数", "现金", "基金", "制度", "年度", "季度", "力度", "程度", "角度", "资金",
                        "印度", "态度", "价值", "质量", "力量", "能量", "大量", "测量", "评价", "消费", "免费", "收费"})  # fmt: skip
_RATED = frozenset(
    {"人均", "户均", "日均", "月均", "周均", "年均", "平均", "单日", "单月", "单季", "累计", "合计"}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: units of one clause, from ``start`` to before ``end``."""

    units: tuple[Unit, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """The phrase as written, without the quotation marks round it."""
        return trim("".join(unit.text for unit in self.units))

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.units[0].span.start, self.units[-1].span.end)

    @property
    def mentions(self) -> tuple[Unit, ...]:
        """The names in it."""
        return tuple(unit for unit in self.units if unit.tag == "E")


def trim(text: str) -> str:
    """Drop blanks and quotation marks at the ends, where they do not close a name inside.

    >>> trim('“七巨头”'), trim('《某书》增订版')
    ('七巨头', '《某书》增订版')
    """
    if text.isalnum():  # most are: a quick look before the slow ones
        return text
    text = text.strip(" 、-—")
    while len(text) > 1 and text[0] in "“‘「『\"'" and text[-1] in "”’」』\"'":
        text = text[1:-1]
    for opening, closing in ("“”", "「」", "『』", "《》", "（）", "()"):
        if text.count(opening) != text.count(closing):
            text = text.strip(opening + closing)
    return text.strip(" 、-—")


def phrase_ending(units: tuple[Unit, ...], last: int, first: int = 0) -> Phrase | None:
    """Return the noun phrase whose last unit is ``last``, as far left as nouns go."""
    i = last
    start: int | None = None
    while i >= first:
        unit = units[i]
        if unit.text in {")", "）"} and (opened := opening(units, i, first)) is not None:
            i = opened - 1
            continue
        if unit.text in QUOTES or (start is not None and unit.text in {"·", "-", "&"}):
            i -= 1
            continue
        if (
            _is_nominal(unit)
            or (unit.tag == "f" and start == i + 1 and units[start].tag == "m" and unit.text == "前")
            or (unit.tag == "T" and start == i + 1 and units[start].tag == "M" and unit.text[0] == "每")
        ):
            start = i
        elif (
            start is not None
            and unit.tag == "Q"
            and start == i + 1
            and unit.quantity is not None
            and (
                (unit.quantity.unit_kind == "rank" and unit.text.startswith("前"))
                or (unit.quantity.unit_kind == "count" and i and units[i - 1].tag not in _NOMINAL)
            )
        ):
            start = i
            if unit.quantity.unit_kind == "count":
                break
        elif start is not None and unit.tag == "的" and i > first and _continues(units, i - 1):
            start = start if units[i - 1].tag == "T" else i
        elif (
            start is not None
            and unit.text in JOINS
            and i > first
            and units[i - 1].tag in {"E", "n", "M", "m", "w"}
        ) or (
            start is not None
            and unit.tag == "f"
            and i > first
            and units[i - 1].tag in {"E", "n", "M"}
            and unit.text in {"中", "内"}
        ):
            start = i
        else:
            break
        i -= 1
    if start is None:
        return None
    start = aged(units, start, first)
    while start > first and units[start - 1].text in {"“", "「", "《", "『"}:
        start -= 1
    while start < last and (
        units[start].text in JOINS or (units[start].tag in {"的", "f"} and units[start].text != "前")
    ):
        start += 1
    return Phrase(units[start : last + 1], start, last + 1)


def aged(units: tuple[Unit, ...], at: int, first: int = 0) -> int:
    """Return where 40岁左右的 begins if the noun at ``at`` is of that age, else ``at``."""
    k = at - 1
    while k > first and (units[k].tag in {"的", "f"} or units[k].has("approx")):
        k -= 1
    years = units[k].quantity if k >= first else None
    if years is None or "岁" not in years.text:
        return at
    return k if k < at - 1 or years.comparator != "eq" else at


def _is_nominal(unit: Unit) -> bool:
    return unit.tag in _NOMINAL and not unit.has(*_NOT_NOMINAL)


def _continues(units: tuple[Unit, ...], at: int) -> bool:
    unit = units[at]
    return unit.tag in {"n", "E", "M", "a"} or unit.text in {"”", "」", "》", ")", "）"}


def opening(units: tuple[Unit, ...], closing: int, first: int) -> int | None:
    """Return where the bracket opens that a unit closes, from ``first`` on."""
    for i in range(closing - 1, first - 1, -1):
        if units[i].text in {"(", "（"}:
            return i
    return None


def phrase_starting(
    units: tuple[Unit, ...], first: int, stop: int | None = None, *, compound: bool = False
) -> Phrase | None:
    """Return the noun phrase that begins at ``first``; a ``compound`` may hold a verb: 治理规则."""
    end = first
    limit = len(units) if stop is None else stop
    while end < limit:
        unit = units[end]
        nominal = _is_nominal(unit)
        inner = (
            end > first
            and (unit.tag == "的" or unit.text in JOINS or unit.text in {"·", "&", "-"})
            and end + 1 < limit
            and (units[end + 1].tag in {"n", "E", "M", "a", "m"} or units[end + 1].text in QUOTES)
        )
        former = unit.text == "前" and end + 1 < limit and units[end + 1].tag in {"n", "E", "b"}
        held = former or (
            compound and end > first and unit.tag == "v" and not unit.classes
            and (end + 1 == limit or units[end + 1].tag in {"n", "M"})
        )  # fmt: skip
        if unit.text in QUOTES or nominal or inner or held:
            end += 1
            continue
        if unit.text in {"(", "（"} and end > first:
            closing = next((k for k in range(end, limit) if units[k].text in {")", "）"}), None)
            if closing is not None:
                end = closing + 1
                continue
        break
    while end > first + 1 and (
        units[end - 1].tag in {"a", "m"} or (units[end - 1].has("aspect") and units[end - 1].tag != "M")
    ):
        end -= 1
    if not any(unit.tag in {"n", "E", "M", "m", "r"} for unit in units[first:end]):
        return None
    return Phrase(units[first:end], first, end)


def phrases_of(units: tuple[Unit, ...]) -> list[Phrase]:
    """Return the noun phrases of a clause, in order."""
    found: list[Phrase] = []
    at = 0
    while at < len(units):
        phrase = phrase_starting(units, at)
        if phrase is not None:
            found.append(phrase)
        at = phrase.end if phrase is not None else at + 1
    return found


def is_head(unit: Unit) -> bool:
    """Whether a word names something that can be measured, by the table or by its last character."""
    return unit.tag == "M" or (
        unit.tag == "n" and len(unit.text) > 1 and unit.text.endswith(_HEADS) and unit.text not in _NOT_HEADS
    )


@dataclass(frozen=True, slots=True)
class Split:
    """A phrase taken apart: who owns what is measured, and what is measured."""

    owner: Phrase | None
    measure: str | None


def split(phrase: Phrase, *, counted: bool, parallel: bool = False) -> Split:
    """Part the owner of a measure from the measure.

    ``counted`` says that the amount counts things, ``parallel`` that one of the
    same unit was said just before, so a bare name only changes the owner.
    """
    units = _outside_brackets(phrase.units)
    phrase = Phrase(units, phrase.start, phrase.end)
    rated = next((i for i in range(1, len(units) - 1) if units[i].text in _RATED), None)
    if rated is not None and not any(unit.tag == "E" for unit in units[rated:]):
        return Split(_part(phrase, 0, rated), _measure(units[rated:]))
    head = next((i for i in range(len(units) - 1, -1, -1) if is_head(units[i])), None)
    if head is not None and any(unit.tag == "E" for unit in units[head + 1 :]):
        head = None
    if head is None:
        return _split_without_head(phrase, counted=counted, parallel=parallel)
    units = units[: head + 1]
    possessive = next((i for i in range(head - 1, 0, -1) if _owns(units, i)), None)
    if possessive is not None:
        return Split(_part(phrase, 0, possessive), _measure(units[possessive + 1 :]))
    first = _leading_names(units, head)
    if first and units[head].has("measure_thing") and not is_head(units[head - 1]):
        first = head
    if first:
        return Split(_part(phrase, 0, first), _measure(units[first:]))
    if units[0].tag == "r" and head > 1 and units[1].tag in {"n", "M"}:
        return Split(_part(phrase, 0, 2), _measure(units[2:]))
    at = head
    while at > 0 and (units[at - 1].has("aspect") or units[at - 1].tag == "T" or is_head(units[at - 1])):
        at -= 1
    if not any(unit.tag in {"n", "E", "M"} or unit.text == "前" or _tells(unit) for unit in units[:at]):
        return Split(None, _measure(units))
    return Split(_part(phrase, 0, at), _measure(units[at:]))


def _owns(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a 的 stands after whoever owns what follows it, and not after an age: 40岁左右的."""
    years = units[at - 1].tag == "a" and "岁" in units[at - 1].text
    return units[at].tag == "的" and not years and aged(units, at + 1) == at + 1


def _tells(unit: Unit) -> bool:
    """Whether a word stands for a thing named before, 该案, 该校, or an age for those who are of it."""
    points = unit.tag == "r" and len(unit.text) > 1 and unit.text[0] in "该本此"
    return points or (unit.tag == "a" and "岁" in unit.text)


def _outside_brackets(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    kept: list[Unit] = []
    depth = 0
    for unit in units:
        depth += unit.text in {"(", "（"}
        if not depth:
            kept.append(unit)
        depth -= unit.text in {")", "）"} and depth > 0
    return tuple(kept) or units


def _split_without_head(phrase: Phrase, *, counted: bool, parallel: bool) -> Split:
    units = phrase.units
    first = _leading_names(units, len(units))
    if first == len(units) or units[-1].tag == "E" or (parallel and not counted):
        return Split(phrase, None)
    possessive = next((i for i in range(len(units) - 2, 0, -1) if units[i].tag == "的"), None)
    if counted and possessive is not None and first:
        return Split(_part(phrase, 0, possessive), _measure(units[possessive + 1 :]))
    if counted and first:
        return Split(_part(phrase, 0, first), _measure(units[first:]))
    if counted:
        return Split(None, _measure(units))
    return Split(phrase, None)


def _leading_names(units: tuple[Unit, ...], stop: int) -> int:
    """Return how many units at the left are names, with what extends them (石门乡 + 地震)."""
    at = 0
    if not any(unit.tag == "E" or unit.has("region") for unit in units[:stop]):
        return 0
    while at < stop and (
        units[at].tag == "E"
        or units[at].has("region")
        or units[at].text in JOINS | QUOTES
        or (at and units[at].has("extension"))
        or (at and units[at].text in {"(", ")", "（", "）", "等"})
        or (
            at
            and units[at].tag in {"n", "a"}
            and units[at - 1].tag == "E"
            and any(u.has("extension") for u in units[at + 1 : at + 2])
        )
        or (
            not at
            and units[at].tag in {"n", "a", "r"}
            and any(unit.tag == "E" for unit in units[: min(stop, 4)])
        )
        or (at and not any(u.tag == "E" for u in units[:at]) and any(u.tag == "E" for u in units[at:stop]))
    ):
        at += 1
    return at


def _part(phrase: Phrase, start: int, end: int) -> Phrase:
    return Phrase(phrase.units[start:end], phrase.start + start, phrase.start + end)


def _measure(units: tuple[Unit, ...]) -> str | None:
    kept: list[str] = []
    depth = 0
    for unit in units:
        if unit.text in {"(", "（"}:
            depth += 1
        elif unit.text in {")", "）"}:
            depth -= 1
        elif not depth and unit.text not in QUOTES:
            kept.append(unit.text)
    return trim("".join(kept)) or None
