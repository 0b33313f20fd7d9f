"""Folded text to jieba's words."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from hanclaim.alignment import Span
from hanclaim.document import Token


@cache
def _tokenizer() -> Any:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    return jieba.posseg.POSTokenizer(jieba.Tokenizer())


def segment(folded: str) -> tuple[Token, ...]:
    """Cut into words with their part of speech; the words joined give the text.

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
