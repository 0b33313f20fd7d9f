"""Who says so: saying verbs, sources, and how far each of them reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hanclaim.alignment import Span
from hanclaim.claims.clauses import Clause, Sentence, Unit
from hanclaim.claims.phrases import Phrase, party, phrase_ending, phrase_starting
from hanclaim.document import Attribution, Party

_SOURCES = (
    "数据",
    "报告",
    "统计",
    "调查",
    "资料",
    "消息",
    "公告",
    "财报",
    "年报",
    "季报",
    "声明",
    "通报",
    "文件",
    "民调",
    "研究",
    "显示",
)
_PAPERS = frozenset({"公布", "发布", "发表", "出具", "公告", "披露"})
_ANNOUNCING = frozenset({"宣布", "公告", "公布", "表示", "称", "披露", "透露", "宣称", "声明", "承认"})
_WEAK = frozenset(
    {"预计", "预测", "预期", "预估", "估计", "希望", "发现", "判断", "指", "确认", "说", "讲", "称"}
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, and the stretch of text that is theirs."""

    reach: Span
    cue_span: Span
    attribution: Attribution | None
    speaker: Party | None = None

    @property
    def announces(self) -> bool:
        """Whether the speaker tells of its own doings."""
        return self.attribution is not None and self.attribution.cue in _ANNOUNCING


@dataclass(frozen=True, slots=True)
class Speech:
    """The voices of one sentence, in order."""

    voices: tuple[Voice, ...]

    def at(self, where: Span) -> Attribution | None:
        """Who says what stands there: the last voice that began before it and reaches it."""
        found = None
        for voice in self.voices:
            if voice.reach.start <= where.start < voice.reach.end:
                found = voice.attribution
        return found

    def introduced(self, span: Span) -> Voice | None:
        """Return the voice that a clause introduces."""
        return next(
            (v for v in self.voices if span.start <= v.cue_span.start and v.cue_span.end <= span.end), None
        )


def find_speech(sentence: Sentence) -> Speech:
    """Find who speaks in a sentence."""
    voices: list[Voice] = []
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
        voices = [
            Voice(
                Span(sentence.span.start, end), voices[0].cue_span, voices[0].attribution, voices[0].speaker
            )
        ]
    return Speech(tuple(voices))


def _speaks_after_quote(sentence: Sentence, voice: Voice) -> bool:
    return any(
        unit.text in {"”", "」"} and unit.span.end <= voice.cue_span.start for unit in sentence.units
    ) and next(sentence.units).text in {"“", "「"}


def _voices(clause: Clause, sentence: Sentence, number: int, previous: Party | None) -> Iterator[Voice]:
    units = clause.units
    end = sentence.span.end
    for at, unit in enumerate(units):
        if unit.has("hearsay"):
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
            or not unit.has("say")
            or (at + 1 == len(units) and number + 1 == len(sentence.clauses) and not at)
        ):
            continue
        if (voice := _sayer(units, at, number, sentence, previous)) is not None:
            yield voice
            return


def _source(units: tuple[Unit, ...], at: int, end: int) -> Voice | None:
    """据西部证券统计, 据Wind数据显示: the name up to the saying word."""
    stop = at + 1
    while (
        stop < len(units)
        and not (units[stop].has("say") and units[stop].tag != "E")
        and units[stop].tag != "Q"
    ):
        stop += 1
    phrase = phrase_starting(units, at + 1, stop)
    if phrase is None:
        return None
    speaker = _speaker(phrase)
    cue = units[stop].text if stop < len(units) and units[stop].has("say") else units[at].text
    if speaker is None:
        return None
    last = units[min(stop, len(units) - 1)].span
    return Voice(
        Span(units[at].span.start, end), Span(units[at].span.start, last.end), _attribution(speaker, cue)
    )


def _sayer(
    units: tuple[Unit, ...], at: int, number: int, sentence: Sentence, previous: Party | None
) -> Voice | None:
    unit = units[at]
    following = units[at + 1] if at + 1 < len(units) else None
    relative = following is not None and following.tag == "的"
    if unit.text in _PAPERS and not relative and unit.text not in {"公布", "公告", "披露", "出具"}:
        return None
    phrase = _sayer_phrase(units, at)
    if phrase is None:
        if at == 0 and number and unit.text not in _WEAK and following is None and previous is None:
            before = sentence.clauses[number - 1]
            phrase = phrase_starting(before.units, 0)
            if phrase is None or not phrase.mentions:
                return None
        else:
            return None
    if relative and following is not None:
        tail = "".join(u.text for u in units[at + 2 :])
        if not any(tail.startswith(word) or word in tail[:6] for word in _SOURCES) and unit.text in _PAPERS:
            return None
    named = bool(phrase.mentions)
    if (
        not named
        and not _is_human(phrase)
        and phrase.units[0].text not in {"他", "她", "他们", "她们", "我", "我们"}
    ):
        return None
    if (
        not named
        and (unit.text in _WEAK or unit.has("forecast", "planned"))
        and following is not None
        and not _is_human(phrase)
    ):
        return None
    if not named and any(u.tag == "M" for u in phrase.units):
        return None
    if named and any(u.tag == "M" for u in phrase.units) and unit.has("forecast"):
        return None
    speaker = _speaker(phrase)
    if speaker is None:
        return None
    start = units[0].span.start if relative else unit.span.end
    return Voice(
        Span(start, sentence.span.end),
        Span(phrase.span.start, unit.span.end),
        _attribution(speaker, unit.text),
        speaker,
    )


def _sayer_phrase(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return the noun phrase that a saying verb belongs to: straight before it, or before time and place."""
    k = at - 1
    while k >= 0:
        unit = units[k]
        if unit.tag in {"d", "T", "u", "a", "w"} or unit.has("stop", "present", "aspect") or unit.tag == "p":
            k -= 1
            continue
        if unit.tag == "v" and (unit.has("say") or k == at - 1):
            k -= 1
            continue
        at_prep = next(
            (
                j
                for j in range(k, -1, -1)
                if units[j].has("at", "toward", "through") and units[j].tag in {"p", "d", "v"}
            ),
            None,
        )
        if at_prep is not None and not any(units[j].has("say") for j in range(at_prep, k)):
            k = at_prep - 1
            continue
        break
    return phrase_ending(units, k) if k >= 0 else None


def _is_human(phrase: Phrase) -> bool:
    text = phrase.text
    return text.endswith(
        (
            "部门",
            "机构",
            "人士",
            "专家",
            "分析师",
            "团体",
            "警方",
            "官员",
            "市场",
            "法人",
            "外资",
            "业者",
            "学者",
            "券商",
            "媒体",
            "方面",
            "团队",
            "者",
            "会",
            "局",
            "部",
            "院",
            "所",
            "公司",
            "银行",
            "报告",
            "研究",
            "中心",
            "组织",
            "政府",
            "央行",
            "法院",
            "医院",
        )
    )


def _speaker(phrase: Phrase) -> Party | None:
    units = list(phrase.units)
    while (
        len(units) > 1
        and (
            units[-1].text.endswith(_SOURCES)
            or units[-1].tag in {"的", "a", "f"}
            or units[-1].text in {"最新", "方面", "季度", "季"}
        )
        and units[-1].tag != "E"
    ):
        units.pop()
    return party(Phrase(tuple(units), phrase.start, phrase.end))


def _attribution(speaker: Party, cue: str) -> Attribution:
    return Attribution(speaker.canonical, cue, speaker.span)
