"""How the topic moves where no amount stands: clauses that only name something, sentences that only lead on."""

from __future__ import annotations

import re

from hanclaim.alignment import Span
from hanclaim.claims.dates import may_hold, period_of
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import owner_of
from hanclaim.claims.speakers import Speech, Voice, is_authority
from hanclaim.claims.topics import BESIDE
from hanclaim.document import Attribution, Document, Mention, Party, Time
from hanclaim.grammar.clauses import Clause, Pins, Unit
from hanclaim.grammar.parties import members, party
from hanclaim.grammar.phrases import Phrase, is_head, phrase_ending, split
from hanclaim.grammar.sites import subject_phrase

_BRACKETS = frozenset("[【(（")
_APART = frozenset("；;")
_TURNS = frozenset({"而", "但", "反观", "相比之下", "至于"})
_NAMING = frozenset({"n", "E", "a", "v", "r"})
_IN_CHARGE = re.compile(
    "(?:(?P<house>[^、]{2,}?)(?:(?:副)?(?:总监|总?经理|执行长|董事长|总裁|CEO|主任|负责人|总?教练|主帅|理事长|老板|店主|东主|财务长|营运长))"
    "|(?P<office>[^、]+?[部署局厅处委院所厂校店馆队])队?长)(?=、|$)"
)
# A department speaks for the body it is of.
_WHOLE = re.compile("[^，。]+?(?:集团|公司|大学|医院|银行|学院|法院)(?=.)")
_NUMBERING = re.compile(r"[\d一二三四五六七八九十、.．·()（）\s]+")
_ADVERBIAL = ("情况下", "下", "期间", "之际", "之后", "之前")
_LABELS = ("说明", "图", "表", "资料", "来源", "问", "答")
_DATELINES = ("消息", "讯", "电", "报道")
_LEARNT = re.compile("据(?:进一步)?(?:了解|悉|介绍|报道|传|称)[，,]")
_ISSUED = re.compile("发布|公布|通报|公告")


def follow_clause(clause: Clause, state: Discourse, speech: Speech, *, before_colon: bool = False) -> None:
    """Let a clause without a quantity set the topic: 谷歌的Gemini大模型, then its income."""
    measure = state.last.measure if state.last else None
    if (voice := speech.introduced(clause.span)) is not None:
        if voice.tells_of_itself and voice.speaker is not None:
            state.note(Draft("topic", voice.speaker, measure, explicit=True))
        return
    leads = (led := _led(clause) if before_colon else None) is not None
    phrase = led or subject_phrase(clause.units, len(clause.units))
    if phrase is None or (before_colon and phrase.text.endswith(_DATELINES)):
        return
    owner = owner_of(phrase)
    if owner.mentions:
        if not _is_object(clause, phrase) and (
            phrase.end == len(clause.units) or clause.units[phrase.end].tag != "f"
        ):
            state.note(Draft("topic", party(owner), measure, explicit=True, group=members(owner)))
    elif (pointed := state.pointed(phrase, bare=False)) is not None:
        state.centers.touch(pointed, None)
    elif leads or (_opens(clause, phrase) and _is_free(clause, state)):
        parts = split(phrase, counted=False)
        owner = parts.owner or phrase
        subject = party(owner)
        if subject is None or all(is_head(unit) for unit in owner.units):
            return
        aspect = parts.measure if parts.owner is not None else None
        state.last = Draft("topic", subject, aspect)
        state.centers.touch(subject, aspect)


def _led(clause: Clause) -> Phrase | None:
    """Return what stands before a colon as the theme of what follows: 行李：, 原因之一是碳酸锂：."""
    units = clause.units
    first = next((k for k, unit in enumerate(units) if not _NUMBERING.fullmatch(unit.text)), 0)
    phrase = phrase_ending(units, len(units) - 1, first)
    if phrase is None or phrase.mentions or phrase.units[-1].tag != "n" or len(phrase.text) < 2:
        return None
    if phrase.units[-1].has("human", "say", "source", "aspect") or phrase.text.endswith(_LABELS):
        return None
    before = units[phrase.start - 1] if phrase.start > first else None
    return phrase if before is None or before.text in {"是", "为", "系", "即"} or before.tag == "w" else None


def _is_object(clause: Clause, phrase: Phrase) -> bool:
    """Whether a pronoun only stands for whom the subject before does something to: 指控其违反竞业限制."""
    first = phrase.mentions[0].mention
    acted = any(unit.tag == "v" for unit in clause.units[: phrase.start])
    return acted and first is not None and first.is_reference


def hear(voice: Voice, clause: Clause, state: Discourse) -> None:
    """Leave what the clauses before spoke of when somebody begins to speak, and remember for whom he does."""
    state.centers.close_sentence()
    state.named = False
    if voice.speaker is None or voice.speaker.type != "person":
        state.centers.house = state.centers.speaker = None
    elif voice.speaker.canonical != state.centers.speaker:
        state.centers.speaker = voice.speaker.canonical
        state.centers.house = _house(voice.speaker, clause)


def _house(speaker: Party, clause: Clause) -> Party | None:
    """Return whom somebody in charge speaks for: 港铁车务总监罗启邦 for 港铁, and no analyst for his firm."""
    end = next((k for k, unit in enumerate(clause.units) if unit.span == speaker.span), 0)
    start = end
    while start and _names(clause.units[start - 1]):
        start -= 1
    before = clause.units[start:end]
    titled = _IN_CHARGE.match("".join(unit.text for unit in before))
    if titled is None:
        return None
    name = titled["house"] or titled["office"]
    first = before[0]
    if first.mention is not None and first.mention.type == "organization" and name.startswith(first.text):
        name = first.text
    whole = _WHOLE.match(name)
    name = whole[0] if whole is not None else name
    span = Span(first.span.start, first.span.start + len(name))
    if first.mention is not None and first.mention.type == "place" and first.text == name:
        return None
    known = first.mention.canonical if first.mention is not None and first.text == name else name
    return Party(name, known, "organization", span)


def _names(unit: Unit) -> bool:
    """Whether a word can be part of what stands before a speaker's name: his house, his titles."""
    return unit.text == "、" or (unit.tag in _NAMING and not unit.has("say", "stop"))


def _is_free(clause: Clause, state: Discourse) -> bool:
    """Whether nothing in this sentence is spoken of yet, or the clause turns away from it: ；, 而石油开采业价格由涨转降."""
    return (
        not (state.sentence_drafts or state.named) or clause.mark in _APART or clause.units[0].text in _TURNS
    )


def _opens(clause: Clause, phrase: Phrase) -> bool:
    """Whether a plain noun phrase opens its clause as what a predicate is said of: 鸡蛋批发价自2月起连跌."""
    before, last = clause.units[: phrase.start], phrase.units[-1]
    if any(unit.text in _BRACKETS for unit in before):
        return False
    if any(unit.has("cause", "hypothetical") or unit.tag in {"v", "p", "Q", "E"} for unit in before):
        return False
    if phrase.end >= len(clause.units) or clause.units[phrase.end].tag in {"f", "的"}:
        return False
    if phrase.text.endswith(_ADVERBIAL):
        return False
    weighty = last.tag in {"n", "M"} and len(phrase.text) > 1 and not last.has("aspect", "human")
    return weighty and phrase.units[0].tag not in {"r", "m"}


def follow_sentence(document: Document, span: Span, pins: Pins, state: Discourse) -> None:
    """Let a sentence without a quantity move time and topic; a name that stands aside or speaks moves neither."""
    if _LEARNT.search(document.folded, *span):
        state.voice, state.authority = None, False
    time = next((value for _, _, value in pins.inside(span) if isinstance(value, Time)), None)
    if time is not None and may_hold(time):
        state.narrate(period_of(time))
    first = next(
        ((where, value) for where, _, value in pins.inside(span) if isinstance(value, Mention)), None
    )
    if first is None:
        return
    where, mention = first
    issued = _ISSUED.search(document.folded, where.end, span.end)
    if issued is not None and is_authority(mention.canonical):
        state.voice, state.authority = Attribution(mention.canonical, issued[0], mention.span), True
    before = document.folded[max(span.start, where.start - 1) : where.start]
    if (
        before not in BESIDE
        and mention.type != "person"
        and not is_authority(mention.canonical)
        and where.start - span.start < 12
    ):
        state.centers.main = Party(mention.text, mention.canonical, mention.type, mention.span, mention.id)
        if state.voice is not None and state.voice.speaker != mention.canonical and not state.authority:
            state.voice = None
