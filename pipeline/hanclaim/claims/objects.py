"""What a predicate is done to: the noun phrase after it, with where that begins and ends."""

from __future__ import annotations

from hanclaim.claims.plausible import family, is_actor, is_dual, makes_act, takes
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.phrases import Phrase, phrase_ending, phrase_starting

_LONG_NAME = 14
_COMPLETING = frozenset({"成", "到", "更多", "起", "起来", "给", "于", "至", "在", "为"})
_QUOTES = frozenset("“”‘’「」『』《》〈〉")
_CLOSES = {"“": "”", "「": "」", "『": "』"}
_ANDS = frozenset({"与", "和", "及"})
_OPENING = frozenset({"“", "「", "『", "《"})
_MEANWHILE = frozenset({"同时", "时候", "过程", "当天", "当日", "消息"})
_APART = frozenset({"(", "（", "并", "并且", "而", "从而", "以", "且", "又", "再"})


def last_phrase(units: tuple[Unit, ...], start: int, stop: int) -> Phrase | None:
    """Return the noun phrase that ends nearest before ``stop``."""
    for last in range(stop - 1, start - 1, -1):
        if (phrase := phrase_ending(units, last, start)) is not None:
            return phrase
    return None


def object_after(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return what stands after a predicate: 签署投资保护协定, 公布一项历时12年的追踪研究."""
    start = at + 1
    while start < len(units) and (_leads(units[start]) or _blank(units, start)):
        start += 1
    if start >= len(units):
        return None
    if (units[at + 1].text in {"在", "于"} or units[start].tag == "p") and _tells(units[at]):
        return None
    if _is_deed(units, at, start):
        return None
    if (
        units[start].tag == "v"
        and not any(unit.tag == "m" for unit in units[at + 1 : start])
        and (units[start].has("part") or (_tells(units[at]) and not units[at].has("paper")))
    ):
        return None
    if (quoted := _quoted(units, start)) is not None:
        return quoted
    phrase = _joined(units, _found(units, at, start))
    phrase = _shortened(phrase)
    if phrase is not None and units[phrase.start - 1].text in _OPENING:
        phrase = Phrase(units[phrase.start - 1 : phrase.end], phrase.start - 1, phrase.end)
    return phrase if phrase is not None and _ends_well(units, at, phrase) else None


def _quoted(units: tuple[Unit, ...], start: int) -> Phrase | None:
    """Return all that stands in quotation marks, with the noun that says what it is: “山海计划”工程."""
    close = _CLOSES.get(units[start - 1].text)
    end = next((k for k in range(start, len(units)) if units[k].text == close), None) if close else None
    if end is None or (end + 1 < len(units) and units[end + 1].tag == "的"):
        return None
    end += 1
    while end < len(units) and (
        units[end].tag == "n" or (units[end].tag == "v" and is_dual(units[end].text))
    ):
        end += 1
    return Phrase(units[start - 1 : end], start - 1, end)


def _shortened(phrase: Phrase | None) -> Phrase | None:
    """Leave out a little verb at the end (加入到联盟来), and what begins with a verb that is no noun (举行阅兵式庆祝节日)."""
    if phrase is None or len(phrase.units) < 2:
        return phrase
    if phrase.units[0].tag == "的":
        return _shortened(Phrase(phrase.units[1:], phrase.start + 1, phrase.end))
    if phrase.units[0].has("pronoun") and phrase.units[1].tag != "的":
        return None
    bracket = next((k for k, unit in enumerate(phrase.units) if unit.text in {"(", "（"}), None)
    if bracket and not any("《" in unit.text for unit in phrase.units[:bracket]):
        return _shortened(Phrase(phrase.units[:bracket], phrase.start, phrase.start + bracket))
    if phrase.units[-1].text in {"来", "去"}:
        return Phrase(phrase.units[:-1], phrase.start, phrase.end - 1)
    named = next((k for k, unit in enumerate(phrase.units) if unit.tag in {"n", "E", "M"}), len(phrase.units))
    cut = next((k for k in range(named + 1, len(phrase.units)) if _is_verb(phrase.units[k])), None)
    if cut is not None and (is_actor(phrase.units[cut - 1].text) or phrase.units[cut - 1].tag == "E"):
        return Phrase(phrase.units[:cut], phrase.start, phrase.start + cut)
    whole = (
        cut is None or any(unit.tag == "的" for unit in phrase.units[cut:]) or len(phrase.text) <= _LONG_NAME
    )
    return phrase if whole else Phrase(phrase.units[:cut], phrase.start, phrase.start + (cut or 0))


def _is_verb(unit: Unit) -> bool:
    return unit.tag == "v" and not is_dual(unit.text)


def _is_deed(units: tuple[Unit, ...], at: int, start: int) -> bool:
    """Whether what follows a predicate is what somebody then does: 判决驳回诉请."""
    goes_on = start == at + 1 and units[start].tag == "v" and units[start].has("predicate")
    return goes_on and not is_dual(units[start].text) and family(units[at].text) == "litigation"


def _joined(units: tuple[Unit, ...], phrase: Phrase | None) -> Phrase | None:
    """Join what goes from one place to another: 香港至阿拉木图航线."""
    if (
        phrase is not None
        and phrase.end + 1 == len(units)
        and is_dual(units[-1].text)
        and units[-1].tag == "v"
    ):
        return Phrase(units[phrase.start :], phrase.start, len(units))
    if phrase is None or phrase.end + 1 >= len(units) or units[phrase.end].text not in {"至", "到"}:
        return phrase
    rest = phrase_starting(units, phrase.end + 1) if units[phrase.end + 1].tag == "E" else None
    if rest is None or phrase.units[-1].tag != "E" or rest.units[-1].tag == "E":
        return phrase
    return Phrase(units[phrase.start : rest.end], phrase.start, rest.end)


def _made(units: tuple[Unit, ...], phrase: Phrase) -> Phrase | None:
    """Return what a name after the predicate has done something to: 公布中国开发的疫苗."""
    at = phrase.end
    done = at + 2 < len(units) and units[at].tag == "v" and not units[at].has("attain", "say", "cause")
    if not done or phrase.units[-1].tag != "E":
        return None
    return phrase_starting(units, at + 2) if units[at + 1].tag == "的" else _head_after(units, at)


def _placed(units: tuple[Unit, ...], phrase: Phrase) -> Phrase | None:
    """Return what a place before it only qualifies: 收购国际上的一些企业."""
    at = phrase.end
    if at + 2 >= len(units) or units[at].tag != "f" or units[at + 1].tag != "的":
        return None
    return phrase_starting(units, at + 2 + (units[at + 2].tag == "m"))


def _blank(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a blank only stands before a Latin name."""
    return not units[at].text.strip() and at + 1 < len(units) and units[at + 1].text[0].isascii()


def _leads(unit: Unit) -> bool:
    """Whether a word only leads to the object."""
    if unit.tag == "w":
        return unit.text in _QUOTES
    return (
        (unit.tag == "u" and unit.text in {"了", "过", "着"})
        or unit.tag in {"m", "d", "T", "的"}
        or unit.text in _COMPLETING
    )


def _ends_well(units: tuple[Unit, ...], at: int, phrase: Phrase) -> bool:
    """Whether a phrase is all that the predicate is done to, and not the subject of what follows: 宣布电影节开幕."""
    following = next((unit for unit in units[phrase.end :] if unit.tag not in {"d", "T", "w"}), None)
    if _tells(units[at]) and phrase.units[-1].tag == "v" and not is_dual(phrase.units[-1].text):
        return False
    if following is not None and following.tag == "的":
        return phrase.end + 1 == len(units) or units[phrase.end + 1].text in _MEANWHILE
    if following is not None and units[at].has("announce", "deny") and following.tag in {"v", "p"}:
        return False
    if following is None or phrase.units[-1].tag == "E":
        return True
    if following.tag == "f" and any(unit.tag == "的" for unit in units[phrase.end :]):
        return False
    if following.tag == "Q":
        return takes(units[at].text) == "who"
    if family(units[at].text) == "impact" and (following.tag == "a" or is_dual(following.text)):
        return False
    return following.tag not in {"v", "a"} or following.has("say") or not _tells(units[at])


def _tells(predicate: Unit) -> bool:
    """Whether what a predicate is done to may be a whole statement: 宣布电影节开幕."""
    return predicate.has("say", "announce") or family(predicate.text) == "statement"


def _found(units: tuple[Unit, ...], at: int, start: int) -> Phrase | None:
    if (head := _head_of_quoted(units, at + 1, start)) is not None:
        return head
    if units[start].tag == "r" and len(units[start].text) > 1 and start + 1 == len(units):
        return Phrase(units[start:], start, start + 1)
    phrase = _without_deed(phrase_starting(units, start, compound=True))
    if phrase is None and _heads_a_compound(units, start):
        inner = phrase_starting(units, start + 1, compound=True)
        phrase = Phrase(units[start : inner.end], start, inner.end) if inner is not None else None
    plain = takes(units[at].text) != "who" and not makes_act(units[at].text)
    if phrase is not None and phrase.mentions and plain and (head := _made(units, phrase)) is not None:
        return head
    if phrase is not None and (head := _placed(units, phrase)) is not None:
        return head
    if phrase is not None and (phrase.end == len(units) or phrase.mentions):
        return phrase
    if phrase is not None and makes_act(units[at].text) and units[phrase.end].tag == "v":
        return phrase
    if (rest := _compound_of_deeds(units, start, phrase)) is not None:
        return rest
    return _head_after(units, phrase.end if phrase is not None else start) or _first(units, phrase)


def _compound_of_deeds(units: tuple[Unit, ...], start: int, phrase: Phrase | None) -> Phrase | None:
    """Return all that is left of a clause where it can be but one long name: 人员流动自律公约, 投资保护协定."""
    rest = units[start:]
    plain = all(
        (unit.tag in {"n", "v", "M", "a"} or unit.text in _ANDS)
        and not unit.has("say", "attain", "up", "down")
        for unit in rest
    )
    names = rest[-1].tag in {"n", "M"} or (phrase is None and len(rest) > 1)
    whole = Phrase(rest, start, len(units))
    return whole if plain and names and len(whole.text) <= _LONG_NAME else None


def _head_of_quoted(units: tuple[Unit, ...], opens: int, start: int) -> Phrase | None:
    """Return the noun that what stands in quotation marks only qualifies: 推行“先到先得”的售票办法."""
    if not any(unit.text in {"“", "「"} for unit in units[opens:start]):
        return None
    closes = next((k for k in range(start, len(units) - 1) if units[k].text in {"”", "」"}), None)
    return _head_after(units, closes) if closes is not None and units[closes + 1].tag == "的" else None


def _without_deed(phrase: Phrase | None) -> Phrase | None:
    """Leave out what a name is said to do: 反诉海云滥用诉权, 指控其违反规定."""
    if phrase is None or phrase.units[0].tag != "E":
        return phrase
    if len(phrase.units) == 1 or phrase.units[1].tag != "v":
        return phrase
    return Phrase(phrase.units[:1], phrase.start, phrase.start + 1)


def _heads_a_compound(units: tuple[Unit, ...], at: int) -> bool:
    return (
        units[at].tag == "v"
        and not units[at].has("attain", "say")
        and not (at and units[at].has("predicate") and units[at - 1].has("predicate"))
        and at + 1 < len(units)
        and units[at + 1].tag in {"n", "v", "M"}
    )


def _head_after(units: tuple[Unit, ...], start: int) -> Phrase | None:
    """Return the noun that a long qualifier ends in, if nothing follows it."""
    link = next((k for k in range(len(units) - 2, start - 1, -1) if units[k].tag == "的"), None)
    if link is None or any(unit.text in _APART or unit.tag == "f" for unit in units[start:link]):
        return None
    head = phrase_starting(units, link + 1, compound=True)
    if head is None and link + 2 == len(units) and units[link + 1].tag == "v":
        return Phrase(units[link + 1 :], link + 1, len(units))  # after 的 a verb is a noun: 成立公司的计划
    if head is None and _heads_a_compound(units, link + 1):
        head = Phrase(units[link + 1 :], link + 1, len(units))
    return head if head is not None and head.end == len(units) else None


def _first(units: tuple[Unit, ...], phrase: Phrase | None) -> Phrase | None:
    """Leave out of a list what begins the next statement: 买美债和全球资本用美元."""
    if phrase is None or phrase.end >= len(units) or units[phrase.end].tag not in {"v", "p"}:
        return phrase
    join = next((k for k, unit in enumerate(phrase.units) if unit.text in {"和", "与", "及"}), None)
    return phrase if not join else Phrase(phrase.units[:join], phrase.start, phrase.start + join)
