"""Load what documents need before workers are forked, so that no worker loads it again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any

from hanclaim.batch.plan import Process
from hanclaim.document import Source
from hanclaim.process import Settings

_LINES = (
    "云山电池发布2024年业绩",
    "来源：江城日报 记者 林知远 2025年3月1日 08:00",
    "云山电池2024年营收达5亿元，同比增长12%，董事长苏景明表示：“公司预计2025年净利润将突破2亿美元。”",
    "该公司与海川集团宣布达成合作，双方计划在江城投资30亿元，排名第三。",
)
_TEXT = "\n".join(_LINES).encode()
# Pages that between them come by every stage: good text, markup, and two kinds of damage.
PAGES = (
    Source(_TEXT),
    Source("".join(f"<p>{line}</p>" for line in _LINES).encode()),
    Source(_TEXT.decode("latin-1").encode()),
    Source(_TEXT.replace("数".encode(), "数(shù)".encode()).replace("达".encode(), "达(dá)".encode())),
)


def load(process: Process, settings: Settings) -> None:
    """Make every table and read a few pages; a worker forked afterwards finds all of it in memory."""
    for make in tuple(_tables()):
        make()
    for page in PAGES:
        process(page, settings)


def _tables() -> Iterator[Callable[[], Any]]:
    """Yield what the stages keep for good: their cached functions that ask for nothing."""
    stages = [module for name, module in sys.modules.items() if name.startswith("hanclaim.")]
    for module in stages:
        for value in vars(module).values():
            if hasattr(value, "cache_info") and not signature(value).parameters:
                yield value
