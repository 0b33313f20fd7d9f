"""What is said of documents, shards and runs: the records that are no claims."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from hanclaim.document import Document, Source
from hanclaim.errors import DocumentError

Words = Annotated[str, Field(min_length=1)]


class Model(BaseModel):
    """Strict, frozen, and closed: a key nobody knows is a mistake."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Versioned(Model):
    """A record of its own, which names its schema and that schema's version."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True
    )


class DocumentRecord(Versioned):
    """One document that was processed: what it says of itself, and what was done with it."""

    schema_: Annotated[Literal["hanclaim/document/1"], Field(alias="schema")]
    id: Words
    uri: Words
    title: Words | None
    published: Words | None
    publisher: Words | None
    authors: tuple[str, ...]
    language: Words | None
    script: Words | None
    url: Words | None
    codecs: tuple[str, ...]
    repairs: dict[str, int]
    characters: int
    claims: int


class QuarantineRecord(Versioned):
    """A document set aside: the stage that refused it, and why in one sentence."""

    schema_: Annotated[Literal["hanclaim/quarantine/1"], Field(alias="schema")]
    id: Words | None
    uri: Words
    stage: Words
    reason: Words


class CountsField(Model):
    """What became of some documents, and what was found in them."""

    documents: int = 0
    bytes: int = 0
    processed: int = 0
    claims: int = 0
    quarantined: dict[str, int] = Field(default_factory=dict)
    roles: dict[str, int] = Field(default_factory=dict)
    kinds: dict[str, int] = Field(default_factory=dict)
    rules: dict[str, int] = Field(default_factory=dict)
    repairs: dict[str, int] = Field(default_factory=dict)

    def __add__(self, other: CountsField) -> CountsField:
        """Add up, name by name."""
        mine, theirs = self.model_dump(), other.model_dump()
        both = {
            name: dict(sorted((Counter(mine[name]) + Counter(theirs[name])).items()))
            if isinstance(mine[name], dict)
            else mine[name] + theirs[name]
            for name in mine
        }
        return CountsField.model_validate(both)


class ShardRecord(Versioned):
    """A finished shard: what it was made from, and what came of it.  Its file is the mark that it is finished."""

    schema_: Annotated[Literal["hanclaim/shard/1"], Field(alias="schema")]
    number: int
    versions: dict[str, str]
    reading: Words
    sources: Words
    parts: dict[str, str]
    timeout: float
    counts: CountsField
    cpu_seconds: float


class ReportRecord(Versioned):
    """A run: versions, what was done anew and why, counts, and how long it took."""

    schema_: Annotated[Literal["hanclaim/report/1"], Field(alias="schema")]
    versions: dict[str, str]
    settings: dict[str, str]
    counts: CountsField
    shards: int
    kept: int
    done: dict[str, int]
    files: dict[str, str]
    workers: int
    wall_seconds: float
    cpu_seconds: float
    megabytes_per_second: float


def document_record(document: Document, claims: int) -> DocumentRecord:
    """Report a processed document."""
    metadata = document.outline.metadata
    repairs = Counter(repair.kind for repair in document.text.repairs)
    return DocumentRecord(
        schema_="hanclaim/document/1",
        id=document.source.id,
        uri=document.source.uri,
        title=metadata.title,
        published=metadata.published,
        publisher=metadata.publisher,
        authors=metadata.authors,
        language=metadata.language,
        script=metadata.script,
        url=metadata.url,
        codecs=tuple(dict.fromkeys(stretch.codec for stretch in document.text.stretches)),
        repairs=dict(sorted(repairs.items())),
        characters=len(document.folded),
        claims=claims,
    )


def quarantine(source: Source, error: DocumentError) -> QuarantineRecord:
    """Report a document that could not be served."""
    return QuarantineRecord(
        schema_="hanclaim/quarantine/1", id=source.id, uri=source.uri, stage=error.stage, reason=error.reason
    )
