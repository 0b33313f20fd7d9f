"""A user's own lists of names, which win over every rule and give records an id."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from hanclaim.document import MentionType
from hanclaim.errors import UsageError
from hanclaim.mentions.evidence import DECIDED
from hanclaim.mentions.gazetteers import Gazetteer
from hanclaim.mentions.page import Name, Page


@dataclass(frozen=True, slots=True)
class UserEntity:
    """A name that the user knows, its other names, and the user's own identifier (a ticker, a Wikidata item, an LEI)."""

    name: str
    type: MentionType
    aliases: tuple[str, ...] = ()
    id: str | None = None


def read_user_list(path: str | Path) -> tuple[UserEntity, ...]:
    """Read CSV with the columns name, type, aliases (parted by ``|``) and id, or JSON Lines with the same keys.

    Names are matched in folded text, so they are written in simplified script.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read ({error}): expected a list of names as UTF-8; check the path"
        ) from None
    rows: Iterator[Mapping[str, object]]
    if path.suffix.lower() in {".jsonl", ".ndjson", ".json"}:
        rows = (json.loads(line) for line in text.split("\n") if line.strip())
    else:
        rows = iter(csv.DictReader(text.splitlines()))
    return tuple(_read_row(path, number, row) for number, row in enumerate(rows, 1))


def _read_row(path: Path, number: int, row: Mapping[str, object]) -> UserEntity:
    name, kind = row.get("name"), row.get("type") or "organization"
    if not isinstance(name, str) or len(name) < 2:
        raise UsageError(f"{path} entry {number} has the name {name!r}: expected two characters or more")
    if kind not in get_args(MentionType):
        raise UsageError(
            f"{path} entry {number} has the type {kind!r}: expected one of {', '.join(get_args(MentionType))}"
        )
    aliases = row.get("aliases") or ()
    if isinstance(aliases, str):
        aliases = tuple(alias.strip() for alias in aliases.split("|") if alias.strip())
    identifier = row.get("id")
    return UserEntity(
        name,
        cast("MentionType", kind),
        tuple(cast("tuple[str, ...]", aliases)),
        str(identifier) if identifier not in {None, ""} else None,
    )


class UserNames:
    """A user's lists, ready to be found and looked up by any of their names."""

    def __init__(self, entities: tuple[UserEntity, ...]) -> None:
        self._entities = {name: entity for entity in entities for name in (entity.name, *entity.aliases)}
        self._small = {name.lower(): entity for name, entity in self._entities.items()}
        self._gazetteer = Gazetteer(self._entities)

    def find(self, page: Page) -> Iterator[Name]:
        """Yield every place where one of the user's names stands."""
        for span in self._gazetteer.find(page.folded):
            entity = self.get(page.text(span))
            if entity is not None:
                yield Name(span, entity.type, "names.user", DECIDED)

    def get(self, text: str) -> UserEntity | None:
        """Return the entity of this name."""
        return self._entities.get(text) or self._small.get(text.lower())
