"""Packages that only some formats need."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from hanclaim.errors import UsageError


def need(module: str, extra: str) -> Any:
    """Import a package late; where it is missing, say how to get it.

    >>> need('no_such_package', 'parquet')
    Traceback (most recent call last):
    ...
    hanclaim.errors.UsageError: no_such_package is not installed: run pip install 'hanclaim[parquet]'
    """
    try:
        return import_module(module)
    except ModuleNotFoundError:
        raise UsageError(f"{module} is not installed: run pip install 'hanclaim[{extra}]'") from None
