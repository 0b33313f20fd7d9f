"""Who says so: saying verbs, sources, and how far each of them reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from hanclaim.alignment import Span
from hanclaim.claims.sayers import (
    LONGEST,
    is_bare_name,
    is_wider,
    may_say,
    sayer_phrase,
    whole_clause,
)
from hanclaim.claims.sayings import only_names
from hanclaim.claims.tellers import CLOSING, OPENING, attribute, cues, speaker_of, stands_for, without_inquiry
from hanclaim.document import Attribution, Party
from hanclaim.grammar.clauses import Clause, Sentence, Unit
from hanclaim.grammar.phrases import Phrase, phrase_ending, phrase_starting

_DENIALS = frozenset({"否认", "辟谣", "澄清", "矢口否认", "一口否认", "断然否认"})
_STOPS = frozenset("。！？!?")
_NO_SOURCES = ("部署", "标准", "特点", "情况", "需要", "实际", "要求")
_PRONOUNS = frozenset({"他", "她", "佢"})
_FROM, _HEARD = frozenset({"从", "自"}), ("获悉", "了解到", "得知", "获知")
_ABOUT = frozenset({"按", "按照", "依据"})


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
        return self.attribution is not None and self.attribution.cue in cues("announce")


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
    return name.endswith(cues("authority"))


def find_speech(sentence: Sentence, *, titled: bool = False, known: Party | None = None) -> Speech:
    """Find who speaks in a sentence; in a title a name before a colon does.

    Whoever is ``known`` to have spoken last is meant by a 他 that nothing else resolves.
    """
    voices: list[Voice] = list(_before_colons(sentence)) if titled else []
    previous: Party | None = None
    end = sentence.span.end
    for number, clause in enumerate(sentence.clauses):
        for voice in _voices(clause, sentence, number, previous, previous or known):
            voices.append(_up_to_quote(voice, sentence))
            if voice.attribution is not None and voice.attribution.speaker:
                previous = Party(
                    voice.attribution.speaker, voice.attribution.speaker, "other", voice.attribution.span
                )
    if voices and _speaks_after_quote(sentence, voices[-1]):
        # What is thought inside a quotation is thought by whoever is quoted, and who is speaks right behind it.
        closes = next(unit.span.end for unit in sentence.units if unit.text in CLOSING)
        outside = [voice for voice in voices if voice.cue_span.start >= closes]
        voices = [replace(outside[0], reach=Span(sentence.span.start, end)), *outside[1:]]
    if not voices and (quoted := _reckoned(sentence) or _quoted(sentence)) is not None:
        voices = [quoted]
    return Speech(tuple(voices))


def _before_colons(sentence: Sentence) -> Iterator[Voice]:
    """Read the titles' way to quote: 台电：周四前恢复九成."""
    for number, clause in enumerate(sentence.clauses):
        if not _closes_with_colon(sentence, number):
            continue
        phrase = phrase_ending(clause.units, len(clause.units) - 1)
        if phrase is None or not (phrase.mentions or phrase.text.endswith((*cues("human"), *cues("source")))):
            continue
        if any(unit.text in {"到", "至", "从", "在"} for unit in clause.units[: phrase.start]):
            continue
        blank = next((k for k, unit in enumerate(phrase.units) if not unit.text.strip()), -1)
        speaker = speaker_of(Phrase(phrase.units[blank + 1 :], phrase.start + blank + 1, phrase.end))
        if speaker is not None and any(unit.tag != "M" for unit in phrase.units):
            reach = Span(clause.span.end, sentence.span.end)
            yield Voice(reach, phrase.span, attribute(speaker, "："), speaker)


def _reckoned(sentence: Sentence) -> Voice | None:
    """Read how somebody does sums aloud: 他算了一笔账：."""
    for number, clause in enumerate(sentence.clauses):
        last = len(clause.units) - 1
        at = next((k for k, unit in enumerate(clause.units) if unit.text.startswith("算")), 0)
        if not at or not clause.units[last].text.endswith("账") or not _closes_with_colon(sentence, number):
            continue
        phrase = sayer_phrase(clause.units, at)
        speaker = speaker_of(phrase) if phrase is not None and phrase.mentions else None
        if speaker is not None:
            reach = Span(clause.span.end, sentence.span.end)
            return Voice(reach, clause.span, attribute(speaker, "算账"), speaker)
    return None


def _quoted(sentence: Sentence) -> Voice | None:
    """Give a quote that no word of saying introduces to the person the sentence is about: 李师傅算了笔账，“…”."""
    units = list(sentence.units)
    opening = next((k for k, unit in enumerate(units) if unit.text in OPENING and k), None)
    if opening is None or not any(unit.tag == "Q" for unit in units[opening:]):
        return None
    first = next((unit for unit in units[:opening] if unit.mention is not None), None)
    closes = any(unit.text in CLOSING for unit in units[-4:])
    leads = any(clause.units[0] is units[opening] for clause in sentence.clauses[1:])
    if first is None or first.mention is None or first.mention.type != "person" or not (closes and leads):
        return None
    speaker = Party(first.text, first.mention.canonical, "person", first.span, first.mention.id)
    reach = Span(units[opening].span.start, sentence.span.end)
    return Voice(reach, first.span, attribute(speaker, units[opening].text), speaker)


def _speaks_after_quote(sentence: Sentence, voice: Voice) -> bool:
    return (
        any(unit.text in CLOSING and unit.span.end <= voice.cue_span.start for unit in sentence.units)
        and next(sentence.units).text in OPENING
    )


def _up_to_quote(voice: Voice, sentence: Sentence) -> Voice:
    """Let a voice end with the full sentence it is quoted with, where nobody speaks after: X说：“A。”B."""
    units = list(sentence.units)
    said = next((k for k, unit in enumerate(units) if unit.span.start >= voice.cue_span.end), len(units))
    opens = next((k for k, unit in enumerate(units[said:], said) if unit.text in OPENING), None)
    if (
        opens is None
        or voice.reach.start > units[opens].span.start
        or any(u.text != "：" for u in units[said:opens])
    ):
        return voice
    closes = next((k for k in range(opens, len(units)) if units[k].text in CLOSING), None)
    ends = closes is not None and any(
        clause.mark in _STOPS and clause.units[0] is units[closes] for clause in sentence.clauses
    )
    if closes is None or not ends or any(unit.has("say") for unit in units[closes:]):
        return voice
    return replace(voice, reach=Span(voice.reach.start, units[closes].span.end))


def _voices(
    clause: Clause, sentence: Sentence, number: int, previous: Party | None, known: Party | None
) -> Iterator[Voice]:
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
        if unit.text in _FROM and (voice := _heard(units, at, end)) is not None:
            yield voice
            continue
        if (
            unit.tag == "E"
            or "say" not in unit.classes
            or only_names(units, at)
            or (at + 1 == len(units) and number + 1 == len(sentence.clauses) and not at)
        ):
            continue
        if (voice := _sayer(units, at, number, sentence, previous)) is not None:
            yield voice
            return
        if known is not None and (pronoun := _pronoun(units, at)) is not None:
            speaker = replace(known, span=pronoun.span)
            cue_span = Span(pronoun.span.start, unit.span.end)
            yield Voice(Span(unit.span.end, end), cue_span, attribute(speaker, unit.text), speaker)
            return


def _pronoun(units: tuple[Unit, ...], at: int) -> Unit | None:
    """Return the pronoun that a word of saying belongs to, with nothing but adverbs between."""
    for unit in reversed(units[:at]):
        if unit.text in _PRONOUNS:
            return unit if unit.mention is None else None
        if unit.tag not in {"d", "u", "a", "v", "p", "T"} and not unit.has("human"):
            return None
    return None


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
    if says and not any(unit.tag in {"n", "E", "M", "v"} for unit in units[at + 1 : stop]):
        return Voice(Span(units[stop].span.end, end), Span(units[at].span.start, units[stop].span.end), None)
    phrase = _all_of_it(units, at + 1, stop) or (phrase and stands_for(units, phrase))
    if phrase is None or phrase.text.endswith(_NO_SOURCES):
        return None
    if phrase.units[-1].tag == "M" and not phrase.text.endswith(cues("source")):
        return None
    if units[at].text in _ABOUT and not says and not phrase.text.endswith(cues("source")):
        return None
    speaker = speaker_of(phrase)
    if not phrase.mentions and phrase.start > at + 1 and units[at + 1].tag == "v":
        span = Span(units[at + 1].span.start, phrase.span.end)
        speaker = Party(units[at + 1].text + phrase.text, units[at + 1].text + phrase.text, "other", span)
    if speaker is None:
        return None
    cue = units[stop].text if says else units[at].text
    last = units[min(stop, len(units) - 1)].span
    start = units[at].span.start
    return Voice(Span(start, end), Span(start, last.end), attribute(speaker, cue), speaker)


def _heard(units: tuple[Unit, ...], at: int, end: int) -> Voice | None:
    """Read 记者从省公安厅获悉: whoever it was heard from says it."""
    stop = next((k for k in range(at + 1, len(units)) if units[k].text.startswith(_HEARD)), None)
    phrase = phrase_ending(units, stop - 1) if stop is not None else None
    if stop is None or phrase is None or not phrase.mentions:
        return None
    speaker = speaker_of(phrase)
    span = Span(units[at].span.start, units[stop].span.end)
    if speaker is None:
        return None
    return Voice(Span(span.end, end), span, attribute(speaker, units[stop].text), speaker)


def _all_of_it(units: tuple[Unit, ...], start: int, stop: int) -> Phrase | None:
    """Return all that stands behind 据 where it is somebody without a name: 据水产站技术员测产."""
    inner = without_inquiry(list(units[start:stop]))
    told = "".join(unit.text for unit in inner)
    plain = all(unit.tag in {"n", "v", "M", "a"} for unit in inner)
    if plain and told.endswith(cues("human")) and 2 <= len(told) <= LONGEST:
        return Phrase(tuple(inner), start, start + len(inner))
    return None


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
    phrase = sayer_phrase(units, at)
    if following is None and (whole := whole_clause(units, at)) is not None and is_wider(whole, phrase):
        phrase = whole
    opens = all(before.tag == "d" or before.has("stop") for before in units[:at])
    if phrase is None and opens and number and previous is None and not unit.has("soft"):
        phrase = phrase_starting(sentence.clauses[number - 1].units, 0)
        phrase = phrase if phrase is not None and phrase.mentions else None
    phrase = phrase if phrase is None else stands_for(units, phrase)
    if phrase is None or not may_say(phrase, unit, closes=following is None or is_bare_name(phrase, unit)):
        return None
    before = units[max(phrase.start - 3, 0) : phrase.start]
    if any(unit.tag == "Q" and then.tag == "的" for unit, then in pairwise(before)):
        return None
    if not phrase.mentions and any(before.tag == "Q" for before in units[:at]):
        return None
    if unit.has("paper") and relative:
        tail = "".join(u.text for u in units[at + 2 : at + 6])
        if not any(word in tail for word in cues("source")):
            return None
    elif unit.text in {"发布", "发表"} and not _closes_with_colon(sentence, number):
        return None
    speaker = speaker_of(phrase)
    if speaker is None:
        return None
    if relative and stop + 1 < len(units) and units[stop + 1].tag == "Q":  # 高于官方宣称的3000尼特
        own = Span(unit.span.end, units[stop + 1].span.end)
        return Voice(own, Span(phrase.span.start, unit.span.end), attribute(speaker, unit.text), speaker)
    start = units[0].span.start if relative else unit.span.end
    bracketed = phrase.start and units[phrase.start - 1].text in {"(", "（"}
    if (bracketed and following is not None and following.text in {")", "）"}) or (
        unit.text in _DENIALS and not _closes_with_colon(sentence, number)
    ):
        start = sentence.span.start
    cue_span = Span(phrase.span.start, unit.span.end)
    return Voice(Span(start, sentence.span.end), cue_span, attribute(speaker, unit.text), speaker)


def _closes_with_colon(sentence: Sentence, number: int) -> bool:
    return number + 1 < len(sentence.clauses) and sentence.clauses[number + 1].mark in {"：", ":"}
