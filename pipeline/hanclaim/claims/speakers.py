"""Who says so: saying verbs, sources, and how far each of them reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from hanclaim.alignment import Span
from hanclaim.document import Attribution, Party
from hanclaim.grammar.clauses import Clause, Sentence, Unit
from hanclaim.grammar.phrases import Phrase, party, phrase_ending, phrase_starting
from hanclaim.tables import read

_KINDS = ("机构", "平台", "智库", "组织", "单位")
_DENIALS = frozenset({"否认", "辟谣", "澄清"})
_LONGEST = 12  # characters of a name with its title
_OPENING = frozenset("“「")
_CLOSING = frozenset("”」")
_ADVERBIAL = frozenset({"时", "时候", "后", "之后", "之际", "之余"})
_ABOUT = frozenset({"按", "按照", "依据"})


@cache
def _words(role: str) -> tuple[str, ...]:
    return tuple(row["cue"] for row in read("cues") if row["class"] == role)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, and the stretch of text that is theirs."""

    reach: Span
    cue_span: Span
    attribution: Attribution | None
    speaker: Party | None = None

    @property
    def tells_of_itself(self) -> bool:
        """Whether what follows is about the speaker: firms announce their own affairs, authorities those of others."""
        return (
            self.announces
            and self.speaker is not None
            and self.speaker.type != "person"
            and not is_authority(self.speaker.canonical)
        )

    @property
    def announces(self) -> bool:
        """Whether the speaker tells of its own doings."""
        return self.attribution is not None and self.attribution.cue in _words("announce")


@dataclass(frozen=True, slots=True)
class Speech:
    """The voices of one sentence, in order."""

    voices: tuple[Voice, ...]

    def at(self, where: Span) -> Attribution | None:
        """Who says what stands there: the last voice that began before it and reaches it."""
        found = None
        for voice in self.voices:
            inside = voice.reach.start <= where.start < voice.reach.end
            if inside and not voice.cue_span.start <= where.start < voice.cue_span.end:
                found = voice.attribution
        return found

    @property
    def is_of_authority(self) -> bool:
        """Whether an authority speaks last: its figures fill the paragraph."""
        last = self.voices[-1].attribution if self.voices else None
        return last is not None and last.speaker is not None and is_authority(last.speaker)

    def is_personal(self, where: Span) -> bool:
        """Whether a person says it: what one thinks or promises is not of the time the page tells of."""
        speaking = [v for v in self.voices if v.reach.start <= where.start < v.reach.end]
        return bool(speaking) and speaking[-1].speaker is not None and speaking[-1].speaker.type == "person"

    def introduced(self, span: Span) -> Voice | None:
        """Return the voice that a clause introduces."""
        return next(
            (v for v in self.voices if span.start <= v.cue_span.start and v.cue_span.end <= span.end), None
        )


def is_authority(name: str) -> bool:
    """Whether a name is that of an office whose figures fill the paragraph it opens."""
    return name.endswith(_words("authority"))


def find_speech(sentence: Sentence, *, titled: bool = False) -> Speech:
    """Find who speaks in a sentence; in a title a name before a colon does."""
    voices: list[Voice] = list(_before_colons(sentence)) if titled else []
    previous: Party | None = None
    end = sentence.span.end
    for number, clause in enumerate(sentence.clauses):
        for voice in _voices(clause, sentence, number, previous):
            voices.append(voice)
            if voice.attribution is not None and voice.attribution.speaker:
                previous = Party(
                    voice.attribution.speaker, voice.attribution.speaker, "other", voice.attribution.span
                )
    if len(voices) == 1 and _speaks_after_quote(sentence, voices[0]):
        voices = [replace(voices[0], reach=Span(sentence.span.start, end))]
    if not voices and (quoted := _quoted(sentence)) is not None:
        voices = [quoted]
    return Speech(tuple(voices))


def _before_colons(sentence: Sentence) -> Iterator[Voice]:
    """Read the titles' way to quote: 台电：周四前恢复九成."""
    for number, clause in enumerate(sentence.clauses):
        if not _closes_with_colon(sentence, number):
            continue
        phrase = phrase_ending(clause.units, len(clause.units) - 1)
        if phrase is None or not (
            phrase.mentions or phrase.text.endswith((*_words("human"), *_words("source")))
        ):
            continue
        blank = next((k for k, unit in enumerate(phrase.units) if not unit.text.strip()), -1)
        speaker = _speaker(Phrase(phrase.units[blank + 1 :], phrase.start + blank + 1, phrase.end))
        if speaker is not None and any(unit.tag != "M" for unit in phrase.units):
            reach = Span(clause.span.end, sentence.span.end)
            yield Voice(reach, phrase.span, _attribution(speaker, "："), speaker)


def _quoted(sentence: Sentence) -> Voice | None:
    """Give a quote that no word of saying introduces to the person the sentence is about: 李师傅算了笔账，“…”."""
    units = list(sentence.units)
    opening = next((k for k, unit in enumerate(units) if unit.text in _OPENING and k), None)
    if opening is None or not any(unit.tag == "Q" for unit in units[opening:]):
        return None
    first = next((unit for unit in units[:opening] if unit.mention is not None), None)
    closes = any(unit.text in _CLOSING for unit in units[-4:])
    leads = any(clause.units[0] is units[opening] for clause in sentence.clauses[1:])
    if first is None or first.mention is None or first.mention.type != "person" or not (closes and leads):
        return None
    speaker = Party(first.text, first.mention.canonical, "person", first.span, first.mention.id)
    reach = Span(units[opening].span.start, sentence.span.end)
    return Voice(reach, first.span, _attribution(speaker, units[opening].text), speaker)


def _speaks_after_quote(sentence: Sentence, voice: Voice) -> bool:
    return (
        any(unit.text in _CLOSING and unit.span.end <= voice.cue_span.start for unit in sentence.units)
        and next(sentence.units).text in _OPENING
    )


def _voices(clause: Clause, sentence: Sentence, number: int, previous: Party | None) -> Iterator[Voice]:
    units = clause.units
    end = sentence.span.end
    for at, unit in enumerate(units):
        if "hearsay" in unit.classes and not (
            at + 1 < len(units) and units[at + 1].text in {"的", "嘅", "“", "「"}
        ):
            yield Voice(Span(unit.span.end, end), unit.span, None)
            return
        if (
            unit.text in {"据", "根据", "依据", "按照", "按"}
            and (voice := _source(units, at, end)) is not None
        ):
            yield voice
            return
        if (
            unit.tag == "E"
            or "say" not in unit.classes
            or (at + 1 == len(units) and number + 1 == len(sentence.clauses) and not at)
        ):
            continue
        if (voice := _sayer(units, at, number, sentence, previous)) is not None:
            yield voice
            return


def _source(units: tuple[Unit, ...], at: int, end: int) -> Voice | None:
    """Read 据西部证券统计, 据Wind数据显示: the name up to the saying word."""
    stop = at + 1
    while (
        stop < len(units)
        and units[stop].tag != "Q"
        and not (units[stop].has("say") and units[stop].tag != "E")
    ):
        stop += 1
    phrase = phrase_starting(units, at + 1, stop)
    says = stop < len(units) and units[stop].has("say")
    if phrase is None or (
        units[at].text in _ABOUT and not says and not phrase.text.endswith(_words("source"))
    ):
        return None
    speaker = _speaker(phrase)
    if not phrase.mentions and units[at + 1].tag == "v":
        span = Span(units[at + 1].span.start, phrase.span.end)
        speaker = Party(units[at + 1].text + phrase.text, units[at + 1].text + phrase.text, "other", span)
    if speaker is None:
        return None
    cue = units[stop].text if says else units[at].text
    last = units[min(stop, len(units) - 1)].span
    start = units[at].span.start
    return Voice(Span(start, end), Span(start, last.end), _attribution(speaker, cue), speaker)


def _sayer(
    units: tuple[Unit, ...], at: int, number: int, sentence: Sentence, previous: Party | None
) -> Voice | None:
    """Read X表示, X公布的数据显示: the noun phrase that a saying verb belongs to."""
    unit = units[at]
    stop = at + 1
    while stop < len(units) and units[stop].has("say") and units[stop].tag != "E":
        stop += 1
    following = units[stop] if stop < len(units) else None
    relative = following is not None and following.tag == "的"
    phrase = _sayer_phrase(units, at)
    if following is None and (whole := _whole(units, at)) is not None and _is_wider(whole, phrase):
        phrase = whole
    opens = all(before.tag == "d" or before.has("stop") for before in units[:at])
    if phrase is None and opens and number and previous is None and not unit.has("soft"):
        phrase = phrase_starting(sentence.clauses[number - 1].units, 0)
        phrase = phrase if phrase is not None and phrase.mentions else None
    if phrase is None or not _may_say(phrase, unit, closes=following is None):
        return None
    if not phrase.mentions and any(before.tag == "Q" for before in units[:at]):
        return None
    if unit.has("paper") and relative:
        tail = "".join(u.text for u in units[at + 2 : at + 6])
        if not any(word in tail for word in _words("source")):
            return None
    elif unit.text in {"发布", "发表"} and not _closes_with_colon(sentence, number):
        return None
    speaker = _speaker(phrase)
    if speaker is None:
        return None
    start = units[0].span.start if relative else unit.span.end
    bracketed = phrase.start and units[phrase.start - 1].text in {"(", "（"}
    if (bracketed and following is not None and following.text in {")", "）"}) or unit.text in _DENIALS:
        start = sentence.span.start
    cue_span = Span(phrase.span.start, unit.span.end)
    return Voice(Span(start, sentence.span.end), cue_span, _attribution(speaker, unit.text), speaker)


def _whole(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return all that a closing word of saying leaves of its clause, where it can be but a name: 快跑外卖回应."""
    start, stop = 0, at
    while (
        start < stop
        and units[start].text not in _OPENING
        and (
            units[start].tag in {"T", "w", "c", "d", "p", "Q"}
            or units[start].has("stop")
            or units[start].text == "有"
        )
    ):
        start += 1
    while stop > start and units[stop - 1].tag in {"d", "u", "T"}:
        stop -= 1
    inner = units[start:stop]
    text = "".join(unit.text for unit in inner)
    quoted = bool(inner) and inner[-1].text in _CLOSING
    plain = quoted or all(unit.tag in {"n", "E", "a", "m", "v", "r"} for unit in inner)
    sure = not units[at].has("source") or any(unit.tag == "E" for unit in inner)
    sure = sure or text.endswith((*_words("human"), *_CLOSING))
    if (
        not (plain and sure and 2 <= len(text) <= _LONGEST)
        or all(unit.tag == "v" for unit in inner)
        or any(unit.has("say", "up", "down") for unit in inner[1:])
    ):
        return None
    return Phrase(inner, start, stop)


def _is_wider(whole: Phrase, phrase: Phrase | None) -> bool:
    """Whether the rest of the clause is more of a name than the noun phrase found, which ends in no name."""
    if whole.units[-1].tag == "E" or whole.units[-1].text in {"人", "者"}:
        return False
    return phrase is None or len(phrase.text) < len(whole.text) or not phrase.mentions


def _closes_with_colon(sentence: Sentence, number: int) -> bool:
    return number + 1 < len(sentence.clauses) and sentence.clauses[number + 1].mark in {"：", ":"}


def _may_say(phrase: Phrase, verb: Unit, *, closes: bool) -> bool:
    """Whether a phrase can speak: a name or someone; a bare noun only beside a verb that always says something."""
    measured = any(unit.tag == "M" for unit in phrase.units)
    if phrase.mentions:
        return not (measured and verb.has("forecast"))
    if measured or all(unit.tag in {"m", "r"} for unit in phrase.units):
        return False
    if verb.has("soft", "paper", "forecast", "planned"):
        return phrase.text.endswith(_words("human"))
    return closes or phrase.text.endswith((*_words("human"), *_words("source")))


def _sayer_phrase(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return the noun phrase that a saying verb belongs to: straight before it, or before time and place."""
    k = at - 1
    while k >= 0:
        unit = units[k]
        if unit.tag in {"d", "T", "u", "a", "w", "f", "p"} or unit.has("stop", "present", "aspect"):
            k -= 1
            continue
        if unit.tag == "v" and (unit.has("say") or k == at - 1 or units[k + 1].tag in {"f", "v"}):
            k -= 1
            continue
        if unit.tag == "f" and unit.text in _ADVERBIAL:
            k = next((j for j in range(k - 1, -1, -1) if units[j].tag == "E"), -1)
            continue
        if (aside := next((j for j in range(k, 0, -1) if units[j].text == "着"), None)) is not None:
            k = aside - 2
            continue
        at_prep = next(
            (
                j
                for j in range(k, -1, -1)
                if (units[j].has("at", "toward", "through") or units[j].text == "就")
                and units[j].tag in {"p", "d", "v"}
            ),
            None,
        )
        if at_prep is not None and not any(units[j].has("say") for j in range(at_prep, k)):
            k = at_prep - 1
            continue
        break
    phrase = phrase_ending(units, k) if k >= 0 else None
    if phrase is None or phrase.mentions or phrase.start < 2:
        return phrase
    before = phrase.start - 1
    while before > 0 and units[before].tag in {"u", "v", "p"}:
        before -= 1
    earlier = phrase_ending(units, before)
    who = earlier.mentions[-1].mention if earlier is not None and earlier.mentions else None
    return earlier if who is not None and who.type == "person" and before < phrase.start - 1 else phrase


def _speaker(phrase: Phrase) -> Party | None:
    units = list(phrase.units)
    while (
        phrase.mentions
        and len(units) > 1
        and (
            units[-1].text.endswith(_words("source"))
            or units[-1].tag in {"的", "a", "f"}
            or units[-1].text in {"最新", "方面", "季度", "季"}
        )
        and units[-1].tag != "E"
    ):
        units.pop()
    if not any(unit.tag in {"n", "E", "M"} for unit in units):
        units = list(phrase.units)
    return party(Phrase(tuple(_named(units)), phrase.start, phrase.end))


def _named(units: list[Unit]) -> list[Unit]:
    """Return the quoted name at the end, or what follows a word for its kind: 研究机构拓景."""
    if units[-1].text in _CLOSING:
        opening = next((k for k, unit in enumerate(units) if unit.text in _OPENING), None)
        if opening is not None:
            return units[opening:]
    kind = next(
        (k for k, unit in enumerate(units[:-1]) if unit.tag == "n" and unit.text.endswith(_KINDS)), None
    )
    rest = units[kind + 1 :] if kind is not None else units
    text = "".join(unit.text for unit in rest)
    if rest is not units and len(text) > 1 and not text.endswith(_words("human")) and units[0].tag == "n":
        return rest
    return units


def _attribution(speaker: Party, cue: str) -> Attribution:
    name = speaker.canonical
    if speaker.type == "other":
        return Attribution(name, cue, speaker.span)
    paper = next((word for word in _words("source") if name.endswith(word) and len(name) > len(word) + 1), "")
    return Attribution(name.removesuffix(paper), cue, speaker.span)
