"""What may be raised.

    HanclaimError
    ├── DocumentError    this document cannot be served; the run goes on
    ├── RecordError      a line that should be a record and is not
    ├── TableError       a shipped table contradicts itself; the run stops
    ├── BatchError       a run that cannot go on, through no document's fault
    ├── TargetError      a database that records cannot be put into
    └── UsageError       the caller asked for something that does not exist

Damage is data: bytes that cannot be read become U+FFFD with a repair that says
so.  Only what nobody could use is raised.
"""

from __future__ import annotations


class HanclaimError(Exception):
    """Any error this package raises on purpose."""


class DocumentError(HanclaimError):
    """A document that cannot be served: the stage that refused it, and why in one sentence.

    >>> str(DocumentError("repair", "the file is empty: expected a page; check the download"))
    'repair: the file is empty: expected a page; check the download'
    """

    def __init__(self, stage: str, reason: str) -> None:
        super().__init__(f"{stage}: {reason}")
        self.stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str]]:
        """Travel between processes, which an exception with two arguments does not by itself."""
        return DocumentError, (self.stage, self.reason)


class RecordError(HanclaimError):
    """A line that should be a record and is not, or one whose proof fails."""


class TableError(HanclaimError):
    """A table of facts that contradicts itself."""


class BatchError(HanclaimError):
    """A run that cannot go on, through no document's fault; it can be continued."""


class TargetError(HanclaimError):
    """A database that records cannot be put into; nothing in it has changed."""


class UsageError(HanclaimError):
    """A setting or an argument that does not exist."""
