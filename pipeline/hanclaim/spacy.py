"""hanclaim in spaCy: a pipeline component, Docs with jieba's words, a spaCy model as tagger, users' lists as patterns.

    nlp = spacy.blank("zh")
    nlp.add_pipe("hanclaim", config={"entities": "companies.csv"})
    doc = nlp("英伟达市值突破5万亿美元。")
    doc.ents, doc.spans["claims"], doc._.claims

The component reads a Doc's text as it stands; damaged bytes go through
``hanclaim.repair`` first, or through ``to_doc``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan
from spacy.vocab import Vocab

from hanclaim.alignment import Span
from hanclaim.document import Document, Mention, MentionType, Source, Text
from hanclaim.mentions import Profile, UserEntity, Word, read_user_list
from hanclaim.normalise import normalise
from hanclaim.process import DEFAULT, Settings, make_records, read, read_text
from hanclaim.records import Record, read_record
from hanclaim.segment import segment

# spaCy's own labels, as in its Chinese models, so that what is built on them keeps working.
LABELS: dict[MentionType, str] = {
    "organization": "ORG", "person": "PERSON", "place": "LOC", "product": "PRODUCT", "work": "WORK_OF_ART",
    "event": "EVENT", "group": "GROUP", "other": "MISC",
}  # fmt: skip
TYPES: dict[str, MentionType] = {label: kind for kind, label in LABELS.items()} | {
    "GPE": "place", "FAC": "place", "PER": "person",
}  # fmt: skip
_FLAGS: dict[str, str] = {"organization": "ORG", "person": "PER", "place": "LOC", "work": "nw"}
_PARTS_OF_SPEECH = {
    "NOUN": "n", "PROPN": "nz", "VERB": "v", "AUX": "v", "PRON": "r", "DET": "r", "ADJ": "a", "ADV": "d",
    "NUM": "m", "PUNCT": "w", "ADP": "p", "CCONJ": "c", "SCONJ": "c", "PART": "u",
}  # fmt: skip
_SOURCE, _RECORDS = "hanclaim.source", "hanclaim.records"


class Component:
    """Sets ``doc.ents``, ``doc.spans["claims"]``, ``doc.spans["references"]`` and ``doc._.claims``."""

    def __init__(self, settings: Settings, tagger: SpacyTagger | None) -> None:
        self._settings = settings
        self._tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Read the Doc's text through every stage after repair."""
        if doc.text.strip():
            source, text = _plain(doc.text)
            document = read_text(source, text, self._settings, tagger=self._tagger, whole=True)
            _annotate(doc, document, self._settings)
        return doc


@Language.factory(
    "hanclaim",
    assigns=["doc.ents", "doc.spans", "doc._.claims"],
    default_config={"profile": "accurate", "entities": None, "model": None, "roles": "article"},
)
def make_component(
    nlp: Language,  # noqa: ARG001 - spaCy gives every factory the pipeline and a name
    name: str,  # noqa: ARG001
    *,
    profile: Profile,
    entities: str | None,
    model: str | None,
    roles: str,
) -> Component:
    """Make the component; ``entities`` is a user's list, ``model`` a spaCy model (name or folder) to tag with."""
    own = read_user_list(entities) if entities else ()
    settings = Settings(roles="all" if roles == "all" else "article", profile=profile, entities=own)
    return Component(settings, SpacyTagger(spacy.load(model)) if model else None)


class SpacyTagger:
    """A user's own spaCy model in the place of the shipped tagger: its entities name, its parts of speech guide."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def tag(self, sentences: Sequence[str], /) -> list[list[Word]]:
        """Run the model over the sentences in its own batches."""
        return [list(_words(doc)) for doc in self._nlp.pipe(sentences)]


def _words(doc: Doc) -> Iterator[Word]:
    """Give each entity as one word, and every other token with a jieba flag; spaces belong to no word."""
    at = 0
    for entity in doc.ents:
        yield from (_word(doc, token.i) for token in doc[at : entity.start])
        yield Word(Span(entity.start_char, entity.end_char), _FLAGS.get(TYPES.get(entity.label_, ""), "nz"))
        at = entity.end
    yield from (_word(doc, token.i) for token in doc[at:])


def _word(doc: Doc, index: int) -> Word:
    token = doc[index]
    return Word(Span(token.idx, token.idx + len(token)), _PARTS_OF_SPEECH.get(token.pos_, "x"))


def to_patterns(entities: Iterable[UserEntity]) -> list[dict[str, str]]:
    """Write users' names as patterns for spaCy's own ``entity_ruler``.

    >>> to_patterns([UserEntity("东海精工", "organization", id="688000.SH")])
    [{'label': 'ORG', 'pattern': '东海精工', 'id': '688000.SH'}]
    """
    return [
        {"label": LABELS[entity.type], "pattern": name, "id": entity.id or entity.name}
        for entity in entities
        for name in (entity.name, *entity.aliases)
    ]


def add_list(nlp: Language, path: str | Path) -> None:
    """Put an ``entity_ruler`` with a user's list into a pipeline; it overwrites entities found before it."""
    ruler: Any = nlp.add_pipe("entity_ruler", config={"overwrite_ents": True})
    ruler.add_patterns(to_patterns(read_user_list(path)))


def to_doc(document: Document, vocab: Vocab | None = None, settings: Settings = DEFAULT) -> Doc:
    """Make a Doc of a document: the author's own characters in jieba's words, cut where a mention begins or ends.

    The source's bytes go along in ``doc.user_data``, so that a DocBin keeps the proof.
    """
    edges = {edge for token in segment(document.folded) for edge in token.span}
    edges |= {edge for mention in document.mentions for edge in mention.span}
    words = [document.text.value[start:end] for start, end in pairwise(sorted(edges))]
    doc = Doc(vocab or _vocab(), words=words, spaces=[False] * len(words))
    for token in doc:
        token.norm_ = document.folded[token.idx : token.idx + len(token)]
    doc.user_data[_SOURCE] = (document.source.uri, document.source.data)
    return _annotate(doc, document, settings)


def from_doc(doc: Doc, settings: Settings = DEFAULT) -> Document:
    """Read a Doc back: its text through the stages, with its entities, as they are now, for mentions.

    A Doc that ``to_doc`` made knows its source; any other becomes one of plain UTF-8.
    """
    if _SOURCE in doc.user_data:
        uri, data = doc.user_data[_SOURCE]
        document = read(Source(data, uri), settings)
        if document.text.value != doc.text:
            raise ValueError(
                "the Doc's text is not what its source reads as: expected the text that to_doc wrote"
            )
    else:
        document = read_text(*_plain(doc.text), settings)
    references = doc.spans.get("references", ())
    mentions = sorted(
        (_mention(document.folded, span) for span in (*doc.ents, *references)), key=lambda m: m.span
    )
    return replace(document, mentions=tuple(mentions))


def get_claims(doc: Doc) -> tuple[Record, ...]:
    """Return the Doc's claims as validated records; what ``doc._.claims`` gives."""
    return tuple(read_record(line) for line in doc.user_data.get(_RECORDS, ()))


Doc.set_extension("claims", getter=get_claims, force=True)
for _name in ("canonical", "rule", "role", "members"):
    SpacySpan.set_extension(_name, default=None, force=True)


def _plain(text: str) -> tuple[Source, Text]:
    data = text.encode("utf-8")
    return Source(data), Text.plain(data, "utf-8")


@cache
def _vocab() -> Vocab:
    return spacy.blank("zh").vocab


def _annotate(doc: Doc, document: Document, settings: Settings) -> Doc:
    """Lay mentions and claims over the Doc's tokens; where a token is cut across, it is taken whole."""
    named = [_span(doc, mention) for mention in document.mentions if not mention.is_reference]
    doc.ents = spacy.util.filter_spans([span for span in named if span is not None])
    pointing = [_span(doc, mention) for mention in document.mentions if mention.is_reference]
    doc.spans["references"] = [span for span in pointing if span is not None]
    records = make_records(document, settings)
    doc.user_data[_RECORDS] = [record.model_dump_json() for record in records]
    quotes = [
        doc.char_span(*record.provenance.text, record.kind, alignment_mode="expand", span_id=record.id)
        for record in records
    ]
    doc.spans["claims"] = [span for span in quotes if span is not None]
    return doc


def _span(doc: Doc, mention: Mention) -> SpacySpan | None:
    span = doc.char_span(*mention.span, LABELS[mention.type], kb_id=mention.id or "", alignment_mode="expand")
    if span is not None:
        span._.canonical, span._.rule = mention.canonical, mention.rule
        span._.role, span._.members = mention.role, list(mention.members)
    return span


def _mention(folded: str, span: SpacySpan) -> Mention:
    """Read an entity that hanclaim or another component set."""
    text = folded[span.start_char : span.end_char]
    return Mention(
        Span(span.start_char, span.end_char),
        text,
        TYPES.get(span.label_, "other"),
        span._.canonical or normalise(text),
        span._.rule or "spacy.ents",
        span.kb_id_ or None,
        span._.role,
        tuple(span._.members or ()),
    )
