"""Folded text to jieba's words."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hanclaim.alignment import Span
from hanclaim.document import Token
from hanclaim.tables import flags


@cache
def _tokenizer() -> Any:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(
        logging.CRITICAL
    )  # it logs a traceback where it cannot keep its cache, and goes on without
    tokenizer = jieba.Tokenizer()
    # By default jieba loads, unchecked, any jieba.cache that somebody left in the shared temporary folder.
    tokenizer.tmp_dir = str(_cache_folder())
    tokenizer.cache_file = f"jieba-{version('jieba')}.cache"
    # Made without its own reading of the dictionary, which takes 0.3 s and is at hand.
    tagger = jieba.posseg.POSTokenizer.__new__(jieba.posseg.POSTokenizer)
    tagger.tokenizer, tagger.word_tag_tab = tokenizer, flags()
    return tagger


def _cache_folder() -> Path:
    """Return the user's own folder for what can be made again."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hanclaim"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def is_word(text: str) -> bool:
    """Whether jieba's dictionary holds the word, so that it was not made up from its characters.

    >>> is_word('比较'), is_word('均较')
    (True, False)
    """
    tokenizer = _tokenizer().tokenizer
    tokenizer.check_initialized()
    return bool(tokenizer.FREQ.get(text))


@lru_cache(maxsize=4096)
def segment(folded: str) -> tuple[Token, ...]:
    """Cut into words with their part of speech; the words joined give the text.

    What stands between two names or numbers is often the same (，同比增长), and is cut once.

    >>> [token.flag for token in segment('英伟达上涨5%')][-1]
    'x'
    """
    tokens: list[Token] = []
    at = 0
    for pair in _tokenizer().cut(folded):
        end = at + len(pair.word)
        tokens.append(Token(Span(at, end), pair.flag))
        at = end
    return tuple(tokens)
