"""What the reader has in mind while reading on: topic, narrated time, last statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanclaim.alignment import Span
from hanclaim.claims.phrases import Phrase, party
from hanclaim.document import Claim, Party, Period, QuantityKind


@dataclass
class Draft:
    """A statement in the making, with the reason for each field."""

    rule: str
    subject: Party | None = None
    measure: str | None = None
    object: Party | None = None
    explicit: bool = False
    group: tuple[Party, ...] = ()
    kind: QuantityKind | None = None
    period: Period | None = None
    evidence: dict[str, str] = field(default_factory=dict)


@dataclass
class Discourse:
    """The state that later statements lean on; it only ever looks back."""

    document_topic: Party | None = None
    paragraph_topic: Party | None = None
    main: Party | None = None
    local: Party | None = None
    in_part: bool = False
    group: tuple[Party, ...] = ()
    last: Draft | None = None
    measured: Draft | None = None
    phrases: list[Phrase] = field(default_factory=list)
    sentence_drafts: list[tuple[Draft, Claim]] = field(default_factory=list)
    by_unit: dict[str, Draft] = field(default_factory=dict)
    narrated: Period | None = None
    forecast_time: Period | None = None
    announced: Span | None = None

    @property
    def topic(self) -> Party | None:
        """Whom a statement without a subject of its own is about."""
        return self.local or self.main or self.paragraph_topic or self.document_topic

    def open_block(self) -> None:
        """Forget what does not outlive a paragraph."""
        self.paragraph_topic = self.main = self.local = self.last = None
        self.open_sentence()

    def open_sentence(self) -> None:
        """Forget what does not outlive a sentence."""
        self.local = None
        self.in_part = False
        self.group = ()
        self.sentence_drafts = []
        self.narrated = self.forecast_time = None

    def close_part(self) -> None:
        """Leave the parts that 其中 opened; the whole is the topic again."""
        if self.in_part or self.paragraph_topic is not None:
            self.main = self.paragraph_topic or self.main
        self.local = None
        self.in_part = False

    def note(self, draft: Draft) -> None:
        """Remember a statement that was just read."""
        self.last = draft
        if draft.measure not in {None, "排名"}:
            self.measured = draft
        if draft.group:
            self.group = draft.group
        if not draft.explicit or draft.subject is None:
            return
        known = self.main or self.paragraph_topic or self.document_topic
        if self.in_part or (draft.subject.type == "other" and known is not None and known.type != "other"):
            self.local = draft.subject
        else:
            self.main = draft.subject
            self.local = None
            self.paragraph_topic = self.paragraph_topic or draft.subject
            self.document_topic = self.document_topic or draft.subject

    def pointed(self, phrase: Phrase) -> Party | None:
        """Resolve 该债券, 该厂 or a bare 地震 to what was named before with the same last word."""
        first, last = phrase.units[0], phrase.units[-1]
        if last.tag == "E" or phrase.mentions:
            return None
        if first.text not in {"该", "此", "这", "本", "这个", "这一", "该项", "上述"}:
            bare = len(phrase.units) == 1 and last.has("extension") and len(last.text) > 1
            return self.document_topic if bare else None
        noun = last.text
        for earlier in reversed(self.phrases):
            if (
                earlier.text.endswith(noun)
                and len(earlier.text) > len(noun)
                and earlier.units[0].text != first.text
            ):
                return party(earlier)
        return None
