"""Where a quantity stands in its clause: what leads to it, what follows it, what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from hanclaim.document import Quantity
from hanclaim.grammar.clauses import Clause, Sentence, Unit
from hanclaim.grammar.phrases import Phrase, phrase_ending, phrase_starting
from hanclaim.grammar.subjects import subject_phrase

__all__ = ["Left", "Place", "Site", "subject_phrase"]

_CURRENCIES = frozenset(
    {
        "新台币",
        "人民币",
        "美元",
        "美金",
        "港币",
        "港元",
        "台币",
        "约合",
        "合",
        "折合",
        "日元",
        "欧元",
        "英镑",
        "RMB",
        "US",
        "NT",
    }
)
_MOVING = frozenset("涨跌升降增减挫泻跃窄飙")
_PLAIN_MOVING = frozenset("回重站掉收")
_REACHING = ("至", "到", "为", "成")


@dataclass(frozen=True, slots=True)
class Left:
    """What stands before the amount once the words that only lead to it are passed."""

    kind: Literal["phrase", "verb", "edge"]
    at: int
    phrase: Phrase | None
    bridge: tuple[Unit, ...]
    basis: tuple[Unit, ...] = ()
    origin: bool = False
    from_sibling: bool = False

    def crossed(self, *classes: str) -> bool:
        """Whether a word of these classes leads to the amount."""
        return any(unit.has(*classes) for unit in self.bridge)


class Place:
    """A unit in its clause and sentence."""

    def __init__(self, sentence: Sentence, clause: Clause, index: int) -> None:
        self.sentence = sentence
        self.clause = clause
        self.index = index
        self.units: tuple[Unit, ...] = clause.units


class Site(Place):
    """One quantity in its clause."""

    def __init__(self, sentence: Sentence, clause: Clause, index: int) -> None:
        quantity = clause.units[index].quantity
        if quantity is None:
            raise ValueError(f"{clause.units[index].text!r} is no quantity")
        super().__init__(sentence, clause, index)
        self.quantity: Quantity = quantity

    @property
    def counted(self) -> bool:
        """Whether the amount counts things."""
        return self.quantity.unit_kind == "count" and self.quantity.unit != "{点}"

    @cached_property
    def verb(self) -> Unit | None:
        """The last verb before the amount in its clause."""
        return next((unit for unit in reversed(self.units[: self.index]) if unit.tag == "v"), None)

    @cached_property
    def left(self) -> Left:
        """Pass leftwards over what only leads to the amount."""
        units, at = self.units, self.index - 1
        bridge: list[Unit] = []
        basis: tuple[Unit, ...] = ()
        origin = sibling = False
        if (start := self._from_start(self.index)) is not None:
            bridge += reversed(units[start : self.index])
            at, origin = start - 1, True
        while at >= 0:
            unit = units[at]
            if unit.tag == "Q":
                before = self._prefix_start(at)
                if before is None:
                    sibling = True
                    break
                bridge.append(unit)
                at = before - 1
                continue
            if (compared := self._comparison_start(at)) is not None:
                basis = units[compared : at + 1]
                at = compared - 1
                continue
            if not self._bridges(at):
                break
            bridge.append(unit)
            at -= 1
        bridged = tuple(reversed(bridge))
        if sibling or at < 0:
            return Left("edge", at, None, bridged, basis, origin, sibling)
        if units[at].tag in {"n", "E", "M", "m", "r"} or units[at].text in {"”", "」", "》", ")", "）"}:
            phrase = _without_relative(units, phrase_ending(units, at), bridged)
            if (
                phrase is not None
                and phrase.start
                and units[phrase.start - 1].has("toward", "by")
                and any(unit.tag in {"u", "v", "f"} for unit in bridged)
            ):
                return Left("edge", phrase.start - 2, None, bridged, basis, origin)
            if phrase is not None and any(
                unit.tag in {"n", "E", "M"} or unit.text == "前" for unit in phrase.units
            ):
                return Left("phrase", at, phrase, bridged, basis, origin)
        kind: Literal["verb", "edge"] = "verb" if units[at].tag == "v" else "edge"
        return Left(kind, at, None, bridged, basis, origin)

    def _bridges(self, at: int) -> bool:
        unit = self.units[at]
        if unit.tag == "M":
            return False
        if unit.text[0] == "每" and len(unit.text) > 1 and unit.tag in {"r", "n", "m"}:
            return True
        if at and self.units[at - 1].text == "每" and len(unit.text) < 3:
            return True
        if (
            unit.tag == "v"
            and len(unit.text) < 3
            and unit.text[0] in _MOVING | _PLAIN_MOVING
            and not _names_measure(unit)
            and unit.tag != "E"
        ):
            return True
        if unit.tag in {"T", "d", "p", "u"} or unit.text in _CURRENCIES:
            return not unit.has("part")
        if unit.tag == "的":
            return at + 1 == self.index or (at > 0 and self.units[at - 1].tag in {"T", "Q"})
        if unit.tag == "r" and at + 1 < self.index and self.units[at + 1].tag == "d":
            return True
        leads = at + 1 < self.index and self.units[at + 1].text in {"至", "到", "为", "在", "成", "上", "回"}
        if unit.tag == "v" and leads and not any(name.startswith("measure") for name in unit.classes):
            return True
        reaches = unit.tag == "v" and unit.text.endswith(("至", "到", "达", "破", "为", "近", "逾", "超"))
        if reaches and not _names_measure(unit):
            return True
        if unit.has("stop", "part"):
            return False
        if unit.has("aspect") and unit.tag in {"a", "d", "m"}:
            return True
        if unit.tag == "f":
            return True
        if unit.tag == "w":
            return unit.text not in {"”", "」", "》", ")", "）", "、", "——", "—"}
        return unit.has("attain", "approx", "up", "down", "yoy", "forecast", "planned", "present", "deny",
                        "each", "group", "take", "question", "at", "by", "modal") and unit.tag != "E"  # fmt: skip

    def _from_start(self, index: int) -> int | None:
        """Return where 由/从 begins if this amount is what a change started from."""
        later = next((k for k in range(index + 1, len(self.units)) if self.units[k].tag == "Q"), None)
        if later is None or not any(self.units[k].text.endswith(_REACHING) for k in range(index + 1, later)):
            return None
        for k in range(index - 1, -1, -1):
            if self.units[k].tag == "Q":
                return None
            if self.units[k].has("from"):
                return k
        return None

    def _prefix_start(self, at: int) -> int | None:
        """Return where the phrase begins that puts the quantity at ``at`` before ours: 由Q至, 较Q多, 以Q位居."""
        if (start := self._from_start(at)) is not None:
            return start
        for k in range(at - 1, -1, -1):
            unit = self.units[k]
            if unit.tag == "Q":
                return None
            if unit.has("than", "take") and unit.tag in {"p", "d", "v", "c"}:
                return k
            if unit.tag in {"v", "c"}:
                return None
        return None

    def _comparison_start(self, at: int) -> int | None:
        """Return where 较/比 begins if the word at ``at`` ends what the change is measured against."""
        if self.units[at].has("than"):
            return at if self.units[at].text in {"较", "比"} else None
        for k in range(at - 1, -1, -1):
            unit = self.units[k]
            if unit.tag == "Q" or unit.has("stop"):
                return None
            if unit.text in {"较", "比", "相较", "较之"}:
                return k
            if unit.text in {"与", "和", "同"} and any(
                self.units[j].text in {"相比", "比"} for j in range(k, at + 1)
            ):
                return k
        return None

    @cached_property
    def right(self) -> Phrase | None:
        """The noun phrase the amount stands before, as in 90条具体政策."""
        at = self._after()
        while (
            at + 1 < len(self.units)
            and self.units[at].text in {"、", "和", "至", "到", "或"}
            and self.units[at + 1].tag == "Q"
        ):
            at = Site(self.sentence, self.clause, at + 1)._after()  # noqa: SLF001  the next amount shares its noun
        if at >= len(self.units):
            return None
        if any(c.startswith("measure") for c in self.units[at].classes):
            stop = at + 1
            while stop < len(self.units) and self.units[stop].tag in {"n", "M"}:
                stop += 1
            return Phrase(self.units[at:stop], at, stop)
        return phrase_starting(self.units, at)

    @cached_property
    def right_linked(self) -> bool:
        """Whether 的 joins the amount to the noun after it."""
        return any(unit.tag == "的" for unit in self.units[self.index + 1 : self._after()])

    def _after(self) -> int:
        at = self.index + 1
        while at < len(self.units) and (
            self.units[at].tag in {"的", "u"}
            or not self.units[at].text.strip()
            or self.units[at].text
            in {
                "左右",
                "以上",
                "以下",
                "以内",
                "级别",
                "上下",
                "的",
                "之多",
                "”",
                "“",
                "人民币",
                "大关",
                "关口",
            }
        ):
            at += 1
        return at

    @cached_property
    def right_verb(self) -> int | None:
        """The index of a verb right after the amount or after the noun it counts."""
        at = self._after()
        if at < len(self.units) and (phrase := phrase_starting(self.units, at)) is not None:
            at = phrase.end
        while at < len(self.units) and (
            self.units[at].tag in {"d", "T", "p", "c"}
            or self.units[at].has("present", "forecast", "by", "stop")
        ):
            at += 1
            if (
                at < len(self.units)
                and self.units[at - 1].tag == "p"
                and self.units[at].tag in {"r", "n", "E"}
            ):
                at += 1
        return at if at < len(self.units) and self.units[at].tag in {"v", "a"} else None

    def words(self, start: int, end: int) -> str:
        """The text of some units."""
        return "".join(unit.text for unit in self.units[start:end])


def _without_relative(
    units: tuple[Unit, ...], phrase: Phrase | None, bridge: tuple[Unit, ...]
) -> Phrase | None:
    """Cut off what a verb before it makes a relative clause of: 扣除食品价格的核心CPI上涨, 归属于股东的净利润."""
    if phrase is None or not phrase.start or units[phrase.start - 1].tag != "v":
        return phrase
    verb = units[phrase.start - 1]
    cut = next((k for k in range(phrase.end - 2, phrase.start, -1) if units[k].tag == "的"), None)
    opens = verb.text in {"有", "拥有"} or not verb.has("attain", "say")
    told = opens and any(unit.has("attain", "up", "down", "yoy") for unit in bridge)
    if cut is None or not (told or verb.has("apart")):
        return phrase
    return Phrase(units[cut + 1 : phrase.end], cut + 1, phrase.end)


def _names_measure(unit: Unit) -> bool:
    return any(name.startswith("measure") for name in unit.classes)
